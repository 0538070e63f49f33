"""Other names of PVs."""
