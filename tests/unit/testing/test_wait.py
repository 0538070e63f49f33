"""Waiting ends with the condition, or says what it waited for."""

from itertools import count

import pytest
from caflux_testing.wait import Expired, until, until_async


def test_the_answer_is_given() -> None:
    asked = count()
    assert until(lambda: next(asked) >= 3 and "yes", what="three") == "yes"
    assert next(asked) == 4


async def test_the_answer_of_a_coroutine_is_given() -> None:
    asked = count()

    async def ask() -> int | None:
        return 7 if next(asked) >= 3 else None

    assert await until_async(ask, what="three") == 7


def test_what_did_not_happen_is_named_with_what_was_there() -> None:
    with pytest.raises(Expired, match=r"0.01 s for the tide, in vain; last: \[\]"):
        until(list, 0.01, "the tide")
    with pytest.raises(Expired, match=r"in vain; last: 'ebb'"):
        until(lambda: False, 0.01, "the tide", seen=lambda: "ebb")


async def test_a_coroutine_that_never_agrees_is_named() -> None:
    async def ask() -> bool:
        raise ConnectionError("refused")

    with pytest.raises(Expired, match="for the tide, in vain; last: ConnectionError"):
        await until_async(ask, 0.01, "the tide", ignoring=(OSError,))


def test_errors_mean_not_yet_where_they_are_ignored() -> None:
    answers = iter([OSError("refused"), OSError("refused"), None])

    def ask() -> bool:
        if (error := next(answers)) is not None:
            raise error
        return True

    assert until(ask, what="a connection", ignoring=(OSError,))
    with pytest.raises(OSError, match="disk"):
        until(lambda: (_ for _ in ()).throw(OSError("disk")), what="a connection")
