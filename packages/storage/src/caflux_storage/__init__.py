"""The archive: schema, encoding, and its InfluxDB and SQLite adapters."""
