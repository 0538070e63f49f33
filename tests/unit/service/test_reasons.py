"""Why a request failed, in words."""

import socket

import httpx
import pytest
from caflux_service.reasons import reason
from caflux_testing.ports import LOOPBACK, free_port


async def failure(url: str) -> httpx.HTTPError:
    async with httpx.AsyncClient(timeout=httpx.Timeout(30, read=0.2)) as client:
        with pytest.raises(httpx.HTTPError) as caught:
            await client.get(url)
    return caught.value


async def test_refused_connection_is_named_whatever_the_client_puts_on_top() -> None:
    assert reason(await failure(f"http://{LOOPBACK}:{free_port()}/")) == "connection refused"


async def test_unknown_host_is_named() -> None:
    assert "name" in reason(await failure("http://nowhere.invalid/"))


async def test_silence_is_named() -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        port = silent.getsockname()[1]

        assert reason(await failure(f"http://{LOOPBACK}:{port}/")) == "no answer in time"


def test_error_of_our_own_speaks_for_itself() -> None:
    assert reason(ValueError("seven is too many")) == "seven is too many"
    assert reason(ValueError()) == "ValueError"
