"""What all tests share: the kit's fixtures, no deadline for examples of Hypothesis, and an order."""

import pytest
from hypothesis import settings

pytest_plugins = ["caflux_testing.plugin"]

# How long an example takes says how busy the machine is, nothing of the code.
settings.register_profile("caflux", deadline=None)
settings.load_profile("caflux")

LONG = {"system", "browser", "caflux"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders of long tests: begun last, one of them would keep the other workers idle."""
    items.sort(key=lambda item: not LONG.intersection(item.path.parts))
