"""The pydantic models that CAFlux services exchange. Depends on pydantic only."""
