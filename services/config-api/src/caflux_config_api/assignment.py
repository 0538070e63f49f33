"""Which collector archives which PV: rendezvous hashing.

Every collector draws a weight for every PV, and the highest has it. Who comes or goes moves only its own
share: about 1/n of the PVs. (Thaler and Ravishankar, "Using name-based mappings to increase hit rates",
IEEE/ACM Transactions on Networking 6, 1998.)
"""

from collections.abc import Iterable
from hashlib import blake2b
from heapq import nlargest


def weight(pv: str, collector: str) -> bytes:
    """Give the weight that `collector` draws for `pv`, the same on every machine and in every version."""
    return blake2b(pv.encode(), digest_size=8, key=_key(collector)).digest()


def owner(pv: str, collectors: Iterable[str]) -> str | None:
    """Give the collector that is to archive `pv`, or None where there is none."""
    return max(collectors, key=lambda collector: (weight(pv, collector), collector), default=None)


def owners(pv: str, collectors: Iterable[str], replicas: int) -> tuple[str, ...]:
    """Give the `replicas` collectors that are to archive `pv`, or as many as there are."""
    return tuple(nlargest(replicas, collectors, key=lambda collector: (weight(pv, collector), collector)))


def _key(collector: str) -> bytes:
    return blake2b(collector.encode(), digest_size=32).digest()
