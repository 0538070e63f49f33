"""Export and import again, whatever the PVs are: nothing changes."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from caflux_config_api.app import create
from caflux_config_api.bulk import documents, tables
from caflux_config_api.bulk.exports import FORMS, Form
from caflux_config_api.bulk.judge import Judge
from caflux_config_api.bulk.service import Read
from caflux_config_api.settings import ConfigSettings
from caflux_contracts.imports import ImportMode, ImportResult, Outcome
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


READERS: dict[Form, Read] = {
    "csv": tables.read_csv,
    "json": documents.read_json,
    "yaml": documents.read_yaml,
}


@given(LISTS)
async def test_formats_give_back_what_they_were_given(rows: list[PvRow]) -> None:
    existing = {row.name: row.model_dump(mode="json") for row in rows}
    for form, read in READERS.items():
        written = b"".join([piece async for piece in FORMS[form].write(one_by_one(rows))])
        again = list(read(BytesIO(written)))
        assert [PvRow.model_validate(row) for row in again] == rows
        judged = Judge(ImportMode.REPLACE).judge(again, existing, {})
        assert {one.outcome for one in judged} <= {Outcome.UNCHANGED}


@given(LISTS)
async def test_names_come_back_but_those_that_look_like_comments(rows: list[PvRow]) -> None:
    written = b"".join([piece async for piece in FORMS["txt"].write(one_by_one(rows))])
    names = [row["name"] for row in tables.read_names(BytesIO(written))]
    assert names == [row.name for row in rows if not row.name.startswith("#")]


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

    forms: dict[Form, str] = {"csv": "text/csv", "json": "application/json", "yaml": "text/yaml"}
    for form, content_type in forms.items():
        exported = (await emptied.http.get(f"/v1/pvs/export?format={form}")).content
        again = await emptied.http.post(
            "/v1/pvs/import?mode=replace", content=exported, headers={"content-type": content_type}
        )
        assert ImportResult.model_validate(again.json()) == ImportResult(unchanged=len(rows))
        by_name = sorted(rows, key=lambda row: row.name)
        assert [PvRow.model_validate(row) for row in READERS[form](BytesIO(exported))] == by_name
    assert await emptied.revision() == revision
