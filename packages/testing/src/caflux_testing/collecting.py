"""An engine that collects numbered posts at 5,000 events/s, to be failed around."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from caflux_testing import accounting
from caflux_testing.engine import EngineProcess
from caflux_testing.numbered_compare import archived, differences
from caflux_testing.numbered_ioc import Numbered, NumberedIoc
from caflux_testing.pv_list import PvListServer
from caflux_testing.replaced import replaced
from caflux_testing.soft_ioc import client_environment
from caflux_testing.wait import until

PATIENCE_S = 240.0
SHOWN = 10


class Collecting:
    """An IOC of numbered posts, a PV list, and the engine; the archive is somewhere else.

    Args:
        folder: For everything.
        written_to: The archive's URL as the engine knows it.
        read_from: The same past any proxy.
        iocs: Which IOCs; one of 500 PVs by default. The engine sees all of them, and the PVs of the first.
        settings: More CAFLUX_ variables of the engine.
        within: A command that starts the engine.
    """

    def __init__(
        self,
        folder: Path,
        written_to: str,
        read_from: str | None = None,
        *,
        iocs: Sequence[NumberedIoc] = (),
        settings: Mapping[str, str] | None = None,
        within: Sequence[str] = (),
    ) -> None:
        self.iocs = list(iocs) or [NumberedIoc(folder)]
        self.ioc = self.iocs[0]
        self.names = self.ioc.names
        self.url = read_from or written_to
        self.pv_list = PvListServer(self.names)
        self.epics = client_environment(*{ioc.ca_port: None for ioc in self.iocs})
        self.engine = EngineProcess(folder, self.epics, written_to, self.pv_list.url, settings or {}, within)

    def start(self) -> None:
        """Start all of it and wait for the first value of every PV; then the IOC posts."""
        self.ioc.start()
        self.pv_list.start()
        self.engine.start()
        self.engine.wait_connected(len(self.names))
        self.ioc.go()

    def stop(self) -> None:
        """End all of it."""
        self.engine.stop()
        self.pv_list.stop()
        for ioc in self.iocs:
            ioc.stop()

    def wait_received(self, more: int) -> None:
        """Wait until the engine has received so many more events."""
        enough = self.engine.counts()["received"] + more
        until(lambda: self.engine.counts()["received"] >= enough, PATIENCE_S, f"{more} more events")

    def wait_archived(self, more: int) -> None:
        """Wait until so many more samples are archived."""
        enough = self.engine.counts()["archived"] + more
        until(lambda: self.engine.counts()["archived"] >= enough, PATIENCE_S, f"{more} more samples")

    def finish(self, lost: Mapping[str, int] | None = None) -> dict[str, Any]:
        """Have the IOC post no more, and compare one by one what it posted with what is archived.

        Args:
            lost: How many samples of a PV are known to be missing, beside those that the IOC itself replaced.

        Returns:
            The engine's counts, once all of it is accounted for.
        """
        counts, posted, by_ioc = self.settle()
        known = {name: by_ioc.get(name, 0) + (lost or {}).get(name, 0) for name in self.names}
        found = archived(self.url, self.names)
        said = differences(posted, found, known)
        assert not said, f"{len(said)} differences, {counts}: {said[:SHOWN]}"
        assert counts["archived"] == sum(len(each.number) for each in found.values())
        return counts

    def settle(self, *, exact: bool = True) -> tuple[dict[str, Any], dict[str, Numbered], dict[str, int]]:
        """Have the IOC post no more, and wait until all that arrived is accounted for.

        Args:
            exact: Whether the engine has to have received all that the IOC sent, and no more; else the last
                post of each PV.

        Returns:
            The engine's counts, what each PV posted, and how many of a PV's events the IOC itself replaced.
        """
        self.ioc.halt()
        posted, by_ioc = self.ioc.posted(), replaced(self.ioc, self.names)
        total = sum(len(each.number) for each in posted.values()) - sum(by_ioc.values())
        newest = {name: int(each.time[-1]) for name, each in posted.items()}
        if not exact:
            until(
                lambda: self.engine.table("last_event_ns") == newest, PATIENCE_S, "the last post of each PV"
            )
        counts = accounting.settled(self.engine.url, total if exact else None, timeout=PATIENCE_S)
        assert not exact or counts["received"] == total, f"{total} events were sent, {counts} received"
        return counts, posted, by_ioc
