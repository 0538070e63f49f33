"""Retention classes: for how long samples and rollups are kept."""
