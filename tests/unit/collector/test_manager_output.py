"""What engines print is kept in log files that are rotated, and printed on."""

import os
from pathlib import Path

import pytest
from caflux_collector.manager import output as module
from caflux_collector.manager.output import FILES, Output


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="ascii").splitlines()


def test_the_newest_lines_are_kept_in_a_few_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1_000)
    monkeypatch.setattr(module, "_PIECE", 512)
    output = Output(tmp_path / "logs")
    printed = [f"line {number} of an engine" for number in range(1_000)]
    for line in printed:
        os.write(output.writer, f"{line}\n".encode())
    output.close()
    files = sorted((tmp_path / "logs").iterdir())
    assert {path.name for path in files} <= {"engine.log", *(f"engine.log.{n}" for n in range(1, FILES + 1))}
    assert len(files) >= FILES
    oldest_first = [path for path in sorted(files, reverse=True) if path.name != "engine.log"]
    kept = [line for path in oldest_first for line in lines_of(path)]
    kept += lines_of(tmp_path / "logs" / "engine.log") if (tmp_path / "logs" / "engine.log").exists() else []
    assert kept == printed[-len(kept) :]
    assert all(path.stat().st_size < 2_000 for path in files)
    assert output.last_words() == printed[-12:]
    assert capfd.readouterr().err.splitlines() == printed


def test_a_disk_that_takes_nothing_keeps_nobody_from_printing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("no folder")
    output = Output(tmp_path / "logs")
    os.write(output.writer, b"one line\nand a half")
    output.close()
    assert output.last_words() == ["one line", "and a half"]
    assert capfd.readouterr().err == "one line\nand a half\n"


def test_a_full_disk_keeps_nobody_from_printing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "engine.log").symlink_to("/dev/full")
    output = Output(tmp_path)
    printed = "".join(f"line {number} of an engine, or one like it\n" for number in range(2_000))
    os.write(output.writer, printed.encode())
    output.close()
    assert capfd.readouterr().err == printed
