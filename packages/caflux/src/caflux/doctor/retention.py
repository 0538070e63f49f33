"""Whether the archive keeps things for as long as the retention classes of the configuration say."""

from collections.abc import AsyncIterator, Iterator, Mapping

import httpx
from caflux_contracts.retention import STANDARD, RetentionClass, RetentionList, seconds_of
from caflux_service.reasons import reason
from caflux_storage import ArchiveError, open_archive
from caflux_storage.retention import Retention
from caflux_storage.summary import NS

from caflux.doctor.findings import Finding, ill, odd, well

_PATIENCE_S = 5.0
_HOUR = 3_600 * NS
_LEVELS = {"raw": "samples", "rollup_1m": "rollups of a minute", "rollup_1h": "rollups of an hour"}
_KEEPER = (
    "the collector that is the keeper does that within minutes; if it does not: is one connected (Health), "
    "may its user of InfluxDB alter retention policies, and what does its log say of `retention classes`?"
)


async def look_at_retention(
    archive: str, user: str | None, password: str | None, url: str, token: str | None
) -> AsyncIterator[Finding]:
    """Compare the retention classes with what the archive does.

    Args:
        archive: Its URL.
        user: Its user, if any.
        password: Of that.
        url: Of the dashboard, behind which the configuration is.
        token: An API token, if one is needed.
    """
    try:
        classes = await _classes(url, token)
        kept = await _kept(archive, user, password)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield ill("retention", f"the configuration does not tell its classes: {reason(error)}", "see its log")
    except (ArchiveError, ValueError) as error:
        yield ill("retention", f"the archive does not tell for how long it keeps what: {error}", "see above")
    else:
        for finding in compared(classes, kept):
            yield finding


async def _classes(url: str, token: str | None) -> list[RetentionClass]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(timeout=_PATIENCE_S, trust_env=False, headers=headers) as http:
        answer = await http.get(f"{url.rstrip('/')}/api/config/v1/retention-classes")
    return RetentionList.model_validate_json(answer.raise_for_status().content).classes


async def _kept(archive: str, user: str | None, password: str | None) -> Mapping[str, Retention]:
    opened = open_archive(archive, user, password)
    try:
        return await opened.retention()
    finally:
        await opened.close()


def compared(classes: list[RetentionClass], kept: Mapping[str, Retention]) -> Iterator[Finding]:
    """Compare the classes of the configuration with those of the archive."""
    wanted = {each.name: each for each in classes if each.name != STANDARD}
    for name, each in wanted.items():
        yield _of(each, kept.get(name))
    for name in kept.keys() - wanted.keys():
        yield well(f"retention class {name}", "was deleted; what is of it is kept as it said")


def _of(wanted: RetentionClass, kept: Retention | None) -> Finding:
    what = f"retention class {wanted.name}"
    if kept is None:
        return ill(
            what,
            "is not in the archive yet: samples of its PVs wait in the collectors' spools",
            "a collector makes it when it gets its PV list; is one connected, and may its user of InfluxDB "
            "create retention policies?",
        )
    theirs = dict(zip(_LEVELS, (kept.raw, kept.minute, kept.hour), strict=True))
    ours = {
        level: None if duration is None else seconds_of(duration) * NS
        for level, duration in wanted.levels().items()
    }
    wrong = [level for level in _LEVELS if theirs[level] != ours[level]]
    if wrong:
        said = ", ".join(
            f"{_LEVELS[level]} are kept {_for(theirs[level])} and not {_for(ours[level])}" for level in wrong
        )
        return odd(what, f"is not what the archive does: {said}", _KEEPER)
    return well(what, ", ".join(f"{words} {_for(ours[level])}" for level, words in _LEVELS.items()))


def _for(duration: int | None) -> str:
    if duration is None:
        return "for ever"
    hours = duration // _HOUR
    return f"for {hours // 24} days" if hours % 24 == 0 else f"for {hours} hours"
