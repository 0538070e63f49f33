"""Virtual PVs: expressions over PVs that were given a name."""
