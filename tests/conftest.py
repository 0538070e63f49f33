"""What all tests share: the kit's fixtures."""

pytest_plugins = ["caflux_testing.plugin"]
