"""The one web process of `caflux up`: the three APIs and the dashboard on one port."""
