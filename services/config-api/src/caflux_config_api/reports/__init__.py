"""Reports over all PVs."""
