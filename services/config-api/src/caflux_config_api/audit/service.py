"""What was changed, a page at a time."""

from caflux_contracts.audit import Change, ChangePage
from caflux_service.problems import BadRequest

from caflux_config_api.audit import repository
from caflux_config_api.audit.repository import Wanted
from caflux_config_api.cursors import read_cursor, write_cursor
from caflux_config_api.database import Database

MOST_ID = 2**63 - 1


class Audit:
    """The changes of the configuration."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, wanted: Wanted, cursor: str | None, limit: int) -> ChangePage:
        """Give one page, the newest change first.

        Raises:
            BadRequest: the cursor is not one that a page gave.
        """
        before = None if cursor is None else _id(cursor)
        async with self._database.reading() as session:
            found = await repository.page(session, wanted, before, limit + 1)
        changes = [
            Change(**{field: getattr(record, field) for field in Change.model_fields})
            for record in found[:limit]
        ]
        more = len(found) > limit
        return ChangePage(changes=changes, next_cursor=write_cursor(changes[-1].id) if more else None)


def _id(cursor: str) -> int:
    match read_cursor(cursor):
        case int(number) if 0 < number <= MOST_ID:
            return number
        case _:
            raise BadRequest("the cursor is not one that a page of changes gave; start again without it")
