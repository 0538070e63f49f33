"""PVs in JSON and YAML, read item by item."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator
from itertools import chain
from typing import Any, BinaryIO

import yaml
from caflux_service.problems import BadRequest

from caflux_config_api.bulk.foreign import from_appliance, is_of_appliance
from caflux_config_api.bulk.tables import Row

_DEPTH = 8
_PIECE = 262_144
_LONGEST = 1_000_000
_RESOLVED = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float"))
_LIST = 'the body must be a list of PVs: [{"name": "…"}, …], or of names'


def read_json(file: BinaryIO) -> Generator[Row]:
    """Give the rows of a JSON list of PVs, of names, or of what an Archiver Appliance exports.

    Raises:
        BadRequest: it is not JSON, or not such a list.
    """
    text = _Text(file)
    try:
        if not text.takes("["):
            raise BadRequest(_LIST)
        if not text.takes("]"):
            yield _row(text.item())
            while text.takes(","):
                yield _row(text.item())
            if not text.takes("]"):
                raise BadRequest("the body is not valid JSON: its list does not end")
        if not text.ended:
            raise BadRequest("the body is not valid JSON: more follows its list")
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the body is not valid JSON: {str(error)[:300]}") from error


class _Text:
    """JSON that is read piece by piece, an item of a list at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decode = getincrementaldecoder("utf-8-sig")().decode
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0

    @property
    def ended(self) -> bool:
        """Whether only white space is left."""
        return not self._next()

    def takes(self, sign: str) -> bool:
        """Tell whether this sign comes next, and step over it."""
        taken = self._next() == sign
        self._at += taken
        return taken

    def item(self) -> object:
        """Give the item that comes next, which is a list, an object or a text."""
        self._next()
        while True:
            try:
                item, self._at = self._scan(self._text, self._at)
            except ValueError:
                if len(self._text) - self._at > _LONGEST or not self._more():
                    raise
            else:
                return item

    def _next(self) -> str:
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        piece = self._file.read(_PIECE)
        self._text = self._text[self._at :] + self._decode(piece, final=not piece)
        self._at = 0
        return bool(piece)


def _row(item: object) -> Row:
    if isinstance(item, str):
        return {"name": item}
    if not isinstance(item, dict):
        raise BadRequest(_LIST)
    return from_appliance(item) if is_of_appliance(item) else item


def read_yaml(file: BinaryIO) -> Generator[Row]:
    """Give the rows of a YAML list of PVs or of names.

    Raises:
        BadRequest: it is not YAML, or not such a list.
    """
    loader = yaml.CSafeLoader(file)
    try:
        yield from _items(loader)
    except (yaml.YAMLError, ValueError) as error:
        raise BadRequest(f"the body is not valid YAML: {' '.join(str(error).split())[:300]}") from error
    finally:
        loader.dispose()


def _items(loader: Any) -> Iterator[Row]:
    begin = (loader.get_event() for _ in range(3))
    if not isinstance(list(chain(begin))[-1], yaml.SequenceStartEvent):
        raise BadRequest(_LIST)
    while not isinstance(event := loader.get_event(), yaml.SequenceEndEvent):
        yield _row(_value(loader, event, 0))
    loader.get_event()
    if not isinstance(loader.get_event(), yaml.StreamEndEvent):
        raise BadRequest("the body must be one YAML document")


def _value(loader: Any, event: Any, depth: int) -> Any:
    if depth > _DEPTH or isinstance(event, yaml.AliasEvent):
        raise BadRequest("a PV is a flat mapping: no anchors, and nothing deeply nested")
    if isinstance(event, yaml.ScalarEvent):
        tag = loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        node = yaml.ScalarNode(tag, event.value)
        return loader.construct_object(node) if tag in _RESOLVED else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return list(_until(loader, yaml.SequenceEndEvent, depth))
    items = iter(list(_until(loader, yaml.MappingEndEvent, depth)))
    return {str(key): value for key, value in zip(items, items, strict=True)}


def _until(loader: Any, end: type, depth: int) -> Iterator[Any]:
    while not isinstance(event := loader.get_event(), end):
        yield _value(loader, event, depth + 1)


UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def yaml_text(json_text: str) -> str:
    """Give JSON as YAML: the same, but for characters that YAML wants escaped."""
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)
