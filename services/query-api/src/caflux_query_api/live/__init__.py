"""Live streams: one look at the archive at a time serves every client that watches a PV."""
