"""The engine's small files: whole or absent, whatever happened to them."""

import os
import struct
from pathlib import Path

import pytest
from caflux_collector.files import Life, LifeFile, load_assignment, save_assignment
from caflux_contracts.collectors import Assignment
from caflux_contracts.pvs import AssignedPv, Mode, PvState

LIST = Assignment(
    collector="c1",
    revision=7,
    lease_s=15,
    pvs=[
        AssignedPv(name='Größe "µ" \\ {}', mode=Mode.SCAN, period_s=0.5),
        AssignedPv(name="p", state=PvState.PAUSED, deadband=0.1, max_rate_hz=3, use_adel=True),
    ],
)


def test_a_pv_list_comes_back_as_it_was(tmp_path: Path) -> None:
    save_assignment(tmp_path / "assignment.json", LIST)
    assert load_assignment(tmp_path / "assignment.json") == LIST


def test_a_new_pv_list_replaces_the_old_one_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "assignment.json"
    for revision in (7, 8):
        save_assignment(path, LIST.model_copy(update={"revision": revision}))
    kept = load_assignment(path)
    assert kept is not None
    assert kept.revision == 8
    assert list(tmp_path.iterdir()) == [path]


def test_without_a_pv_list_there_is_none(tmp_path: Path) -> None:
    assert load_assignment(tmp_path / "assignment.json") is None


def test_a_pv_list_that_is_torn_anywhere_is_none(tmp_path: Path) -> None:
    path = tmp_path / "assignment.json"
    save_assignment(path, LIST)
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        assert load_assignment(path) is None


@pytest.mark.parametrize("content", [b"\xff\xfe", b"null", b"[]", b'{"pvs": []}'])
def test_a_pv_list_of_something_else_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "assignment.json").write_bytes(content)
    assert load_assignment(tmp_path / "assignment.json") is None


def test_a_list_that_could_not_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "assignment.json"
    save_assignment(path, LIST)
    path.with_suffix(".new").mkdir()
    with pytest.raises(IsADirectoryError):
        save_assignment(path, LIST.model_copy(update={"revision": 8}))
    assert load_assignment(path) == LIST


def test_life_comes_back(tmp_path: Path) -> None:
    life = LifeFile(tmp_path / "life")
    assert life.read() is None
    life.write(123)
    assert life.read() == Life(123, os.getpid(), ended=False)
    life.write(456, ended=True)
    assert life.read() == Life(456, os.getpid(), ended=True)


@pytest.mark.parametrize("content", [b"", b"torn"])
def test_a_torn_sign_of_life_is_none_and_is_written_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "life").write_bytes(content)
    life = LifeFile(tmp_path / "life")
    assert life.read() is None
    life.write(9)
    assert life.read() == Life(9, os.getpid(), ended=False)


def test_what_stands_behind_a_sign_of_life_does_not_hide_it(tmp_path: Path) -> None:
    (tmp_path / "life").write_bytes(bytes(100))
    LifeFile(tmp_path / "life").write(9)
    assert LifeFile(tmp_path / "life").read() == Life(9, os.getpid(), ended=False)


def test_a_sign_of_life_never_has_a_moment_without(tmp_path: Path) -> None:
    """The manager reads it at any time: the file is written over in place, never emptied first."""
    life = LifeFile(tmp_path / "life")
    life.write(1)
    with (tmp_path / "life").open("rb") as reader:
        life.write(2)
        assert struct.unpack_from("<q", reader.read()) == (2,)
