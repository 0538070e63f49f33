"""What the engine knows of single PVs, for whoever asks why one is not archived."""

import os
from collections.abc import Iterable, Mapping

import numpy as np
from caflux_contracts.diagnosis import PvDetail

from caflux_collector.channel import Channel, Channels
from caflux_collector.subscriptions import Subscriptions


def detail_of(name: str, channels: Channels, subscriptions: Subscriptions) -> PvDetail:
    """Give what is known of a PV."""
    channel = channels.by_name.get(name)
    refused = subscriptions.refused.get(name, "")
    if channel is None:
        return PvDetail(name=name, known=name in subscriptions.known, refused=refused)
    return PvDetail(
        name=name,
        known=True,
        refused=refused,
        connected=channel.connected,
        ever_connected=channel.native is not None,
        readable=channel.readable,
        since_ns=channel.since_ns,
        disconnects=channel.disconnects,
        host=channel.host,
        also_served_by=channel.also,
        suspended_by=subscriptions.suspended_by(name),
        clock_wrong=channel.worker.clock_is_wrong(channel.slot),
        **_counts(channel),
    )


def _counts(channel: Channel) -> dict[str, int | dict[str, int]]:
    counts = channel.worker.accounting.by_pv(np.array([channel.slot]))
    return {
        "received": int(counts.received[0]),
        "archived": int(counts.archived[0]),
        "dropped": {cause: int(column[0]) for cause, column in counts.dropped.items() if column[0]},
        "last_event_ns": int(counts.last_time[0]),
    }


def searched(environment: Mapping[str, str] = os.environ) -> str:
    """Say where Channel Access looks for PVs, by the variables of EPICS."""
    listed = environment.get("EPICS_CA_ADDR_LIST", "").split()
    auto = environment.get("EPICS_CA_AUTO_ADDR_LIST", "YES").upper() != "NO"
    servers = environment.get("EPICS_CA_NAME_SERVERS", "").split()
    return ", ".join(_places(listed, servers, auto=auto)) or "nowhere: EPICS_CA_ADDR_LIST is empty"


def _places(listed: Iterable[str], servers: Iterable[str], *, auto: bool) -> list[str]:
    broadcast = ["the broadcast addresses of this host"] if auto else []
    return [*listed, *broadcast, *(f"name server {server}" for server in servers)]
