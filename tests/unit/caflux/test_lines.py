"""What a log line says."""

import json

from caflux.up.lines import is_loud, sentence
from hypothesis import given
from hypothesis import strategies as st


def line(**record: object) -> str:
    return json.dumps(record)


def test_structured_line_is_its_event_with_what_belongs_to_it() -> None:
    text = line(event="config-api away", level="error", logger="x", timestamp="t", reason="refused")

    assert sentence(text) == "config-api away (reason=refused)"
    assert is_loud(text)


def test_only_errors_are_loud() -> None:
    assert not is_loud(line(event="retrying", level="warning"))
    assert not is_loud("ERROR, says a library that knows nothing of structure")
    assert is_loud(line(event="out of memory", level="critical"))


def test_traceback_is_one_line() -> None:
    assert (
        sentence(line(event="it failed\n\nTraceback: …", exception="Traceback")) == "it failed Traceback: …"
    )


@given(st.text())
def test_any_line_has_a_short_sentence(text: str) -> None:
    said = sentence(text)

    assert len(said) <= 300
    assert "\n" not in said


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text()))
def test_any_record_has_a_sentence(record: dict[str, object]) -> None:
    assert "\n" not in sentence(json.dumps(record))
    assert is_loud(json.dumps(record)) == (record.get("level") in {"error", "critical"})
