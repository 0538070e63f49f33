"""What can happen to a file."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from caflux_storage import ArchiveUnavailable, Event, open_archive, open_writer, prepare
from caflux_storage.encode import encode_event

T0 = 1_790_000_000_000_000_000


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def lines(first: int, count: int) -> bytes:
    return b"".join(b"sample,pv=A value=%d %d\n" % (k, T0 + k) for k in range(first, first + count))


async def test_an_archive_that_is_not_there_yet_is_unavailable(tmp_path: Path) -> None:
    url = url_of(tmp_path / "later.db")
    archive, writer = open_archive(url), open_writer(url)

    with pytest.raises(ArchiveUnavailable, match="the collector makes it"):
        await archive.ping()
    with pytest.raises(ArchiveUnavailable, match="the collector makes it"):
        await writer.write(lines(0, 1))
    assert not (tmp_path / "later.db").exists()
    await prepare(url)
    await writer.write(lines(0, 1))

    assert await archive.names() == ["A"]
    await archive.close()
    await writer.close()


async def test_a_file_that_is_something_else_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are notes, not a database " * 200, encoding="utf-8")
    archive = open_archive(url_of(path))

    for call in (prepare(url_of(path)), archive.ping()):
        with pytest.raises(ArchiveUnavailable, match=r"notes\.db can't be"):
            await call
    await archive.close()


OLD = """
CREATE TABLE pv (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE sample (pv_id INTEGER NOT NULL, time INTEGER NOT NULL, value REAL, text TEXT, array TEXT,
    special TEXT, severity INTEGER, status INTEGER, PRIMARY KEY (pv_id, time)) WITHOUT ROWID;
CREATE TABLE event (pv_id INTEGER NOT NULL, time INTEGER NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (pv_id, time, kind)) WITHOUT ROWID;
INSERT INTO pv VALUES (1, 'A');
INSERT INTO event VALUES (1, 10, 'connected', 'ioc', 0), (1, 20, 'stopped', '', 0);
PRAGMA user_version = 3;
"""


async def test_events_from_before_collectors_said_who_they_are(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    db = sqlite3.connect(path)
    db.executescript(f"PRAGMA journal_mode = WAL; {OLD}")
    db.close()
    archive, writer = open_archive(url_of(path)), open_writer(url_of(path))
    old = [Event("A", 10, "connected", "ioc"), Event("A", 20, "stopped")]

    async def told() -> list[Event]:
        found = await archive.events(["A"], 10, 100)
        assert await archive.happened(["A"], 5) == found
        assert await archive.events(["A"], 90, 100, ["connected"]) == old[:1]
        return found

    assert await told() == old
    assert await archive.runs(100) == []
    for _ in range(2):
        await prepare(url_of(path))
        assert await told() == old
    new = Event("A", 20, "stopped", collector="c")
    await writer.write(encode_event(new))
    assert await told() == [*old, new]
    await archive.close()
    await writer.close()


async def test_an_archive_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    archive = open_archive(url_of(path))

    for call in (prepare(url_of(path)), archive.ping()):
        with pytest.raises(ArchiveUnavailable, match="later CAFlux"):
            await call
    await archive.close()


async def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ArchiveUnavailable, match="can't be made"):
        await prepare(url_of(tmp_path / "file" / "archive.db"))


async def test_two_processes_write_while_a_third_reads(tmp_path: Path) -> None:
    url = url_of(tmp_path / "archive.db")
    await prepare(url)
    program = (
        "import asyncio, sys\n"
        "from caflux_storage import open_writer\n"
        "async def main(url, pv):\n"
        "    writer = open_writer(url)\n"
        "    for k in range(50):\n"
        f"        await writer.write(b'sample,pv=%s value=%d %d\\n' % (pv, k, {T0} + k))\n"
        "    await writer.close()\n"
        "asyncio.run(main(sys.argv[1], sys.argv[2].encode()))\n"
    )
    writers = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, url, pv) for pv in ("A", "B")
    ]
    archive = open_archive(url)

    seen: dict[str, list[float]] = {"A": [], "B": []}
    cursors = {"A": 0, "B": 0}
    while cursors != dict.fromkeys("AB", T0 + 49):
        for pv, samples in (await archive.since(cursors)).items():
            seen[pv] += samples.value.tolist()
            cursors[pv] = int(samples.time[-1])
        assert all(writer.returncode in (None, 0) for writer in writers)
    await archive.close()
    assert [await writer.wait() for writer in writers] == [0, 0]

    assert seen == {"A": [float(k) for k in range(50)], "B": [float(k) for k in range(50)]}


async def test_a_reader_can_not_write(tmp_path: Path) -> None:
    url = url_of(tmp_path / "archive.db")
    await prepare(url)
    archive = open_archive(url)
    await archive.ping()

    with sqlite3.connect(tmp_path / "archive.db") as other:
        other.execute("BEGIN IMMEDIATE")
        assert await archive.names() == []  # a writer's lock does not stop it
        other.execute("ROLLBACK")
    other.close()
    await archive.close()


async def test_nothing_is_written_to_an_archive_that_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    await prepare(url_of(path))
    archive, writer = open_archive(url_of(path)), open_writer(url_of(path))
    await writer.write(b"sample,pv=Z value=1 1\n" + lines(0, 1))
    assert await archive.names() == ["A", "Z"]

    for file in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (tmp_path / file).unlink(missing_ok=True)

    with pytest.raises(ArchiveUnavailable, match="the collector makes it"):
        await writer.write(lines(1, 1))
    with pytest.raises(ArchiveUnavailable, match="the collector makes it"):
        await archive.ping()
    await prepare(url_of(path))
    await writer.write(lines(2, 1))
    assert await archive.names() == ["A"]
    assert (await archive.last(["A"], 2**62))["A"].value.tolist() == [2.0]
    await archive.close()
    await writer.close()


FULL_DISK = """
import asyncio, os, resource, signal, sys
from pathlib import Path
from caflux_storage import ArchiveUnavailable, open_archive, open_writer, prepare

T0 = 1_790_000_000_000_000_000

def lines(first, count):
    return b"".join(b"sample,pv=A value=%d %d\\n" % (k, T0 + k) for k in range(first, first + count))

async def main(url):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    await prepare(url)
    writer, archive = open_writer(url), open_archive(url)
    await writer.write(lines(0, 10))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        await writer.write(b"sample,pv=B value=1 1\\n" + lines(10, 20_000))
    except ArchiveUnavailable as error:
        print("unavailable:", error)
    count = sum([len(chunk) async for chunk in archive.samples("A", 0, 2**62)])
    print("before:", count, await archive.names())
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await writer.write(b"sample,pv=B value=1 1\\n" + lines(10, 20_000))
    count = sum([len(chunk) async for chunk in archive.samples("A", 0, 2**62)])
    print("after:", count, await archive.names())
    await writer.close()
    await archive.close()

asyncio.run(main(sys.argv[1]))
"""


async def test_a_full_disk_is_unavailable_and_nothing_is_lost_or_half_written(tmp_path: Path) -> None:
    # A limit on the size of files is as near to a full disk as an ordinary user comes.
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", FULL_DISK, url_of(tmp_path / "archive.db")],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )

    assert ran.returncode == 0, ran.stderr
    said = ran.stdout.splitlines()
    assert said[0].startswith("unavailable: the archive ")
    assert said[1:] == ["before: 10 ['A']", "after: 20010 ['A', 'B']"]


async def test_a_locked_archive_is_unavailable(tmp_path: Path) -> None:
    url = url_of(tmp_path / "archive.db")
    await prepare(url)
    writer = open_writer(url)
    await writer.write(lines(0, 1))
    other = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(ArchiveUnavailable, match="locked"):
        await writer.write(lines(1, 1))
    other.execute("ROLLBACK")
    other.close()
    await writer.write(lines(1, 1))

    archive = open_archive(url)
    assert (await archive.last(["A"], 2**62))["A"].value.tolist() == [1.0]
    await archive.close()
    await writer.close()
