"""Who changed what of the configuration."""
