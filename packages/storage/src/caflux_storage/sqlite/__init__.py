"""The archive in one SQLite file: for a bench and for a small laboratory."""
