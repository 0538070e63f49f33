"""Waits between attempts: they double, are shortened by chance, and are bounded."""

from caflux_collector.backoff import Backoff
from hypothesis import given
from hypothesis import strategies as st

CHANCES = st.floats(0, 1, exclude_max=True)


def test_they_double_up_to_the_bound_and_begin_anew() -> None:
    backoff = Backoff(0.25, 3, lambda: 0.0)
    assert [backoff.next_s() for _ in range(6)] == [0.25, 0.5, 1, 2, 3, 3]
    backoff.reset()
    assert backoff.next_s() == 0.25


def test_what_the_archive_asks_for_counts_within_the_bound() -> None:
    backoff = Backoff(1, 10, lambda: 0.0)
    assert backoff.next_s(5) == 5
    assert backoff.next_s(0) == 2
    assert backoff.next_s(86_400) == 10


@given(st.lists(CHANCES, min_size=1, max_size=200), st.none() | st.floats(0, 1e9))
def test_each_is_at_least_half_of_its_full_length(chances: list[float], asked: float | None) -> None:
    left = iter(chances)
    backoff, full = Backoff(0.25, 30, lambda: next(left)), 0.25
    for _ in chances:
        assert full / 2 <= backoff.next_s(asked) <= max(full, min(asked or 0, 30))
        full = min(2 * full, 30)
