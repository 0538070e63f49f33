"""The subcommands that talk to a running CAFlux."""
