"""PVs as they are stored, told to clients, and written into the audit."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from caflux_contracts.pvs import DeletedPv, NamedPv, Pv, PvRow, PvState
from caflux_service.problems import Invalid, describe
from pydantic import ValidationError

from caflux_config_api.audit.repository import Entry
from caflux_config_api.metadata.repository import metadata_of
from caflux_config_api.pvs import repository
from caflux_config_api.pvs.search import fold
from caflux_config_api.tables import PvRecord

KIND = "pv"


def to_pv(found: repository.Found, aliases: Sequence[str]) -> Pv:
    """Give a PV as it is told to clients."""
    record, metadata = found
    return Pv(
        **_settings(record),
        created_at=record.created_at,
        changed_at=record.changed_at,
        revision=record.revision,
        aliases=tuple(aliases),
        metadata=None if metadata is None else metadata_of(record.name, metadata),
    )


def to_deleted(record: PvRecord, kept: timedelta) -> DeletedPv:
    """Give a deleted PV as it is told to clients."""
    assert record.deleted_at is not None
    return DeletedPv(
        **_settings(record),
        deleted_at=record.deleted_at,
        deleted_by=record.deleted_by or "",
        gone_at=record.deleted_at + kept,
    )


def _settings(record: PvRecord) -> dict[str, Any]:
    return {"name": record.name, **{field: getattr(record, field) for field in repository.SETTINGS}}


def row_of(record: PvRecord) -> PvRow:
    """Give name, state and settings of a PV."""
    return PvRow(**_settings(record))


def row_with(name: str, state: PvState, settings: Mapping[str, Any]) -> PvRow:
    """Give a PV with these settings, what they leave out as by default.

    Raises:
        Invalid: they don't fit it.
    """
    try:
        return PvRow(name=name, state=state, **settings)
    except ValidationError as error:
        sentence, rows = describe([{**wrong, "loc": ("body", *wrong["loc"])} for wrong in error.errors()])
        raise Invalid(sentence, errors=rows) from error


def values(rows: Sequence[PvRow]) -> list[dict[str, Any]]:
    """Give rows as they are stored."""
    return [{**row.model_dump(mode="json"), "name_folded": fold(row.name)} for row in rows]


def settings_of(row: NamedPv | None) -> dict[str, Any] | None:
    """Give what the audit says of a PV: what differs from the defaults."""
    if row is None:
        return None
    return row.model_dump(mode="json", exclude_defaults=True, exclude={"name"})


def entry(action: str, before: NamedPv | None, after: NamedPv | None) -> Entry:
    """Give the audit's entry of a change of a PV."""
    one = after or before
    assert one is not None
    return Entry(KIND, one.name, action, settings_of(before), settings_of(after))
