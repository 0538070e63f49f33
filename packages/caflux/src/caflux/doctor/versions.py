"""Whether a server is of a version that CAFlux works with."""

import re

from caflux.doctor.findings import Finding, odd, well

_OLDEST = {"InfluxDB": (1, 6), "MariaDB": (10, 6), "MySQL": (8, 0)}
_FIRST_OTHER = {"InfluxDB": (2, 0)}
"""From then on it is another program, which speaks the v1 API after some setting up at most."""


def look_at_version(what: str, product: str, said: str) -> Finding:
    """Judge a server's version, which is somewhere in what it says of itself."""
    found = re.search(r"(\d+)\.(\d+)", said)
    if found is None:
        return odd(what, f"{product} says no version: {said}", f"see that it is {_wanted(product)}")
    version = int(found[1]), int(found[2])
    if version < _OLDEST[product]:
        return odd(what, f"{product} {said} is too old", f"upgrade it: {_wanted(product)}")
    if product in _FIRST_OTHER and version >= _FIRST_OTHER[product]:
        return odd(
            what,
            f"{product} {said} has another API",
            f"take {_wanted(product)}, or set up its v1 API (DBRP mapping) and try reading and writing",
        )
    return well(what, f"{product} {said} is new enough")


def _wanted(product: str) -> str:
    oldest = ".".join(map(str, _OLDEST[product]))
    other = _FIRST_OTHER.get(product)
    return f"{product} {oldest} or newer" + (f", before {other[0]}" if other else "")
