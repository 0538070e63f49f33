"""Which texts are the name of a PV."""

import pytest
from caflux_contracts.names import MAX_NAME_LENGTH, PvName, check_pv_name
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

NAME = TypeAdapter(PvName)


@pytest.mark.parametrize(
    "name",
    [
        "SR:C01-BI{BPM:1}Pos:X-I",
        "IOC:ai1.HIHI",
        'IOC:ai1.VAL{"dbnd":{"abs":1.5}}',
        "with space",
        "it's",
        "'; DROP TABLE pv; --",
        "back\\slash",
        "a/b//c",
        "...",
        "./a/..",
        "Ångström:µ",
        "电流",
        "🙂",
        "a,b=c",
        "x" * MAX_NAME_LENGTH,
    ],
)
def test_names(name: str) -> None:
    assert check_pv_name(name) == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("  ", "empty"),
        (" a", "white space"),
        ("a\u00a0", "white space"),
        ("a\nb", "control"),
        ("a\x00b", "control"),
        ("a\x7fb", "control"),
        ("a\u2028b", "control"),
        ("a\ud800", "control"),
        ("a\\", "backslash"),
        (".", "can't be"),
        ("..", "can't be"),
        ("x" * (MAX_NAME_LENGTH + 1), "256"),
    ],
)
def test_what_is_none(name: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check_pv_name(name)


def is_name(text: str) -> bool:
    try:
        return NAME.validate_python(text) == text
    except ValidationError:
        return False


@given(st.text(max_size=MAX_NAME_LENGTH + 5))
def test_what_is_a_name_fits_one_line_and_any_encoding(text: str) -> None:
    if is_name(text):
        assert text == text.strip()
        assert 1 <= len(text) <= MAX_NAME_LENGTH
        assert len(text.splitlines()) == 1
        assert text.encode().decode() == text


@given(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=MAX_NAME_LENGTH))
def test_anything_printable_is_a_name(text: str) -> None:
    assert is_name(text) is not (text.endswith("\\") or text in {".", ".."})
