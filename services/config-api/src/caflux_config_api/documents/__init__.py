"""Saved views and boards of the dashboard."""
