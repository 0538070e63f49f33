"""Configuration of CAFlux: PVs, users, collectors."""
