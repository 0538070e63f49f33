"""A supervisor in the test's own process, and what tests ask of it."""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import httpx

from caflux_testing.place import Place, numbers
from caflux_testing.wait import until_async

ADMIN = {"Authorization": "Bearer admin"}


@dataclass
class Supervised:
    """A running supervisor: its API, and its application's state."""

    client: httpx.AsyncClient
    state: Any

    async def get(self, path: str, **parameters: Any) -> Any:
        """Ask its API."""
        return (await self.client.get(f"/v1/{path}", params=parameters)).raise_for_status().json()

    async def put(self, name: str, **rule: Any) -> Any:
        """Set a rule."""
        answer = await self.client.put(f"/v1/rules/{name}", json=rule, headers=ADMIN)
        return answer.raise_for_status().json()

    async def until(self, name: str, **wanted: Any) -> dict[str, Any]:
        """Wait until what is told of a rule has these values."""

        async def so() -> dict[str, Any] | None:
            found: dict[str, Any] = await self.get(f"rules/{name}")
            return found if all(found[key] == value for key, value in wanted.items()) else None

        found = await until_async(so, what=f"rule {name} to be {wanted}")
        assert found is not None
        return found


Supervising = Callable[[], AbstractAsyncContextManager[Supervised]]


async def post(place: Place, pv: str, value: float, severity: int = 0) -> None:
    """Archive a value now."""
    await place.write(numbers(pv, [time.time_ns()], [value], severity))
