"""Policies as text: YAML, of which JSON is a part."""

from typing import Any

import yaml
from caflux_contracts.policies import PolicyDocument
from caflux_service.problems import BadRequest, Invalid, describe
from pydantic import ValidationError

MOST_BYTES = 1_000_000
EMPTY = """\
# Policies give PVs their settings by name: of each PV the first one that matches holds.
#
# policies:
#   - name: vacuum
#     patterns: ["SR:*:VAC:*"]
#     settings: {mode: scan, period_s: 1, fields: [HIHI, HIGH]}
policies: []
"""


class _Loader(yaml.SafeLoader):
    """Reads YAML without anchors: a text of a few lines could be a document of gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("policies have no anchors and aliases (& and *)")
        return super().compose_node(parent, index)


def read(text: bytes) -> PolicyDocument:
    """Give the policies of a text.

    Raises:
        BadRequest: it is not YAML.
        Invalid: it is, but these are no policies; with what is wrong, place by place.
    """
    try:
        loaded = yaml.load(text.decode("utf-8"), _Loader)  # noqa: S506 - it is a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:300]
        raise BadRequest(f"the policies are not valid YAML: {said}") from error
    try:
        return PolicyDocument.model_validate({} if loaded is None else loaded)
    except ValidationError as error:
        sentence, rows = describe([{**wrong, "loc": ("body", *wrong["loc"])} for wrong in error.errors()])
        raise Invalid(sentence, errors=rows) from error
