"""The certificates of the https addresses that are configured."""

import asyncio
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from caflux_contracts.health import Health

from caflux_supervisor.checks.seen import Seen
from caflux_supervisor.looks import WELL, Look


def https_places(urls: Sequence[str | None]) -> list[tuple[str, int]]:
    """Give host and port of those that are https, each once."""
    parts = [urlsplit(url) for url in urls if url]
    return sorted(
        {(each.hostname, each.port or 443) for each in parts if each.scheme == "https" and each.hostname}
    )


async def look_at_certificate(host: str, port: int, least_days: int, now: datetime, timeout_s: float) -> Seen:
    """Look at the certificate of a place as a browser does."""
    name = f"certificate {host}:{port}"
    try:
        async with asyncio.timeout(timeout_s):
            _, writer = await asyncio.open_connection(
                host, port, ssl=ssl.create_default_context(), server_hostname=host
            )
    except ssl.SSLCertVerificationError as error:
        return Seen(name, "certificate", Look(Health.DOWN, f"it is not valid: {error.verify_message}"))
    except (OSError, TimeoutError, ssl.SSLError):
        return Seen(
            name, "certificate", WELL
        )  # not reached from here; whether it should be is others' to say
    try:
        certificate = writer.get_extra_info("peercert")
    finally:
        writer.close()
    return Seen(name, "certificate", at_expiry(certificate["notAfter"], least_days, now))


def at_expiry(not_after: str, least_days: int, now: datetime) -> Look:
    """Judge a certificate by the time until which it is valid."""
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(not_after), UTC)
    days = (until - now).days
    if days >= least_days:
        return WELL
    return Look(Health.DEGRADED, f"it is valid for {days} days more, until {until:%Y-%m-%d}: renew it")
