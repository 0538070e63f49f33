"""Why a PV is not archived."""
