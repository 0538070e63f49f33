"""The data folder."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from caflux.errors import CannotStart
from caflux.up.folder import data_folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_and_its_secrets_are_private(tmp_path: Path) -> None:
    with data_folder(tmp_path / "a" / "data") as folder:
        token = folder.service_token.read_text()

    assert mode(folder.path) == 0o700
    assert mode(folder.service_token) == 0o600
    assert len(token.strip()) >= 43, "256 bits"


def test_second_use_finds_the_token_of_the_first(tmp_path: Path) -> None:
    with data_folder(tmp_path / "data") as folder:
        first = folder.service_token.read_text()
    with data_folder(tmp_path / "data") as folder:
        assert folder.service_token.read_text() == first


def test_folder_is_used_by_one_at_a_time(tmp_path: Path) -> None:
    with (
        data_folder(tmp_path / "data"),
        pytest.raises(CannotStart, match=rf"process {os.getpid()}\b.*--data"),
        data_folder(tmp_path / "data"),
    ):
        pass


def test_lock_ends_with_its_process_however_that_ends(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from caflux.up.folder import data_folder\n"
        "with data_folder(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path / "data"], check=False)

    with data_folder(tmp_path / "data") as folder:
        assert (folder.path / "caflux.lock").read_text().strip() == str(os.getpid())


def test_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    before = mode(tmp_path)

    with pytest.raises(CannotStart, match="holds other files"), data_folder(tmp_path):
        pass
    assert mode(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_folder_that_can_not_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with (
        pytest.raises(CannotStart, match="can't be written: Not a directory"),
        data_folder(tmp_path / "file" / "data"),
    ):
        pass


def test_token_of_a_start_that_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    with data_folder(tmp_path / "data") as folder:
        folder.service_token.unlink()
        folder.service_token.with_suffix(".new").write_text("half")
    with data_folder(tmp_path / "data") as folder:
        assert "half" not in folder.service_token.read_text()
