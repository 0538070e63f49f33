"""The archive in InfluxDB 1.x, or in whatever speaks its v1 API."""
