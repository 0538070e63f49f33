import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from caflux_service.secret_files import ensure_secret, main


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "token"
    assert ensure_secret(path) is True
    first = path.read_text(encoding="ascii")
    assert len(first) == 43
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert ensure_secret(path) is False
    assert path.read_text(encoding="ascii") == first
    assert list(tmp_path.iterdir()) == [path]


def test_two_secrets_differ(tmp_path: Path) -> None:
    for name in ("a", "b"):
        ensure_secret(tmp_path / name)
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()


def test_of_those_who_start_together_one_makes_it_and_all_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "token"

    def start(_: int) -> tuple[bool, str]:
        return ensure_secret(path), path.read_text(encoding="ascii")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(start, range(32)))
    assert sum(made for made, _ in answers) == 1
    assert len({secret for _, secret in answers}) == 1


def test_the_command_says_which_it_made_but_not_what_they_are(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    there, new = tmp_path / "there", tmp_path / "new"
    ensure_secret(there)
    assert main([str(there), str(new)]) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert err == f"{there}: is there\n{new}: made\n"


def test_a_folder_that_is_missing_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere" / "token")]) == 1
    assert "nowhere/token can't be made: No such file or directory" in capfd.readouterr().err
