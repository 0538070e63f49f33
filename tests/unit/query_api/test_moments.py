"""The machine at a time, and what changed, from either archive."""

import math
from typing import Any

import httpx
import numpy as np
import pytest
from caflux_contracts.retrieval import Change, ChangesAnswer, Moment, MomentsAnswer
from caflux_query_api.changes import change_of, differs, spread_of
from caflux_storage import Event
from caflux_storage.encode import encode_array, encode_event, encode_text, sample_prefix
from caflux_testing.place import Place, numbers

S = 1_000_000_000
T0 = 1_790_000_000 * S


def at(*seconds: float) -> list[int]:
    return [T0 + round(second * S) for second in seconds]


async def moments(client: httpx.AsyncClient, second: float, **params: Any) -> dict[str, Moment]:
    answer = await client.get("/v1/at", params={"time": at(second)[0], **params})
    assert answer.status_code == 200, answer.text
    found = MomentsAnswer.model_validate_json(answer.content)
    assert found.time == at(second)[0]
    return {one.pv: one for one in found.pvs}


async def changes(client: httpx.AsyncClient, one: float, two: float, **params: Any) -> ChangesAnswer:
    times = {"time1": at(one)[0], "time2": at(two)[0]}
    answer = await client.get("/v1/changes", params={**times, **params})
    assert answer.status_code == 200, answer.text
    return ChangesAnswer.model_validate_json(answer.content)


async def test_what_pvs_held(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("A", at(0, 10), [1.0, 2.0], 2, 4),
        numbers("B", at(5), [math.nan]),
        encode_text(sample_prefix("T"), at(1)[0], "ready", 0, 0),
        encode_array(sample_prefix("W"), at(2)[0], np.array([1, 2], "i2"), 0, 0),
        numbers("LATE", at(50), [1.0]),
    )

    found = await moments(client, 10)

    assert list(found) == ["A", "B", "LATE", "T", "W"]
    a, b, late = found["A"], found["B"], found["LATE"]
    assert (a.time, a.age, a.value, a.severity, a.status, a.known) == (at(10)[0], 0, 2.0, 2, 4, True)
    assert (b.age, b.value, b.special, b.known) == (5 * S, None, "nan", True)
    assert (found["T"].value, found["W"].value) == ("ready", [1, 2])
    assert (late.time, late.age, late.value, late.known, late.cause) == (None, None, None, False, "no-data")


async def test_what_was_held_before_samples_were_lost_is_not_known_until_the_next(
    client: httpx.AsyncClient, place: Place
) -> None:
    lost = encode_event(Event("A", at(10)[0], "dropped", f"lost until {at(15)[0]} ns", 3))
    await place.write(numbers("A", at(0, 60), [1.0, 2.0]), lost)

    found = [(await moments(client, second))["A"] for second in (9, 30, 60)]
    span: dict[str, str | int] = {"pv": "A", "from": at(30)[0], "to": at(90)[0]}
    [series] = (await client.get("/v1/data", params=span)).json()["series"]

    assert [(one.value, one.known, one.cause) for one in found] == [
        (1.0, True, ""),
        (1.0, False, "dropped"),
        (2.0, True, ""),
    ]
    assert series["completeness"] == 50.0
    assert [gap["cause"] for gap in series["gaps"]] == ["dropped"]


async def test_what_is_not_known_then_is_told_with_its_cause(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(
        numbers("A", at(0), [1.0]),
        encode_event(Event("A", at(10)[0], "disconnected", "IOC gone")),
        encode_event(Event("A", at(20)[0], "connected")),
    )

    gone, back = (await moments(client, 15, pv="A"))["A"], (await moments(client, 20, pv="A"))["A"]

    assert (gone.value, gone.known, gone.cause, gone.detail) == (1.0, False, "disconnected", "IOC gone")
    assert (back.value, back.known, back.cause) == (1.0, True, "")


async def test_pvs_are_named_found_or_listed(client: httpx.AsyncClient, place: Place) -> None:
    await place.write(*(numbers(pv, at(0), [1.0]) for pv in ("SR:A", "SR:B", "LT:A")))
    body = {"pvs": ["LT:A"], "search": "sr:*"}

    listed = await client.post("/v1/at", params={"time": at(1)[0]}, json=body)

    assert [one["pv"] for one in listed.json()["pvs"]] == ["LT:A", "SR:A", "SR:B"]
    assert list(await moments(client, 1, search="b")) == ["SR:B"]
    assert list(await moments(client, 1, pv=["SR:B", "LT:A", "SR:B"])) == ["SR:B", "LT:A"]
    assert (await client.get("/v1/at", params={"pv": "nobody"})).status_code == 404


async def test_of_a_thousand_pvs(client: httpx.AsyncClient, place: Place) -> None:
    names = [f"PV:{k:04}" for k in range(1_000)]
    await place.write(
        *(numbers(name, at(-k, 9), [float(k), -1.0]) for k, name in enumerate(names)),
        *(encode_event(Event(name, at(-2_000)[0], "connected")) for name in names),
    )

    answer = await client.post("/v1/at", params={"time": at(1)[0]}, json={"pvs": names})

    assert [(one["pv"], one["value"], one["known"]) for one in answer.json()["pvs"]] == [
        (name, float(k), True) for k, name in enumerate(names)
    ]


async def test_changes_are_ranked_against_what_is_usual(client: httpx.AsyncClient, place: Place) -> None:
    seconds = list(range(-3_600, 0, 10))
    noise = np.random.default_rng(1).normal(size=len(seconds))
    await place.write(
        numbers("NOISY", [*at(*seconds), *at(50)], [*(noise * 10.0), 5.0]),
        numbers("QUIET", [*at(*seconds), *at(50)], [*(noise * 0.01), 0.5]),
        numbers("SETPOINT", at(-7_000, 50), [100.0, 101.0]),
        numbers("SAME", at(-100, 40), [1.0, 1.0]),
        encode_text(sample_prefix("TEXT"), at(-10)[0], "open", 0, 0),
        encode_text(sample_prefix("TEXT"), at(10)[0], "closed", 0, 0),
        numbers("LOST", at(-10), [3.0]),
        encode_event(Event("LOST", at(20)[0], "disconnected")),
        numbers("NEW", at(20), [3.0]),
    )

    found = await changes(client, 0, 60)
    cut = await changes(client, 0, 60, limit=2, search="*t*")

    assert [one.pv for one in found.changes] == ["SETPOINT", "QUIET", "LOST", "NEW", "TEXT", "NOISY"]
    assert [one.kind for one in found.changes] == ["number", "number", "lost", "found", "state", "number"]
    assert (found.compared, found.changed, found.truncated) == (7, 6, False)
    by_name = {one.pv: one for one in found.changes}
    assert by_name["SETPOINT"].difference == 1.0
    assert by_name["SETPOINT"].significance == pytest.approx(1.0 / 0.0101)
    assert by_name["QUIET"].spread == pytest.approx(0.01, rel=0.5)
    assert (by_name["TEXT"].before.value, by_name["TEXT"].after.value) == ("open", "closed")
    assert ([one.pv for one in cut.changes], cut.compared, cut.changed, cut.truncated) == (
        ["SETPOINT", "QUIET"],
        4,
        4,
        True,
    )


async def test_waveforms_and_what_is_no_number_are_compared_as_a_whole(
    client: httpx.AsyncClient, place: Place
) -> None:
    def wave(pv: str, second: int, *values: float) -> bytes:
        return encode_array(sample_prefix(pv), at(second)[0], np.array(values), 0, 0)

    await place.write(
        *(wave("SAME", second, 1.0, math.nan) for second in (0, 20)),
        *(wave("OTHER", second, 1.0, math.nan, second) for second in (0, 20)),
        *(wave("LONGER", second, *[1.0] * (1 + second)) for second in (0, 20)),
        numbers("NAN", at(0, 20), [math.nan, math.nan]),
        numbers("GONE", at(0, 20), [1.0, math.nan]),
        wave("MADE", 0, 1.0),
        numbers("MADE", at(20), [1.0]),
    )

    found = await changes(client, 10, 30)

    assert {one.pv: one.kind for one in found.changes} == dict.fromkeys(
        ("OTHER", "LONGER", "GONE", "MADE"), "state"
    )


def moment(value: Any, *, known: bool = True, special: str | None = None) -> dict[str, Any]:
    row = Moment(
        pv="A", time=1, age=1, value=value, severity=0, status=0, known=known, special=special
    )  # fmt: skip
    return row.model_dump()


def test_a_change_of_an_enum_has_no_size() -> None:
    found = Change.model_validate(change_of(moment(0.0), moment(1.0), np.zeros(9), is_state=True))

    assert (found.kind, found.difference, found.significance) == ("state", None, 10.0)


def test_no_change_is_larger_than_can_be_told() -> None:
    found = change_of(moment(-1e308), moment(1e308), np.empty(0), is_state=False)

    assert found["significance"] == 20_000


def test_what_differs() -> None:
    assert not differs(moment([1, 2]), moment([1, 2]))
    assert differs(moment([1, 2]), moment([1, 3]))
    assert not differs(moment(None, special="nan"), moment(None, special="nan"))
    assert differs(moment(None, special="nan"), moment(None, special="inf"))
    assert not differs(moment(1.0, known=False), moment(2.0, known=False))


def test_the_usual_spread_takes_no_notice_of_a_spike() -> None:
    samples = np.random.default_rng(2).normal(size=1_000)
    samples[::50] = 1e6

    assert spread_of(samples) == pytest.approx(1.0, rel=0.2)
    assert spread_of(np.array([1.0] * 9 + [2.0])) == pytest.approx(0.3)
    assert spread_of(np.array([math.nan])) == 0.0


@pytest.mark.parametrize(
    ("path", "params", "said"),
    [
        ("at", {"time": "soon"}, "time: 'soon' is no time"),
        ("changes", {}, "time1"),
        ("changes", {"time1": "now-1h", "time2": "x"}, "time2: 'x' is no time"),
        ("changes", {"time1": "now-1h", "window": "x"}, "window: 'x'"),
        ("changes", {"time1": "now-1h", "limit": 0}, "limit"),
    ],
)
async def test_bad_questions_are_answered_with_what_is_wrong(
    client: httpx.AsyncClient, path: str, params: dict[str, Any], said: str
) -> None:
    answer = await client.get(f"/v1/{path}", params=params)

    assert answer.status_code == 422
    assert said in answer.json()["detail"]
