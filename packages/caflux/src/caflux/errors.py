"""Errors that end the command.

```
CafluxError        one sentence on standard error, exit code 1
├─ CannotStart     `caflux up`: something is missing or in the way
├─ Unreachable     no CAFlux answers there
└─ Refused         CAFlux answered with a problem
```
"""


class CafluxError(Exception):
    """What happened, to what, and what to do, in one sentence."""


class CannotStart(CafluxError):
    """`caflux up` can't start; nothing of it runs."""


class Unreachable(CafluxError):
    """No CAFlux answers at the address."""


class Refused(CafluxError):
    """CAFlux answered with a problem."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
