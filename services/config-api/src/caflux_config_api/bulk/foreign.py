"""PVs as other archivers write them down: the Archiver Appliance's JSON, the ChannelArchiver's XML."""

import re
from collections.abc import Generator, Mapping
from typing import Any, BinaryIO
from xml.parsers import expat

from caflux_service.problems import BadRequest

Row = dict[str, Any]
_FIELD = re.compile(r"[A-Z][A-Z0-9_]{0,15}")
_SHORTEST_S, _LONGEST_S = 0.1, 86_400.0


def is_of_appliance(item: Mapping[str, Any]) -> bool:
    """Tell whether this is a PV of an Archiver Appliance's exportConfig (a PVTypeInfo)."""
    return "pvName" in item and "name" not in item


def from_appliance(info: Mapping[str, Any]) -> Row:
    """Give a PV as the Archiver Appliance archives it.

    What CAFlux has no such thing for (stores, policies, storage rates) is left out. In monitor mode the
    sampling period is only its guess at a buffer's size.
    """
    row: Row = {"name": info["pvName"], "state": "paused" if _true(info.get("paused")) else "active"}
    if str(info.get("samplingMethod", "MONITOR")).upper() == "SCAN":
        row |= {"mode": "scan", "period_s": _period(info.get("samplingPeriod"))}
    else:
        row |= {"mode": "monitor", "period_s": None}
    fields = info.get("archiveFields")
    if isinstance(fields, list):
        row["fields"] = tuple(
            field for field in fields if field != "VAL" and isinstance(field, str) and _FIELD.fullmatch(field)
        )
    if controlling := info.get("controllingPV"):
        row["controlling_pv"] = controlling
    return row


def _true(value: object) -> bool:
    return str(value).lower() == "true"


def _period(value: object) -> float | object:
    try:
        return min(max(float(str(value)), _SHORTEST_S), _LONGEST_S)
    except ValueError:
        return value


class _EngineConfig:
    """Takes the events of an engine's configuration, and gives its channels."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self._path: list[str] = []
        self._text = ""
        self._group = ""
        self._channel: dict[str, str] = {}

    def begin(self, tag: str, _: object) -> None:
        """Take the begin of an element."""
        if not self._path and tag != "engineconfig":
            raise BadRequest(f"the XML is a <{tag}>; a ChannelArchiver's engine has an <engineconfig>")
        if len(self._path) > 4:
            raise BadRequest("the XML is nested too deeply for an engine's configuration")
        self._path.append(tag)
        self._text = ""
        if tag == "group":
            self._group = ""
        if tag == "channel":
            self._channel = {}

    def text(self, data: str) -> None:
        """Take a piece of an element's text."""
        if len(self._text) + len(data) > 10_000:
            raise BadRequest("the XML holds a text that is longer than any name")
        self._text += data

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._path.pop()
        inside = self._path[-1] if self._path else ""
        if inside == "group" and tag == "name":
            self._group = "_".join(re.split(r"[\s,;]+", self._text.strip()))[:64]
        elif inside == "channel":
            self._channel[tag] = self._text.strip()
        elif tag == "channel":
            self._add()
        self._text = ""

    def _add(self) -> None:
        """Add a channel; one in several groups is one PV of them all, as often as the fastest says."""
        name = self._channel.get("name", "")
        row: Row = {"name": name, "mode": "monitor", "period_s": None}
        if "scan" in self._channel:
            row |= {"mode": "scan", "period_s": _period(_seconds(self._channel.get("period", "1")))}
        before = self.rows.get(name, {})
        groups = set(before.get("groups", ())) | ({self._group} if self._group else set())
        if before and _faster(before, row):
            row |= {key: before[key] for key in ("mode", "period_s")}
        self.rows[name] = row | {"groups": tuple(sorted(groups))}


def _faster(one: Row, other: Row) -> bool:
    if "monitor" in {one["mode"], other["mode"]}:
        return bool(one["mode"] == "monitor")
    try:
        return float(one["period_s"]) <= float(other["period_s"])
    except ValueError:
        return True


def _seconds(text: str) -> str:
    """Give a period of the ChannelArchiver, seconds or [[hh:]mm:]ss, in seconds."""
    try:
        parts = [float(part) for part in text.split(":")]
    except ValueError:
        return text
    return str(sum(part * 60**power for power, part in enumerate(reversed(parts))))


def read_xml(file: BinaryIO) -> Generator[Row]:
    """Give the channels of a ChannelArchiver's engine configuration.

    Raises:
        BadRequest: it is not XML, or not such a configuration.
    """
    found = _EngineConfig()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = found.begin, found.end
    parser.CharacterDataHandler = found.text
    parser.EntityDeclHandler = _refuse_entities
    try:
        while piece := file.read(65_536):
            parser.Parse(piece)
        parser.Parse(b"", True)  # noqa: FBT003 - it takes no name
    except (expat.ExpatError, ValueError) as error:
        raise BadRequest(f"the body is not valid XML: {error}") from error
    yield from found.rows.values()


def _refuse_entities(*_: object) -> None:
    raise BadRequest("the XML declares entities; an engine's configuration needs none")
