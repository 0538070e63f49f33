"""The data collection engine of CAFlux and its manager."""
