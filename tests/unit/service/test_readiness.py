"""/readyz answers in time, also where what the service needs does not."""

import asyncio

import pytest
from caflux_service import readiness
from caflux_service.problems import Unavailable
from caflux_service.readiness import Readiness


async def test_what_hangs_is_named_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "READY_S", 0.01)
    closed, close = asyncio.Event(), asyncio.Event()

    async def hangs() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await close.wait()  # as a connection to who does not answer takes its time to close
            closed.set()

    with pytest.raises(Unavailable, match="the archive has not answered within"):
        await Readiness(hangs, "the archive").check()
    assert not closed.is_set()
    close.set()
    await closed.wait()


async def test_what_is_wrong_is_said_by_who_knows_it() -> None:
    async def wrong() -> None:
        raise Unavailable("still starting")

    async def right() -> None:
        return

    with pytest.raises(Unavailable, match="still starting"):
        await Readiness(wrong, "the archive").check()
    await Readiness(right, "the archive").check()
