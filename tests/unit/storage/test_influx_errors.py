"""What InfluxDB answers, or fails to answer, as the seam's errors."""

import asyncio
import socket

import pytest
from caflux_storage import (
    ArchiveError,
    ArchiveRefused,
    ArchiveUnavailable,
    PartialWrite,
    open_archive,
    open_writer,
    prepare,
)
from caflux_storage.influx.address import Address, error_of
from caflux_testing.influxd import InfluxServer
from caflux_testing.ports import free_port

WHERE = Address("http", "influx.example", 8086, "caflux")
LINE = b"sample,pv=A value=1 1790000000000000000\n"


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "partial write: field type conflict: input field … dropped=3", PartialWrite),
        (400, "unable to parse 'x': missing fields", ArchiveRefused),
        (400, "error parsing query: found EOF", ArchiveRefused),
        (413, "Request Entity Too Large", ArchiveRefused),
        (401, "unable to parse authentication credentials", ArchiveUnavailable),
        (403, "error authorizing query", ArchiveUnavailable),
        (404, 'database not found: "caflux"', ArchiveUnavailable),
        (200, "database not found: caflux", ArchiveUnavailable),
        (429, "slow down", ArchiveUnavailable),
        (200, "query-timeout limit exceeded", ArchiveUnavailable),
        (200, "query engine shutdown", ArchiveUnavailable),
        (200, "max-concurrent-queries limit exceeded(10, 10)", ArchiveUnavailable),
        (500, "engine: cache maximum memory size exceeded", ArchiveUnavailable),
        (503, "", ArchiveUnavailable),
    ],
)
def test_the_kind_of_an_answer_says_what_to_do(status: int, message: str, kind: type[ArchiveError]) -> None:
    error = error_of(WHERE, status, message)

    assert type(error) is kind
    assert "http://influx.example:8086/caflux" in str(error)


@pytest.mark.parametrize(
    ("message", "dropped"),
    [
        ("partial write: field type conflict: … dropped=3", 3),
        ("partial write: unable to parse 'a': x\nunable to parse 'b': y dropped=0", 2),
        ("partial write: points beyond retention policy dropped=12", 12),
        ("partial write: something", 1),
    ],
)
def test_a_partial_write_says_how_many_are_lost(message: str, dropped: int) -> None:
    error = error_of(WHERE, 400, message)

    assert isinstance(error, PartialWrite)
    assert error.dropped == dropped


async def test_points_of_another_type_are_counted_past_a_long_message(influxd: InfluxServer) -> None:
    url = influxd.new_database()
    writer = open_writer(url)
    await writer.write(LINE)
    # influxd says how many it dropped at the end of its message, and cuts the header at 1,024 bytes.
    text = 'sample,pv=%s value="text" 1790000000000000000\n'

    with pytest.raises(PartialWrite) as refused:
        await writer.write(b"".join((text % ("x" * 3_000 + str(k))).encode() for k in range(3)) + LINE)
    assert refused.value.dropped == 3
    with pytest.raises(PartialWrite) as refused:
        await writer.write((b"x" * 3_000 + b"\n") * 2 + LINE)
    await writer.close()

    assert refused.value.dropped == 2
    assert len(str(refused.value)) < 1_000


async def test_a_database_that_is_missing_is_unavailable_and_can_be_prepared(influxd: InfluxServer) -> None:
    url = f"{influxd.new_database()}_gone"
    writer, archive = open_writer(url), open_archive(url)

    calls = (
        lambda: writer.write(LINE),
        archive.names,
        archive.ping,
        lambda: archive.has("A"),
        lambda: archive.last(["A"], 2**62),
        lambda: archive.events(["A"], 0, 2**62),
    )
    for call in calls:
        with pytest.raises(ArchiveUnavailable, match="creates the database"):
            await call()
    await prepare(url)
    await writer.write(LINE)

    assert await archive.names() == ["A"]
    await writer.close()
    await archive.close()


async def test_a_server_that_is_away_is_unavailable_until_it_is_back(own_influxd: InfluxServer) -> None:
    url = own_influxd.new_database()
    writer, archive = open_writer(url), open_archive(url)
    await writer.write(LINE)
    await archive.ping()

    await asyncio.to_thread(own_influxd.stop)
    calls = (
        lambda: writer.write(LINE),
        archive.names,
        lambda: archive.since({"A": 0}),
        lambda: prepare(url),
    )
    for call in calls:
        with pytest.raises(ArchiveUnavailable, match="can't be reached"):
            await call()
    await asyncio.to_thread(own_influxd.start)
    await writer.write(LINE.replace(b"value=1", b"value=2"))

    assert (await archive.last(["A"], 2**62))["A"].value.tolist() == [2.0]
    await writer.close()
    await archive.close()


async def test_what_is_no_influxdb_is_unavailable() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    archive = open_archive(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    async with server:
        with pytest.raises(ArchiveUnavailable, match="no InfluxDB"):
            await archive.ping()
        await archive.close()


async def test_a_connection_that_breaks_in_the_answer_is_unavailable() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/x-msgpack\r\nContent-Length: 600\r\n\r\n\x81"
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    archive = open_archive(url)
    async with server:
        with pytest.raises(ArchiveUnavailable, match="can't be reached"):
            await archive.names()
        await archive.close()


async def test_a_password_is_in_no_message() -> None:
    port = free_port()
    archive = open_archive(f"http://127.0.0.1:{port}/caflux", "reader", "hunter2")

    with pytest.raises(ArchiveUnavailable) as away:
        await archive.ping()
    await archive.close()

    assert "hunter2" not in str(away.value)


async def test_user_and_password_are_sent_by_both_sides() -> None:
    seen: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/caflux"
    archive, writer = open_archive(url, "me", "secret"), open_writer(url, "me", "secret")
    async with server:
        for call in (archive.ping(), writer.write(LINE)):
            with pytest.raises(ArchiveUnavailable, match="CAFLUX_ARCHIVE_PASSWORD"):
                await call
    await archive.close()
    await writer.close()

    assert len(seen) == 2
    assert all(b"Authorization: Basic bWU6c2VjcmV0" in request for request in seen)


async def test_a_silent_server_does_not_hold_a_writer_for_ever() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        writer = open_writer(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(writer.write(LINE), 0.5)
        await writer.close()
