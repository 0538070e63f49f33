"""Collectors, their leases, and which PVs each has."""
