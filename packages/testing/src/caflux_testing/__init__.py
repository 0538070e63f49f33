"""The test kit: real soft IOC, influxd, MariaDB and SMTP servers as fixtures."""
