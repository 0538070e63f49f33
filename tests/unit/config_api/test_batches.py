"""The same done to many PVs at once: one change, or none."""

from typing import Any

import httpx
from caflux_testing.config_client import ConfigClient, problem

NAMES = [f"PV{k:04}" for k in range(1_200)]
PASSWORD = "battery staple"


async def batch(client: ConfigClient, action: str, names: list[str], status: int = 200) -> Any:
    answer = await client.http.post(f"/v1/pv-batches/{action}", json={"names": names})
    assert answer.status_code == status, answer.text
    return answer.json()


async def user(admin: ConfigClient, name: str, role: str, **more: Any) -> ConfigClient:
    new = {"name": name, "role": role, "password": PASSWORD, **more}
    assert (await admin.http.post("/v1/users", json=new)).status_code == 201
    nobody = ConfigClient(admin.app)
    issued = await nobody.http.post("/v1/tokens", auth=httpx.BasicAuth(name, PASSWORD))
    return admin.with_token(issued.json()["token"])


async def test_many_are_paused_and_resumed_as_one_change(admin: ConfigClient) -> None:
    await admin.import_rows([{"name": name} for name in NAMES])
    await batch(admin, "pause", NAMES[:3])
    revision = await admin.revision()

    told = await batch(admin, "pause", [*reversed(NAMES), "NONE", NAMES[0]])
    assert told == {"done": NAMES[3:], "unchanged": 3, "missing": ["NONE"]}
    assert await admin.revision() == revision + 1
    assert await admin.names(state="active") == []
    assert (await batch(admin, "resume", NAMES))["done"] == NAMES
    assert await admin.names(state="paused") == []
    assert await batch(admin, "resume", NAMES) == {"done": [], "unchanged": len(NAMES), "missing": []}
    assert await admin.revision() == revision + 2
    last = (await admin.http.get("/v1/audit", params={"name": NAMES[-1]})).json()["changes"]
    assert [(one["action"], one["after"]) for one in last][:2] == [
        ("changed", {}),
        ("changed", {"state": "paused"}),
    ]


async def test_many_are_deleted_and_restored_as_they_were(admin: ConfigClient) -> None:
    await admin.import_rows(
        [{"name": name, "description": f"about {name}", "groups": ["g"]} for name in NAMES]
    )
    assert len((await batch(admin, "delete", [*NAMES, "NONE"]))["done"]) == len(NAMES)
    assert await admin.names() == []
    assert (await batch(admin, "delete", NAMES[:2]))["missing"] == NAMES[:2]

    await admin.http.put("/v1/virtual-pvs/PV0001", json={"expression": '"A"'})
    told = await batch(admin, "restore", NAMES)
    assert (told["missing"], len(told["done"])) == (["PV0001"], len(NAMES) - 1)
    assert len(await admin.names(group="g")) == 1_000  # a page of them
    found = (await admin.http.get("/v1/pvs/PV0002")).json()
    assert (found["description"], found["groups"]) == ("about PV0002", ["g"])


async def test_who_may_not_change_one_changes_none(admin: ConfigClient, nobody: ConfigClient) -> None:
    await admin.import_rows([{"name": "SR:1"}, {"name": "SR:2"}, {"name": "LT:1"}])
    otto = await user(admin, "otto", "operator", reach={"names": ["SR:*"]})
    vera = await user(admin, "vera", "viewer")
    names = ["SR:1", "LT:1", "SR:2"]
    assert "LT:1" in problem(await otto.http.post("/v1/pv-batches/pause", json={"names": names}), 403)
    assert await admin.names(state="paused") == []
    assert (await batch(otto, "pause", ["SR:1", "SR:2"]))["done"] == ["SR:1", "SR:2"]
    await batch(otto, "delete", ["SR:1"], 403)
    await batch(vera, "resume", ["SR:1"], 403)
    await batch(nobody, "resume", ["SR:1"], 401)
    for wrong in ([], ["two\nlines"], [3]):
        assert (await admin.http.post("/v1/pv-batches/pause", json={"names": wrong})).status_code == 422
