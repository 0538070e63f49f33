"""The real server, as a process of its own."""

import os
import signal
import sys
from pathlib import Path

import httpx
from caflux_storage import open_writer, prepare
from caflux_testing.place import numbers
from caflux_testing.ports import free_port
from caflux_testing.processes import Process
from caflux_testing.sse import each_series, sent_events


async def test_a_stop_ends_live_streams_in_order(tmp_path: Path) -> None:
    archive, port = f"sqlite:///{tmp_path}/archive.db", free_port()
    await prepare(archive)
    writer = open_writer(archive)
    await writer.write(numbers("A", [1_790_000_000_000_000_001], [1.0]))
    await writer.close()
    environment = {**os.environ, "CAFLUX_ARCHIVE_URL": archive, "CAFLUX_PORT": str(port)}
    server = Process([sys.executable, "-m", "caflux_query_api"], tmp_path / "query-api.log", environment)
    server.start()
    try:
        url = f"http://127.0.0.1:{port}"
        server.wait_ready(lambda: httpx.get(f"{url}/readyz").is_success)
        async with (
            httpx.AsyncClient(timeout=30) as client,
            client.stream("GET", f"{url}/v1/live", params={"pv": "A"}) as answer,
        ):
            events = each_series(sent_events(answer))
            assert (await anext(events)).data["value"] == [1.0]
            server.signal(signal.SIGTERM)
            # A stream that is cut raises instead of ending.
            assert [(event.event, "Last-Event-ID" in event.data["reason"]) async for event in events] == [
                ("end", True)
            ]
        assert server.wait() == 0
    finally:
        if server.alive:
            server.stop()
    assert "graceful shutdown exceeded" not in server.output()
