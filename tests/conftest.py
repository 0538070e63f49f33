"""What all tests share: the kit's fixtures, and no deadline for examples of Hypothesis."""

from hypothesis import settings

pytest_plugins = ["caflux_testing.plugin"]

# How long an example takes says how busy the machine is, nothing of the code.
settings.register_profile("caflux", deadline=None)
settings.load_profile("caflux")
