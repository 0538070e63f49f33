"""The collectors to watch: those that config-api knows, remembered on disk while it is away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from caflux_contracts.collectors import Collector
from pydantic import TypeAdapter, ValidationError

log = structlog.get_logger("caflux.supervisor")

LIST = TypeAdapter(list[Collector])
_RETIRED_AFTER = timedelta(days=1)


def watched(collectors: Sequence[Collector], at: datetime) -> list[Collector]:
    """Leave out who has been silent for a day and has no PVs any more: it has been retired."""
    return [
        collector
        for collector in collectors
        if collector.alive or collector.pv_count or at - collector.seen_at < _RETIRED_AFTER
    ]


class Memory:
    """The last list, in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: list[tuple[str, str, str | None]] = []

    def recall(self) -> list[Collector]:
        """Give the list of the last run; empty where there is none."""
        try:
            return LIST.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return []
        except (OSError, ValidationError) as error:
            log.warning("the collectors last seen can't be read", path=str(self._path), error=str(error))
            return []

    def remember(self, collectors: Sequence[Collector]) -> None:
        """Write the list where a collector came, went or moved; its lease alone is not worth a write.

        Raises:
            OSError: the disk does not take it.
        """
        places = [(each.id, each.engine_url, each.manager_url) for each in collectors]
        if places == self._places:
            return
        aside = self._path.with_suffix(".new")
        aside.write_bytes(LIST.dump_json(list(collectors)))
        aside.replace(self._path)
        self._places = places
