"""Archive EPICS process variables: the caflux command and Python client."""
