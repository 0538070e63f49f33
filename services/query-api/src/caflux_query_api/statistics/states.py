"""For how long a PV was in each of its states."""

import numpy as np
from caflux_storage import Samples
from caflux_storage.summary import Ints
from numpy.typing import NDArray

MOST = 32
"""States; a PV with more values than that has none."""
_PROBE = 1_000


class States:
    """Counts samples and ns of each number or text, as long as there are at most MOST of them."""

    def __init__(self) -> None:
        self._found: dict[float | str, list[int]] | None = {}

    @property
    def found(self) -> dict[float | str, tuple[int, int]] | None:
        """By state: samples, and ns; None where there are too many of them, or waveforms."""
        return None if self._found is None else {state: (n, ns) for state, (n, ns) in self._found.items()}

    def add(self, rows: Samples, count: Ints, held: Ints) -> None:
        """Add samples with how many times each counts, and the ns for which it was held."""
        if self._found is None or not len(rows):
            return
        if len(np.unique(rows.value[:_PROBE])) > MOST + 1:  # one may be NaN
            self._found = None
            return
        values, index = np.unique(rows.value, return_inverse=True)
        counts, times = np.zeros(len(values), np.int64), np.zeros(len(values), np.int64)
        np.add.at(counts, index, count)
        np.add.at(times, index, held)
        for state, n, ns in zip(values.tolist(), counts.tolist(), times.tolist(), strict=True):
            if np.isfinite(state):
                self._add(state, n, ns)
        if rows.other is not None:
            self._add_others(rows.other, count, held)

    def _add_others(self, others: NDArray[np.object_], count: Ints, held: Ints) -> None:
        for other, n, ns in zip(others, count.tolist(), held.tolist(), strict=True):
            if isinstance(other, str):
                self._add(other, n, ns)
            elif other is not None:
                self._found = None

    def _add(self, state: float | str, n: int, ns: int) -> None:
        if self._found is None or not (n or ns):
            return
        known = self._found.setdefault(state, [0, 0])
        known[0] += n
        known[1] += ns
        if len(self._found) > MOST:
            self._found = None
