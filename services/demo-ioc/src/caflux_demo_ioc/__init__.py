"""A soft IOC that looks like an accelerator."""
