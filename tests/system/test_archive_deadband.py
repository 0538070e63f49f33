"""`use_adel`: the record's archive deadband decides, and changing that loses no event."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from caflux_testing import archive
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until

ADEL = 2
ENOUGH = 6
DATABASE = f"""\
record(calc, "$(P)COUNTER") {{
  field(SCAN, ".1 second") field(INPA, "$(P)COUNTER") field(CALC, "A+1")
  field(MDEL, "0") field(ADEL, "{ADEL}")
}}
record(calc, "$(P)OTHER") {{ field(SCAN, ".1 second") field(INPA, "$(P)OTHER") field(CALC, "A+1") }}
"""
STEP = ADEL + 1
"""The counter's first change that exceeds ADEL."""


@pytest.fixture
def ioc(soft_ioc: SoftIocFactory) -> SoftIoc:
    return soft_ioc(DATABASE)


@pytest.fixture
def stack(ioc: SoftIoc, tmp_path: Path) -> Iterator[Stack]:
    with running(Stack(tmp_path / "stack", ioc.environment)) as stack:
        stack.archive_pvs([f"{ioc.prefix}OTHER"])
        yield stack


def use_adel(stack: Stack, pv: str, *, on: bool) -> None:
    with stack.api() as api:
        api.put(f"/v1/pvs/{pv}", json={"use_adel": on}, headers={"If-Match": "*"}).raise_for_status()


def wait_for_steps(stack: Stack, pv: str, step: int) -> None:
    """Wait until the last steps between archived values are of one size."""
    until(
        lambda: [*np.diff(archive.samples(stack.archive_url, pv).value)][-ENOUGH:] == [step] * ENOUGH,
        what=f"values {step} apart",
    )


def test_a_change_subscribes_anew_and_loses_no_event(stack: Stack, ioc: SoftIoc) -> None:
    counter, other = f"{ioc.prefix}COUNTER", f"{ioc.prefix}OTHER"
    for on in (True, False, True):
        use_adel(stack, counter, on=on)
        wait_for_steps(stack, counter, STEP if on else 1)

    values = archive.samples(stack.archive_url, counter).value
    steps = np.diff(values)
    # Each value beyond ADEL is there, whatever else is.
    first = values[1]
    beyond = np.arange(first, values[-1] + 1, STEP)
    assert set(beyond) <= set(values)
    ones = np.flatnonzero(steps == 1)
    ones = ones[ones > np.flatnonzero(steps == STEP)[0]]
    assert (steps[ones[0] : ones[-1]] == 1).all()
    # The other PV's subscription was left alone.
    assert (np.diff(archive.samples(stack.archive_url, other).value) == 1).all()
    assert archive.kinds(stack.archive_url, counter) == ["started", "connected"]
