"""A trouble is said when it begins, changes and ends."""

from caflux_service.trouble import Trouble


class Lines:
    """A logger that keeps what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def error(self, event: str, *, reason: str) -> None:
        self.said.append(f"{event}: {reason}")

    def info(self, event: str) -> None:
        self.said.append(event)


def test_it_is_said_once_until_it_is_another_or_over() -> None:
    lines = Lines()
    trouble = Trouble(lines, "can't write", "writes again")
    trouble.over()
    for reason in ["full", "full", "full", "read-only", "read-only"]:
        trouble.met(reason)
    trouble.over()
    trouble.over()
    trouble.met("full")
    assert lines.said == ["can't write: full", "can't write: read-only", "writes again", "can't write: full"]
