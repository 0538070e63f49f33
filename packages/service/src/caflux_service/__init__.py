"""What every CAFlux service is built on: settings, logs, problem details, health."""
