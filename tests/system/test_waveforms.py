"""Waveforms that are too large for the ring are accounted for and told; those of strings stay lists."""

import re
from pathlib import Path

from caflux_storage import Event
from caflux_testing import accounting, archive
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.stack import Stack
from caflux_testing.wait import until

ELEMENTS = 10_000
DATABASE = f"""\
record(aSub, "$(P)LARGE") {{ field(FTVA, "DOUBLE") field(NOVA, "{ELEMENTS}") field(EFLG, "ALWAYS")
  field(SCAN, ".5 second") }}
record(waveform, "$(P)STRINGS") {{ field(FTVL, "STRING") field(NELM, "3") field(INP, ["one"]) }}
record(waveform, "$(P)STRING") {{ field(FTVL, "STRING") field(NELM, "1") field(INP, ["one"]) }}
"""


def test_a_value_too_large_for_the_ring_is_counted_and_told_and_the_setting_helps(
    soft_ioc: SoftIocFactory, tmp_path: Path
) -> None:
    ioc = soft_ioc(DATABASE)
    large, strings, string = (ioc.prefix + name for name in ("LARGE.VALA", "STRINGS", "STRING"))
    small = {"CAFLUX_RING_BYTES": "131072"}
    with running(Stack(tmp_path / "small", ioc.environment, settings=small)) as stack:
        stack.archive_pvs([large, strings, string])
        until(lambda: stack.engine_status()["counts"]["dropped"].get("too_large", 0) > 3, what="lost values")
        accounting.check(stack.engine_url)
        (event,) = until(lambda: told(stack, large), what="the event")
        until(lambda: len(archive.samples(stack.archive_url, string)), what="the others to be archived")
        until(lambda: len(archive.samples(stack.archive_url, strings)), what="the others to be archived")
        assert archive.samples(stack.archive_url, strings).other == ['["one"]']
        assert archive.samples(stack.archive_url, string).other == ["one"]
        assert stack.manager.stop() == 0
        assert len(told(stack, large)) == 1
        assert stack.manager.output().count("values are too large for the ring") == 1
        assert len(archive.samples(stack.archive_url, large)) == 0

    (needed,) = re.findall(r"set it to (\d+)", event.detail)
    enough = {"CAFLUX_RING_BYTES": needed}
    with running(Stack(tmp_path / "enough", ioc.environment, settings=enough)) as stack:
        stack.archive_pvs([large])
        until(lambda: len(archive.samples(stack.archive_url, large)) > 3, what="samples")
        assert stack.engine_status()["counts"]["dropped"] == {}
        samples = archive.samples(stack.archive_url, large)
        assert samples.other is not None
        assert {len(value) for value in samples.other} == {ELEMENTS}


def told(stack: Stack, pv: str) -> list[Event]:
    return [event for event in archive.events(stack.archive_url, [pv]) if event.kind == "too_large"]
