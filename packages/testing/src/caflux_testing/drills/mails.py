"""Whether the mails of a drill are those that people should get."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

_BUSY = "no answer within"
"""In the cause of incidents that a busy machine makes."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What people are to be told.

    Attributes:
        component: What was hurt.
        says: What some mail must say.
        subjects: A pattern of the mails' subjects, in order, with `; ` between them. What may be over before
            it can be mailed is told by the last mail alone, so the others are `( … )?`.
        spares: Parts that must not be told of by themselves.
    """

    component: str
    says: str
    subjects: str
    spares: tuple[str, ...]


def unexpected(
    expected: Expected, mails: Sequence[EmailMessage], incidents: Sequence[dict[str, Any]]
) -> list[str]:
    """Say what is wrong about the mails of a drill, in a sentence each; `incidents` are those of its time."""
    said = []
    texts = [text_of(mail) for mail in mails]
    if not any(expected.says in text for text in texts):
        said.append(f"no mail says {expected.says!r}: {texts}")
    got = subjects_of(mails)
    if _strays(expected, incidents):
        # A machine so busy that other parts did not answer either: their mails may come together.
        told = [text for text in texts if f"{expected.component} is " in text]
        most = expected.subjects.count(expected.component)
        return said if 1 <= len(told) <= most else [*said, f"{len(told)} tell of it: {got}"]
    if not re.fullmatch(expected.subjects, "; ".join(got)):
        told_of = [f"{each['component']}: {each['cause']}" for each in incidents]
        said.append(f"the mails are {got}, not {expected.subjects}; incidents: {told_of}")
    return said


def subjects_of(mails: Sequence[EmailMessage]) -> list[str]:
    """Give mails' subjects, without the [CAFlux] before them."""
    return [str(mail["Subject"]).removeprefix("[CAFlux] ") for mail in mails]


def text_of(mail: EmailMessage) -> str:
    """Give a mail's text, in one line."""
    body = mail.get_body(("plain",))
    return " ".join(str(body.get_content()).split()) if isinstance(body, EmailMessage) else ""


def _strays(expected: Expected, incidents: Sequence[dict[str, Any]]) -> list[str]:
    """Give parts that were not well because the machine was busy."""
    names = (each["component"] for each in incidents if _BUSY in each["cause"])
    told = (expected.component, *expected.spares, expected.subjects)
    return [name for name in names if not any(name in text for text in told)]
