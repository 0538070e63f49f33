"""The InfluxDB writer through a network that fails: what it says, and that writing again is harmless."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from caflux_storage import ArchiveUnavailable, PartialWrite, Writer, open_archive, open_writer
from caflux_storage.influx.address import retry_after_s
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.faults import Answer, At, BlackHole, Cut, Fault, Pass, Rewrite
from caflux_testing.influxd import InfluxServer
from caflux_testing.running import running
from caflux_testing.wait import until_async

FIRST = 1_790_000_000_000_000_000
LINES = b"".join(b"sample,pv=A value=%d %d\n" % (k, FIRST + k) for k in range(2_000))
BAD = b'sample,pv=B value="text" %d\n' % FIRST


@pytest.fixture
def proxy(influxd: InfluxServer) -> Iterator[FaultProxy]:
    with running(FaultProxy(influxd.new_database())) as proxy:
        yield proxy


@pytest.fixture
async def writer(proxy: FaultProxy) -> AsyncIterator[Writer]:
    writer = open_writer(proxy.url)
    yield writer
    await writer.close()


async def values(url: str) -> list[float]:
    archive = open_archive(url)
    parts = [part async for part in archive.samples("A", 0, 2**62)]
    await archive.close()
    return [value for part in parts for value in part.value.tolist()]


@pytest.mark.parametrize(
    "fault",
    [*(Cut(at) for at in At), Answer(500), Answer(503), Answer(429), Answer(408)],
    ids=lambda fault: fault.at.name if isinstance(fault, Cut) else str(fault.status),
)
async def test_what_failed_is_written_again_and_stands_there_once(
    proxy: FaultProxy, writer: Writer, fault: Fault
) -> None:
    await writer.write(LINES[:30_000].rpartition(b"\n")[0])  # the connection is open
    for _ in range(3):
        proxy.meet(fault, times=1)
        with pytest.raises(ArchiveUnavailable):
            await writer.write(LINES)
        await writer.write(LINES)

    assert proxy.met(fault) == 3
    assert await values(proxy.url) == [float(k) for k in range(2_000)]


@pytest.mark.parametrize("at", [At.BEFORE_RESPONSE, At.IN_RESPONSE])
async def test_what_influxd_had_stored_before_a_cut_is_stored(
    proxy: FaultProxy, writer: Writer, at: At
) -> None:
    proxy.meet(Cut(at), times=1)
    with pytest.raises(ArchiveUnavailable):
        await writer.write(LINES)

    assert await values(proxy.url) == [float(k) for k in range(2_000)]


@pytest.mark.parametrize("at", [At.BEFORE_RESPONSE, At.IN_RESPONSE])
async def test_a_partial_write_whose_answer_is_cut_is_one_the_next_time(
    proxy: FaultProxy, writer: Writer, at: At
) -> None:
    await writer.write(LINES[:50].partition(b"\n")[0])
    proxy.meet(Cut(at), times=1)
    with pytest.raises(ArchiveUnavailable):
        await writer.write(LINES + BAD)
    with pytest.raises(PartialWrite) as refused:
        await writer.write(LINES + BAD)

    assert refused.value.dropped == 1
    assert await values(proxy.url) == [float(k) for k in range(2_000)]


async def test_a_connection_that_was_closed_while_idle_costs_no_write(
    proxy: FaultProxy, writer: Writer
) -> None:
    await writer.write(LINES)
    await asyncio.to_thread(proxy.stop)
    with pytest.raises(ArchiveUnavailable, match="can't be reached"):
        await writer.write(LINES)
    await asyncio.to_thread(proxy.start)
    await writer.write(LINES)


async def test_an_answer_that_never_comes_does_not_spoil_the_next_write(
    proxy: FaultProxy, writer: Writer
) -> None:
    proxy.meet(BlackHole(), times=1)

    async def swallowed() -> bool:
        return proxy.met(BlackHole()) == 1

    writing = asyncio.create_task(writer.write(LINES))
    await until_async(swallowed, what="the request to arrive")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(writing, 0.1)
    await writer.write(LINES)

    assert (proxy.met(BlackHole()), proxy.met(Pass())) == (1, 1)


async def test_a_whole_batch_of_another_type_is_refused_with_its_number(
    proxy: FaultProxy, writer: Writer
) -> None:
    await writer.write(b"sample,pv=A value=1 %d\n" % FIRST)
    proxy.meet(Rewrite(rb"value=(\d+)", rb'value="\1"'))
    with pytest.raises(PartialWrite) as refused:
        await writer.write(LINES)

    assert refused.value.dropped == 2_000


@pytest.mark.parametrize(("status", "expected"), [(429, 7.0), (503, 7.0), (500, 7.0)])
async def test_it_says_when_it_wants_to_be_asked_again(
    proxy: FaultProxy, writer: Writer, status: int, expected: float
) -> None:
    proxy.meet(Answer(status, retry_after="7"))
    with pytest.raises(ArchiveUnavailable) as away:
        await writer.write(LINES)

    assert away.value.retry_after_s == expected


@pytest.mark.parametrize(
    ("asked", "date", "seconds"),
    [
        ("0", "", 0),
        (" 120 ", "", 120),
        ("9" * 5_000, "", 999_999_999),
        ("Wed, 21 Oct 2026 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 30),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:30 GMT", 0),
        ("Wed, 21 Oct 2026 07:28:30 GMT", "", None),
        ("Wed, 21 Oct 2026 07:28:30", "Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("Wed, 99 Oct 2026 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("-5", "", None),
        ("1.5", "", None),
        ("\u0663", "", None),
        ("soon", "", None),
        ("", "", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(asked: str, date: str, seconds: float | None) -> None:
    assert retry_after_s({"Retry-After": asked, "Date": date}) == seconds
