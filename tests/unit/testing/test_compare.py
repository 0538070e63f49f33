"""The comparison finds each kind of difference: else "nothing missing" would say nothing."""

import math
from typing import Any

import numpy as np
import pytest
from caflux_storage import Samples
from caflux_testing.compare import differences, same_value
from caflux_testing.exact_ioc import Posts


def archived(
    time: list[int], value: list[float], severity: tuple[int, ...] = (0, 2), status: tuple[int, ...] = (0, 3)
) -> Samples:
    return Samples(
        np.array(time), np.array(value), np.array(severity, np.uint8), np.array(status, np.uint8), None
    )


POSTS = Posts(time=[20, 10], severity=[2, 0], status=[3, 0], value=[2.5, math.nan])


def test_the_same_in_another_order_is_no_difference() -> None:
    assert differences("P", POSTS, archived([10, 20], [math.nan, 2.5])) == []


@pytest.mark.parametrize(
    ("samples", "sentence"),
    [
        (archived([20], [2.5], (2,), (3,)), "P at 10: nan is missing"),
        (archived([11, 20], [math.nan, 2.5]), "P at 10: nan is missing"),
        (
            archived([10, 20, 30], [math.nan, 2.5, 1.0], (0, 2, 0), (0, 3, 0)),
            "P at 30: (1.0, 0, 0) was never posted",
        ),
        (archived([10, 20], [math.nan, 2.6]), "P at 20: posted 2.5, archived 2.6"),
        (
            archived([10, 20], [math.nan, 2.5], (0, 1)),
            "P at 20: posted severity and status (2, 3), archived (1, 3)",
        ),
        (
            archived([10, 20], [math.nan, 2.5], (0, 2), (0, 4)),
            "P at 20: posted severity and status (2, 3), archived (2, 4)",
        ),
        (archived([10, 20, 20], [math.nan, 2.5, 2.5], (0, 2, 2), (0, 3, 3)), "P: the archive repeats a time"),
    ],
)
def test_each_difference_is_told(samples: Samples, sentence: str) -> None:
    assert differences("P", POSTS, samples)[0] == sentence


@pytest.mark.parametrize(
    ("posted", "archived", "same"),
    [
        (0.0, -0.0, False),
        (-0.0, -0.0, True),
        (math.inf, math.inf, True),
        (math.inf, -math.inf, False),
        (0.1, 0.1 + 2**-56, False),
        ("a", "a ", False),
        ("1.0", 1.0, False),
        (np.array([1, 2], "i2"), np.array([1, 2], "i2"), True),
        (np.array([1, 2], "i2"), np.array([1, 2], "i4"), False),
        (np.array([1, 2], "i2"), np.array([1], "i2"), False),
        (np.array([0.0]), np.array([-0.0]), False),
        (np.array([math.nan]), np.array([math.nan]), True),
        (np.array([1.0]), 1.0, False),
    ],
)
def test_values_are_the_same_bit_by_bit(posted: Any, archived: Any, same: bool) -> None:
    assert same_value(posted, archived) is same
