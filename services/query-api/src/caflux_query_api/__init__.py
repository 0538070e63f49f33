"""Retrieval and live streams of CAFlux."""
