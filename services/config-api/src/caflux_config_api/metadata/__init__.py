"""What IOCs say of their PVs."""
