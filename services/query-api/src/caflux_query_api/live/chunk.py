"""New samples of one PV, made into JSON once for all clients."""

from functools import cached_property

import numpy as np
from caflux_storage import Samples
from numpy.typing import NDArray

from caflux_query_api.answers import dump, raw_document
from caflux_query_api.data import size_of_others

_MIX = np.uint64(0x9E3779B97F4A7C15)


def digest(times: NDArray[np.int64]) -> int:
    """Give 32 bits that tell one set of times from another; those of a union are the sum of the parts'."""
    mixed = times.view(np.uint64)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(32))) * _MIX
    return int((mixed >> np.uint64(32)).sum()) & 0xFFFFFFFF


class Chunk:
    """At least one sample, in time order.

    Attributes:
        pv: Whose.
        samples: They.
        first: Time of the first one, ns.
        last: Time of the last one, ns.
        size: Samples, characters and waveform elements.
    """

    def __init__(self, pv: str, samples: Samples) -> None:
        self.pv = pv
        self.samples = samples
        self.first, self.last = int(samples.time[0]), int(samples.time[-1])
        self.size = len(samples) + size_of_others(samples)

    def __len__(self) -> int:
        return len(self.samples)

    @cached_property
    def document(self) -> bytes:
        """JSON of `contracts.retrieval.LiveSamples`."""
        return dump(raw_document(self.pv, self.samples))

    @cached_property
    def digest(self) -> int:
        """`digest` of all its times."""
        return digest(self.samples.time)

    def where(self, mask: NDArray[np.bool_]) -> "Chunk | None":
        """Give some of its samples: itself where that are all, None where that are none."""
        if mask.all():
            return self
        return Chunk(self.pv, self.samples[mask]) if mask.any() else None

    def after(self, time: int) -> "Chunk | None":
        """Give what is later than a time (ns)."""
        return self if self.first > time else self.where(self.samples.time > time)
