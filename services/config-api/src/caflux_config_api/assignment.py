"""Which collector archives which PV: rendezvous hashing.

Every collector draws a weight for every PV, and the highest has it. Who comes or goes moves only its own
share: about 1/n of the PVs. (Thaler and Ravishankar, "Using name-based mappings to increase hit rates",
IEEE/ACM Transactions on Networking 6, 1998.)
"""

from collections.abc import Iterable
from hashlib import blake2b


def weight(pv: str, collector: str) -> bytes:
    """Give the weight that `collector` draws for `pv`, the same on every machine and in every version."""
    return blake2b(pv.encode(), digest_size=8, key=_key(collector)).digest()


def owner(pv: str, collectors: Iterable[str]) -> str | None:
    """Give the collector that is to archive `pv`, or None where there is none."""
    return max(collectors, key=lambda collector: (weight(pv, collector), collector), default=None)


def ranked(pv: str, collectors: Iterable[str]) -> list[str]:
    """Give collectors in the order in which they are to archive `pv`."""
    return sorted(collectors, key=lambda collector: (weight(pv, collector), collector), reverse=True)


def _key(collector: str) -> bytes:
    return blake2b(collector.encode(), digest_size=32).digest()
