"""The quarantine: every refused line with its reason, and never more disk than it may take."""

from pathlib import Path

import pytest
import structlog
from caflux_collector.quarantine import Quarantine
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_700_000_000_000_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quarantine.lines"


def test_it_keeps_every_line_with_time_and_reason(path: Path) -> None:
    quarantine = Quarantine(path, 10_000)
    quarantine.add([(b"sample,pv=a value=1 5\n", "field type\nconflict")], NOW)
    quarantine.add([(b"sample,pv=b value=1 6", "too old")], NOW)
    assert path.read_text(encoding="utf-8").splitlines() == [
        "# 2023-11-14T22:13:20+00:00 field type conflict",
        "sample,pv=a value=1 5",
        "# 2023-11-14T22:13:20+00:00 too old",
        "sample,pv=b value=1 6",
    ]


def test_the_newest_are_kept_within_the_bound(path: Path) -> None:
    quarantine = Quarantine(path, 2_000)
    for k in range(100):
        quarantine.add([(b"sample,pv=a value=1 %d\n" % k, "too old")], NOW)
    files = [path.with_name("quarantine.lines.1"), path]
    assert sorted(path.parent.iterdir()) == sorted(files)
    assert sum(file.stat().st_size for file in files) <= 2_000
    kept = [line for file in files for line in file.read_text().splitlines() if not line.startswith("#")]
    assert len(kept) > 10
    assert kept == [f"sample,pv=a value=1 {k}" for k in range(100 - len(kept), 100)]


@given(sizes=st.lists(st.integers(0, 3_000), max_size=20), most=st.integers(0, 2_000))
def test_no_line_is_too_long_for_it(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], most: int
) -> None:
    path = tmp_path_factory.mktemp("quarantine") / "lines"
    quarantine = Quarantine(path, most)
    for size in sizes:
        quarantine.add([(b"sample,pv=a " + b"x" * size, "no")], NOW)
        assert sum(file.stat().st_size for file in path.parent.iterdir()) <= most


def test_of_a_line_that_is_too_long_the_beginning_is_told(path: Path) -> None:
    Quarantine(path, 5_000).add([(b"sample,pv=a text=" + b"x" * 5_000, "too large")], NOW)
    text = path.read_text()
    assert "too large; a line of 5017 bytes that begins 'sample,pv=a text=xx" in text
    assert text.startswith("# ")
    assert text.count("\n") == 1


def test_a_file_that_can_not_be_written_is_told_once(path: Path) -> None:
    path.mkdir()
    quarantine = Quarantine(path, 5_000)
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            quarantine.add([(b"sample,pv=a value=1 5\n", "no")], NOW)
        path.rmdir()
        quarantine.add([(b"sample,pv=a value=1 5\n", "no")], NOW)
        path.unlink()
        path.mkdir()
        quarantine.add([(b"sample,pv=a value=1 5\n", "no")], NOW)
    assert [log["event"] for log in logs] == ["quarantine can't be written"] * 2
