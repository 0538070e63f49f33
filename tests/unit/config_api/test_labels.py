"""Groups, tags, owner, fields and replicas of PVs."""

from typing import Any

from caflux_testing.config_client import ConfigClient, problem

WRONG: list[tuple[dict[str, object], str]] = [
    ({"groups": ["a b"]}, "groups"),
    ({"groups": ["a,b"]}, "'a,b' has to be a word of 1 to 64 characters"),
    ({"tags": [""]}, "tags"),
    ({"tags": ["x" * 65]}, "tags"),
    ({"tags": [str(number) for number in range(33)]}, "tags"),
    ({"tags": "RF"}, "tags"),
    ({"fields": ["hihi"]}, "fields"),
    ({"fields": ["VAL"]}, "VAL"),
    ({"replicas": 0}, "replicas"),
    ({"replicas": 6}, "replicas"),
    ({"owner": "x" * 65}, "owner"),
]


async def test_they_are_kept_each_once_and_in_order(admin: ConfigClient) -> None:
    given = {"groups": ["RF", "Ö🙂", "RF"], "tags": ["b", "a"], "fields": ["LOLO", "HIHI"]}
    pv = (await admin.put("A", owner="Jo", replicas=2, **given)).json()
    assert (pv["groups"], pv["tags"], pv["fields"]) == (["RF", "Ö🙂"], ["a", "b"], ["HIHI", "LOLO"])
    assert (pv["owner"], pv["replicas"]) == ("Jo", 2)
    same = await admin.put("A", owner="Jo", replicas=2, **{key: [*words] for key, words in given.items()})
    assert same.json()["revision"] == pv["revision"]


async def test_what_is_none(admin: ConfigClient) -> None:
    for given, why in WRONG:
        assert why in problem(await admin.put("A", **given), 422)


async def test_the_longest_fit(admin: ConfigClient) -> None:
    words = sorted(f"{number:02}" + "🙂" * 62 for number in range(32))
    fields = sorted(f"F{number:02}" + "X" * 13 for number in range(32))
    pv = (await admin.put("A", groups=words, tags=words, fields=fields)).json()
    assert (pv["groups"], pv["tags"], pv["fields"]) == (words, words, fields)


async def share(client: ConfigClient, collector: str) -> dict[str, dict[str, Any]]:
    return {pv["name"]: pv for pv in (await client.assignment(collector)).json()["pvs"]}


async def test_fields_are_channels_beside_their_pv(admin: ConfigClient) -> None:
    for collector in ("a", "b"):
        await admin.register(collector)
    await admin.put("P:1", fields=["HIHI", "DESC"], mode="scan", period_s=10, controlling_pv="C")
    await admin.put("P:2.VAL", fields=["LOLO"])
    await admin.put("P:1.DESC", deadband=1)

    shares = [await share(admin, collector) for collector in ("a", "b")]
    together = shares[0] | shares[1]
    assert sorted(together) == ["P:1", "P:1.DESC", "P:1.HIHI", "P:2.LOLO", "P:2.VAL"]
    assert together["P:1.HIHI"] == {"name": "P:1.HIHI", "controlling_pv": "C"}
    assert together["P:1.DESC"] == {"name": "P:1.DESC", "deadband": 1}
    for pv, field in (("P:1", "P:1.HIHI"), ("P:2.VAL", "P:2.LOLO")):
        assert sum(pv in share and field in share for share in shares) == 1

    await admin.put("P:1")
    shares = [await share(admin, collector) for collector in ("a", "b")]
    assert sorted(shares[0] | shares[1]) == ["P:1", "P:1.DESC", "P:2.LOLO", "P:2.VAL"]


async def test_replicas_are_on_as_many_collectors(admin: ConfigClient) -> None:
    for collector in ("a", "b", "c"):
        await admin.register(collector)
    names = [f"P:{number}" for number in range(30)]
    for replicas in (2, 5, 1):
        await admin.import_rows([{"name": name, "replicas": replicas} for name in names])
        shares = [await share(admin, collector) for collector in ("a", "b", "c")]
        found = {sum(name in share for share in shares) for name in names}
        assert found == {min(replicas, 3)}
