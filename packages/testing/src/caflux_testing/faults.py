"""What a `FaultProxy` may do to a request."""

from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Pass:
    """Pass it on, and the answer back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer in the server's place, which does not see it.

    Attributes:
        status: HTTP status.
        error: What InfluxDB would say in its JSON.
        retry_after: That header, where there is to be one: seconds or an HTTP date.
    """

    status: int
    error: str = "as the test wants it"
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    r"""Pass it on with every match of `pattern` in its body replaced, as `re.sub` does.

    Lines that the server itself refuses are made this way, e.g. texts of numbers:
    `Rewrite(rb"(pv=BAD) value=(\S+)", rb'\1 value="\2"')`.
    """

    pattern: bytes
    replacement: bytes


class At(Enum):
    """Where a connection is cut."""

    BEFORE = auto()
    """The request's head has come; the server sees nothing of it."""
    IN_REQUEST = auto()
    """The server has half of the request."""
    BEFORE_RESPONSE = auto()
    """The server has done what it was asked for; the client hears nothing."""
    IN_RESPONSE = auto()
    """The same, but the client has half of the response."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Reset the connections to client and server."""

    at: At


@dataclass(frozen=True, slots=True)
class Delay:
    """Pass it on, but so many seconds later."""

    seconds: float


@dataclass(frozen=True, slots=True)
class BlackHole:
    """Take it and never answer; the server does not see it."""


Fault = Pass | Answer | Rewrite | Cut | Delay | BlackHole
