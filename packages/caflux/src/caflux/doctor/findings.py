"""What a look found."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it is."""

    WELL = "ok"
    ODD = "odd"
    """It works, and is probably not meant so, or will not work for long."""
    ILL = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: Its name.
        verdict: How it is.
        detail: What was seen, in a sentence.
        mend: What to do; empty when it is well.
    """

    what: str
    verdict: Verdict
    detail: str
    mend: str = ""


def well(what: str, detail: str) -> Finding:
    """Give a finding that needs nothing."""
    return Finding(what, Verdict.WELL, detail)


def odd(what: str, detail: str, mend: str) -> Finding:
    """Give a finding that somebody should know of."""
    return Finding(what, Verdict.ODD, detail, mend)


def ill(what: str, detail: str, mend: str) -> Finding:
    """Give a finding that must be mended."""
    return Finding(what, Verdict.ILL, detail, mend)
