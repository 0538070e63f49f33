"""The comparison of JSON answers finds each kind of difference."""

from typing import Any

import numpy as np
import pytest
from caflux_testing.answers import differences, rows, shown_rightly
from caflux_testing.exact_ioc import Posts

POSTS = Posts(time=[20, 10], severity=[2, 0], status=[3, 0], value=[2.5, float("nan")])
DOCUMENT = {
    "time": [10, 20],
    "value": [None, 2.5],
    "severity": [0, 2],
    "status": [0, 3],
    "special": [[0, "nan"]],
}


def test_what_is_shown_rightly_has_no_difference() -> None:
    assert differences(POSTS, rows(DOCUMENT)) == []


@pytest.mark.parametrize(
    ("column", "changed"),
    [
        ("time", [10, 21]),
        ("value", [None, 2.6]),
        ("severity", [0, 1]),
        ("status", [1, 3]),
        ("special", [[0, "inf"]]),
    ],
)
def test_a_difference_in_any_column_is_told(column: str, changed: list[Any]) -> None:
    assert len(differences(POSTS, rows({**DOCUMENT, column: changed}))) == 1


def test_what_is_missing_is_told() -> None:
    assert differences(POSTS, rows(DOCUMENT)[:1]) == ["posted 2, shown 1"]


@pytest.mark.parametrize(
    ("posted", "shown", "rightly"),
    [
        (np.array([0.1], "f4"), [0.1], True),
        (np.array([0.1], "f4"), [0.11], False),
        (np.array([np.inf, np.nan, 1.0]), ["inf", "nan", 1.0], True),
        (np.array([np.inf, 1.0]), ["-inf", 1.0], False),
        (np.array([1, 2], "i2"), [1, 2], True),
        (np.array([1, 2], "i2"), [1], False),
        (3.0, 3, True),
        ("3", 3, False),
    ],
)
def test_json_shows_a_value_rightly(posted: Any, shown: Any, rightly: bool) -> None:
    assert shown_rightly(posted, shown) is rightly
