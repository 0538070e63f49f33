"""Alarm rules on PVs, evaluated from the live data."""
