"""Installations that drills share, and the table of how they went."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from caflux_testing.drills.drill import Drill, perform
from caflux_testing.drills.pace import VARIABLE, chosen
from caflux_testing.drills.table import Row, rows_of, table
from caflux_testing.drills.world import World
from caflux_testing.running import running

PAGE = "CAFLUX_DRILLS_PAGE"
"""Names the page that the table is written to."""
BEGIN, END = "<!-- table -->", "<!-- end of table -->"

DAILY = {"engine killed", "InfluxDB killed", "config-api hung (SIGSTOP)", "mail server killed"}
"""`make test` has time for these of the drills; `make drills` does all, and so does `CAFLUX_DRILLS=quick`."""

Make = Callable[[Path], World]
Rehearse = Callable[[Drill], World]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave drills out that take minutes, unless all are asked for."""
    if os.environ.get(VARIABLE):
        return
    here = Path(__file__).parent
    left = [item for item in items if here in item.path.parents and _name(item) not in {None, *DAILY}]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


def _name(item: pytest.Item) -> str | None:
    """Give the drill that a test does; None of one that does its own."""
    given = getattr(item, "callspec", None)
    return getattr(given.params.get("drill"), "name", None) if given is not None else None


class Stage:
    """Gives drills an installation that is well: the one of the drill before, unless that one failed."""

    def __init__(self, folder: Path, make: Make) -> None:
        self._folder, self._make = folder, make
        self._open: ExitStack | None = None
        self._count = 0

    def world(self) -> World:
        if self._open is None:
            self._count += 1
            with ExitStack() as opening:
                made = running(self._make(self._folder / str(self._count)))
                self._world = opening.enter_context(made)
                self._open = opening.pop_all()
        return self._world

    def clear(self) -> None:
        """Take it down; the next drill gets a new one."""
        if self._open is not None:
            closing, self._open = self._open, None
            closing.close()


@pytest.fixture(scope="module")
def make_world() -> Make:
    """Give what makes this module's installation."""
    return lambda folder: World(folder, chosen())


@pytest.fixture(scope="module")
def stage(make_world: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(tmp_path_factory.mktemp("drills"), make_world)
    yield stage
    stage.clear()


@pytest.fixture
def rehearse(stage: Stage, record_property: Callable[[str, object], None]) -> Rehearse:
    """Give what does a drill and notes how it went."""

    def rehearse(drill: Drill) -> World:
        world = stage.world()
        try:
            outcome = perform(drill, world)
        except BaseException:
            stage.clear()
            raise
        row = Row(drill.name, outcome.found_s, outcome.well_s, outcome.mails, outcome.lost, drill.loses)
        record_property(*row.property())
        return world

    return rehearse


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, and write it to the page of the documentation where that is asked for."""
    reports = terminalreporter.getreports("passed")
    rows = rows_of(each for report in reports for each in report.user_properties)
    if not rows:
        return
    terminalreporter.write_sep("-", "drills")
    terminalreporter.write_line(table(rows))
    if path := os.environ.get(PAGE):
        write(Path(path), rows)


def write(page: Path, rows: Sequence[Row]) -> None:
    """Put rows into the table between the marks of a page; other drills stay in it as they were."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    old, end, after = rest.partition(END)
    assert end, f"{page} has no place for the table"
    page.write_text(f"{before}{BEGIN}\n\n{table(rows, old)}\n\n{END}{after}", encoding="utf-8")
