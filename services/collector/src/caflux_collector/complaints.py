"""What libca complains of on its own: not the answer to a call, but something that it noticed.

One of its complaints is about the recording: that a second IOC serves a name. libca stays with the first that
answered, says so once for each search, and goes on; people have to know which of the two an archive shows.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

ECA_DBLCHNL = 200
"""Identical process variable names on multiple servers: `DEFMSG(CA_K_WARNING, 25)` of caerr.h."""
_NAME_BYTES = 64
"""libca cuts names at this length in its complaint (`cac::pvMultiplyDefinedNotify`)."""
_DOUBLE = re.compile(r'Channel: "(.*)", Connecting to: (.*), Ignored: (.*)', re.DOTALL)


class Double(NamedTuple):
    """A name that two IOCs serve: the one that is archived, and the one that is not."""

    name: str
    taken: str
    ignored: str

    def among(self, pvs: Collection[str]) -> list[str]:
        """Give which PVs are meant, of a long name those that begin so; none where it is none of these."""
        if self.name in pvs or len(self.name.encode()) < _NAME_BYTES:
            return [self.name] if self.name in pvs else []
        return [pv for pv in pvs if pv.startswith(self.name)]

    @property
    def detail(self) -> str:
        """What to archive of it."""
        return f"{self.taken} is archived; {self.ignored} serves the same name"


def double_of(status: int, context: str) -> Double | None:
    """Give what a complaint tells of two IOCs of one name, or None where it is about something else."""
    found = _DOUBLE.search(context) if status == ECA_DBLCHNL else None
    return Double(*found.groups()) if found else None
