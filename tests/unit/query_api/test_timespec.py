from datetime import UTC, datetime, timedelta, timezone

import pytest
from caflux_query_api.timespec import LAST, parse_span, parse_time
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_790_000_000_123_456_789
S = 1_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("now", NOW),
        (" now ", NOW),
        ("now-1h30m", NOW - 5400 * S),
        ("now-1h30m15s", NOW - 5415 * S),
        ("now - 2d", NOW - 172_800 * S),
        ("now+5m", NOW + 300 * S),
        ("now 5m", NOW + 300 * S),  # a + that the URL turned into a space
        ("now-1.5h", NOW - 5400 * S),
        ("now-0.000000001s", NOW - 1),
        ("now-1w", NOW - 604_800 * S),
        ("now-10ms5us7ns", NOW - 10_005_007),
        ("now-3µs", NOW - 3_000),
        ("2026-09-21T13:33:20Z", 1_789_997_600 * S),
        ("2026-09-21T13:33:20", 1_789_997_600 * S),
        ("2026-09-21 13:33:20z", 1_789_997_600 * S),
        ("2026-09-21T13:33Z", 1_789_997_580 * S),
        ("2026-09-21", 1_789_948_800 * S),
        ("2026-09-21T13:33:20.000000001Z", 1_789_997_600 * S + 1),
        ("2026-09-21T13:33:20,5Z", 1_789_997_600 * S + 500_000_000),
        ("2026-09-21T15:33:20+02:00", 1_789_997_600 * S),
        ("2026-09-21T15:33:20 02:00", 1_789_997_600 * S),  # a + that the URL turned into a space
        ("2026-09-21T15:33:20.25 +0200", 1_789_997_600 * S + 250_000_000),
        ("2026-09-21T10:03:20-03:30", 1_789_997_600 * S),
        ("1789997600123456789", 1_789_997_600_123_456_789),
        ("0", 0),
    ],
)
def test_times_are_understood(text: str, time: int) -> None:
    assert parse_time(text, NOW) == time


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no time"),
        ("yesterday", "is no time"),
        ("now-", "is no time"),
        ("now-1", "is no time"),
        ("now-1y", "is no time"),
        ("now-1h-", "is no time"),
        ("1h", "is no time"),
        ("12:00", "is no time"),
        ("2026-9-1", "is no time"),
        ("2026-09-21T13:33:20.0000000001Z", "is no time"),
        ("2026-02-30", "calendar"),
        ("2026-13-01", "calendar"),
        ("2026-09-21T24:00Z", "calendar"),
        ("2026-09-21T13:33:60Z", "calendar"),
        ("2026-09-21T13:33:20+25:00", "calendar"),
        ("2026-09-21T13:33:20+01:70", "calendar"),
        ("1969-12-31T23:59:59Z", "1970 to 2262"),
        ("2300-01-01", "1970 to 2262"),
        ("9999-12-31T23:59:59.999999999Z", "1970 to 2262"),
        ("0000-01-01", "calendar"),
        ("-5", "1970 to 2262"),
        ("9223372036854775807", "1970 to 2262"),
        ("99999999999999999999", "is no time"),
        ("1789997600", "seconds or milliseconds"),
        ("1789997600123", "seconds or milliseconds"),
        ("now-9999999999w", "1970 to 2262"),
        ("1e18", "is no time"),
        ("٢٠٢٦-01-01", "is no time"),
        ("'; DROP MEASUREMENT sample", "is no time"),
        ("2" * 101, "at most 100"),
    ],
)
def test_what_is_no_time_is_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_time(text, NOW)


moments = st.datetimes(datetime(1970, 1, 2), datetime(2262, 4, 9))  # noqa: DTZ001 -- the zone comes next
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(moments, zones, st.integers(0, 999_999_999))
def test_iso_is_exact_to_the_nanosecond_in_any_zone(moment: datetime, zone: timezone, ns: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    local = moment.astimezone(zone).isoformat()
    text = f"{local[:19]}.{ns:09d}{local[19:]}"

    expected = round((moment - EPOCH).total_seconds()) * S + ns

    assert parse_time(text, NOW) == expected
    assert parse_time(text.replace("+", " "), NOW) == expected


@given(st.integers(10**15, LAST))
def test_integers_are_nanoseconds(time: int) -> None:
    assert parse_time(str(time), NOW) == time


@given(st.text(max_size=40))
def test_nothing_fails_otherwise_than_by_value_error(text: str) -> None:
    try:
        time = parse_time(text, NOW)
    except ValueError:
        return
    assert 0 <= time <= LAST


def test_a_span_has_a_begin_before_its_end() -> None:
    span = parse_span("now-1h", "now", NOW)

    assert (span.start, span.stop) == (NOW - 3600 * S, NOW)
    for start, stop in [("now", "now-1h"), ("now", "now"), ("0", "0")]:
        with pytest.raises(ValueError, match="ends before it begins"):
            parse_span(start, stop, NOW)


def test_a_bad_end_of_a_span_is_named() -> None:
    with pytest.raises(ValueError, match=r"^from: 'x'"):
        parse_span("x", "now", NOW)
    with pytest.raises(ValueError, match=r"^to: 'y'"):
        parse_span("now", "y", NOW)
