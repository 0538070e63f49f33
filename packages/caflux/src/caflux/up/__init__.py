"""`caflux up`: all of CAFlux on one machine, without Docker."""
