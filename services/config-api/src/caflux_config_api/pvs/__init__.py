"""The PVs that are to be archived."""
