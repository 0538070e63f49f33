"""Settings for PVs by their names, as one document."""
