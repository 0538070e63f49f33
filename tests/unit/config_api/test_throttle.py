"""How long a guess must wait."""

from datetime import timedelta

from caflux_config_api.access.throttle import (
    FREE_FAILURES,
    FREE_OF_ACCOUNT,
    FREE_OF_ADDRESS,
    LONGEST,
    LONGEST_OF_ACCOUNT,
    MOST_KEYS,
    Guesses,
    Throttle,
)
from caflux_testing.config_client import HandClock
from hypothesis import given
from hypothesis import strategies as st


def test_the_first_ones_are_free_and_then_the_wait_doubles_up_to_a_minute() -> None:
    clock = HandClock()
    throttle = Throttle(clock)
    waits = []
    for _ in range(14):
        waits.append(throttle.wait("me").total_seconds())
        throttle.failed("me")

    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert throttle.wait("you") == timedelta()


def test_failures_are_forgotten_with_time() -> None:
    clock = HandClock()
    throttle = Throttle(clock)
    for _ in range(10):
        throttle.failed("me")
    clock.advance(15 * 60 + 1)
    assert throttle.wait("me") == timedelta()
    throttle.failed("me")
    assert throttle.wait("me") == timedelta()


def test_success_forgets_them() -> None:
    throttle = Throttle(HandClock())
    for _ in range(10):
        throttle.failed("me")
    throttle.succeeded("me")
    assert throttle.wait("me") == timedelta()


def test_it_remembers_no_more_than_it_should() -> None:
    throttle = Throttle(HandClock())
    for _ in range(FREE_FAILURES):
        throttle.failed("old")
    for number in range(MOST_KEYS):
        throttle.failed(f"key {number}")
    assert throttle.wait("old") == timedelta()
    assert throttle.wait(f"key {MOST_KEYS - 1}") == timedelta()
    for _ in range(FREE_FAILURES - 1):
        throttle.failed("key 1")
    assert throttle.wait("key 1") > timedelta()


@given(st.lists(st.floats(0, 100), max_size=40))
def test_nobody_waits_longer_than_a_minute_or_guesses_more_often(pauses: list[float]) -> None:
    clock = HandClock()
    throttle = Throttle(clock)
    tried = 0
    began = clock.now
    for pause in pauses:
        clock.advance(pause)
        assert timedelta() <= throttle.wait("me") <= LONGEST
        if not throttle.wait("me"):
            throttle.failed("me")
            tried += 1
    # Six guesses are free of waiting, the next take 1, 2, 4 … s, and later ones a minute each.
    least = sum(min(2.0**number, 60.0) for number in range(max(tried - 6, 0)))
    passed = (clock.now - began).total_seconds()
    assert passed >= least or passed > 15 * 60


def test_an_address_that_tries_many_names_waits() -> None:
    guesses = Guesses(HandClock())
    for number in range(FREE_OF_ADDRESS):
        assert guesses.wait(f"user {number}", "10.0.0.9") == timedelta()
        guesses.failed(f"user {number}", "10.0.0.9")
    assert guesses.wait("another", "10.0.0.9") == timedelta(seconds=1)
    assert guesses.wait("another", "10.0.0.8") == timedelta()
    guesses.succeeded("own", "10.0.0.9")
    assert guesses.wait("another", "10.0.0.9") == timedelta(seconds=1), "an own account buys no guesses"


def test_an_account_that_many_addresses_try_waits_but_not_where_its_user_is() -> None:
    clock = HandClock()
    guesses = Guesses(clock)
    guesses.succeeded("ada", "10.0.0.1")
    for number in range(FREE_OF_ACCOUNT + 20):
        guesses.failed("ada", f"10.1.0.{number}")
    assert guesses.wait("ada", "10.2.0.1") == LONGEST_OF_ACCOUNT
    assert guesses.wait("ada", "10.0.0.1") == timedelta()
    assert guesses.wait("bob", "10.2.0.1") == timedelta()
