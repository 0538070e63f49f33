"""Many PVs at once, from files and into files, never all of them in memory."""
