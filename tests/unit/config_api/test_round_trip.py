"""Export and import again, whatever the PVs are: nothing changes."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from caflux_config_api.app import create
from caflux_config_api.pvs import formats
from caflux_config_api.pvs.imports import plan
from caflux_config_api.settings import ConfigSettings
from caflux_contracts.pvs import PvRow
from caflux_testing.config_client import ConfigClient, HandClock, pv_path, running
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
NAMES = (
    st.text(LETTERS, min_size=1, max_size=60)
    .map(str.strip)
    .filter(lambda name: name not in {"", ".", ".."} and not name.endswith("\\"))
)
WORDS = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=",;"), min_size=1, max_size=9)
POSITIVE = st.floats(min_value=0, allow_infinity=False)


@st.composite
def pv_rows(draw: st.DrawFn) -> PvRow:
    scan = draw(st.booleans())
    return PvRow.model_validate(
        {
            "name": draw(NAMES),
            "state": draw(st.sampled_from(["active", "paused"])),
            "mode": "scan" if scan else "monitor",
            "period_s": draw(st.floats(0.1, 86_400)) if scan else None,
            "deadband": draw(st.none() | POSITIVE),
            "max_rate_hz": draw(st.none() | st.floats(0, 1_000_000, exclude_min=True)),
            "controlling_pv": draw(st.none() | st.just("the one that controls")),
            "use_adel": draw(st.booleans()),
            "fields": draw(st.sets(st.sampled_from(["HIHI", "LOLO", "DESC"]))),
            "replicas": draw(st.integers(1, 5)),
            "groups": draw(st.sets(WORDS, max_size=3)),
            "tags": draw(st.sets(WORDS, max_size=3)),
            "owner": draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=9)),
            "retention": draw(st.sampled_from([None, "standard"])),
            "description": draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=50)),
        }
    )


LISTS = st.lists(pv_rows(), max_size=12, unique_by=lambda row: row.name)


async def one_by_one(rows: list[PvRow]) -> AsyncIterator[PvRow]:
    for row in rows:
        yield row


async def written(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


@given(LISTS)
async def test_formats_give_back_what_they_were_given(rows: list[PvRow]) -> None:
    existing = {row.name: row.model_dump(mode="json") for row in rows}
    as_csv = formats.read_csv(await written(formats.write_csv(one_by_one(rows))))
    as_json = formats.read_json(await written(formats.write_json(one_by_one(rows))))

    for read in (as_csv, as_json):
        assert [PvRow.model_validate(row) for row in read] == rows
        what = plan(read, existing, {})
        assert (what.added, what.changed, what.errors, what.unchanged) == ([], [], [], len(rows))


@pytest.fixture
async def emptied(settings: ConfigSettings) -> AsyncIterator[ConfigClient]:
    # On a clock that stands: a lease that runs out would be a change, too.
    async with running(create(settings, clock=HandClock())) as nobody:
        yield await nobody.as_admin()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=LISTS)
async def test_an_export_imported_again_changes_nothing(emptied: ConfigClient, rows: list[PvRow]) -> None:
    for name in await emptied.names():
        assert (await emptied.http.delete(pv_path(name))).status_code == 204
    first = await emptied.import_rows([row.model_dump(mode="json") for row in rows])
    assert first.json()["added"] == len(rows), first.text
    revision = await emptied.revision()

    exported: dict[str, Any] = {}
    for form, content_type in (("csv", "text/csv"), ("json", "application/json")):
        exported[form] = (await emptied.http.get(f"/v1/pvs/export?format={form}")).content
        again = await emptied.http.post(
            "/v1/pvs/import", content=exported[form], headers={"content-type": content_type}
        )
        assert again.json() == {"added": 0, "changed": 0, "unchanged": len(rows), "errors": []}
    assert await emptied.revision() == revision
    assert [PvRow.model_validate(row) for row in formats.read_json(exported["json"])] == sorted(
        rows, key=lambda row: row.name
    )
