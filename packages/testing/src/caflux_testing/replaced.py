"""Events that a CA server itself let go, by its own count.

Each subscription has a few places in a queue of the CA server. Where its event thread is kept from running
for longer than they last, a newer event replaces the last one queued: the client never sees that one. A busy
machine can do that to any test; so what a client is to have got is what was posted less what was replaced.
"""

import re
import secrets
from collections.abc import Iterable

from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.wait import until

_PV = 'echo "{mark} {name}"'
_REPLACED = re.compile(r"discarded by replacement=(\d+)")


def replaced(ioc: SoftIoc, names: Iterable[str]) -> dict[str, int]:
    """Give how many events were replaced in the queues of all subscriptions to each PV that live now.

    PVs without any are left out. A subscription's count ends with it.
    """
    mark = f"replaced-{secrets.token_hex(4)}"
    for name in names:
        ioc.shell(_PV.format(mark=mark, name=name))
        ioc.shell(f"dbel {name} 3")
    ioc.shell(_PV.format(mark=mark, name="all"))
    end = f"{mark} all\n"
    until(lambda: ioc.process.output().endswith(end), 120, "the IOC to list its subscriptions")
    found: dict[str, int] = {}
    for part in ioc.process.output().split(f"{mark} ")[1:-1]:
        name, _, listed = part.partition("\n")
        count = sum(map(int, _REPLACED.findall(listed)))
        if count:
            found[name] = count
    return found
