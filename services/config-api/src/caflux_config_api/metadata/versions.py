"""Whether what an IOC says of a PV is something new: pure decisions."""

import re
from collections.abc import Iterable
from enum import Enum, auto

from caflux_contracts.pvs import PvMetadata


class Step(Enum):
    """What a report does."""

    NOTHING = auto()
    COMPLETE = auto()
    """The version known is the same, but for what it did not know yet."""
    VERSION = auto()
    """It is a new version from now on."""
    LATE = auto()
    """It held before the version known, which came first."""


def judge(known: PvMetadata | None, told: PvMetadata) -> tuple[Step, PvMetadata]:
    """Decide what a report does to what is known, and give what is to be known then.

    A description that is not told stays as it is. The port of an IOC is another after most of its starts,
    and that alone is no new version. Nor is its address where its name is known: a collector knows the
    address at once, and the name when it was looked up.
    """
    if known is None:
        return Step.VERSION, told
    if told.description is None:
        told = told.model_copy(update={"description": known.description})
    if _is_address(told.ioc_host) and not _is_address(known.ioc_host):
        told = told.model_copy(update={"ioc_host": known.ioc_host})
    if _essence(told, known) == _essence(known, told):
        completed = told.model_copy(update={"valid_from_ns": known.valid_from_ns})
        return (Step.NOTHING if completed == known else Step.COMPLETE), completed
    late = (told.valid_from_ns or 0) < (known.valid_from_ns or 0)
    return (Step.LATE if late else Step.VERSION), told


def _essence(metadata: PvMetadata, other: PvMetadata) -> PvMetadata:
    comparable = _is_address(metadata.ioc_host) == _is_address(other.ioc_host)
    host = (metadata.ioc_host or "").rpartition(":")[0] if comparable else None
    known = metadata.description is not None and other.description is not None
    description = metadata.description if known else None
    return metadata.model_copy(update={"valid_from_ns": None, "ioc_host": host, "description": description})


def _is_address(host: str | None) -> bool:
    return host is None or re.fullmatch(r"[\d.]+(:\d+)?", host, re.ASCII) is not None


def version_at(versions: Iterable[PvMetadata], at_ns: int) -> PvMetadata | None:
    """Give the version that held at a time: before the first one that is known, that one."""
    by_time = sorted(versions, key=lambda version: version.valid_from_ns or 0)
    before = [version for version in by_time if (version.valid_from_ns or 0) <= at_ns]
    return before[-1] if before else next(iter(by_time), None)
