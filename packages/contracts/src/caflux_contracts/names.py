"""The name of a process variable, and which texts are one."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

MAX_NAME_LENGTH = 255
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def check_pv_name(name: str) -> str:
    """Give `name` back if it can be archived.

    Channel Access names may hold a field (`.HIHI`) and a JSON filter (`{"dbnd":…}`), so quotes, braces
    and inner spaces are allowed. What InfluxDB's line protocol can't carry in a tag is not: control
    characters, and a backslash at the end. Nor are `.` and `..`, which no URL can name (RFC 3986, 5.2.4) and
    no record is called.

    Raises:
        ValueError: what is wrong with the name, in a sentence.
    """
    if not name.strip():
        raise ValueError("a PV name can't be empty")
    if len(name) > MAX_NAME_LENGTH:
        raise ValueError(f"a PV name has at most {MAX_NAME_LENGTH} characters, this one has {len(name)}")
    if name != name.strip():
        raise ValueError("a PV name can't begin or end with white space")
    if _UNPRINTABLE.search(name):
        raise ValueError("a PV name can't contain control characters or line ends")
    if name in {".", ".."}:
        raise ValueError("a PV name can't be . or ..")
    if name.endswith("\\"):
        raise ValueError("a PV name can't end with a backslash")
    return name


PvName = Annotated[
    str,
    AfterValidator(check_pv_name),
    Field(description="Name of a process variable, as a Channel Access client would ask for it."),
]

CollectorId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")]


def field_of(pv: str, field: str) -> str:
    """Give the name of a field of the record that `pv` belongs to: SR:I.HIHI for SR:I or SR:I.VAL."""
    return f"{pv.partition('.')[0]}.{field}"
