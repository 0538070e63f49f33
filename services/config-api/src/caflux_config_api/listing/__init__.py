"""Lists of PVs: 100,000 of them, searched and sorted in a fraction of a second."""
