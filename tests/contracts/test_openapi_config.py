"""config-api's OpenAPI document is what was agreed."""

import json
from pathlib import Path

from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings

FROZEN = Path(__file__).parent / "openapi" / "config.json"


def test_document_is_the_frozen_one() -> None:
    served = create(ConfigSettings(database_url="sqlite:///:memory:")).openapi()

    assert json.loads(json.dumps(served)) == json.loads(FROZEN.read_text(encoding="utf-8")), (
        "the API changed: where that is meant, run `make openapi`"
    )


def test_errors_are_of_one_form() -> None:
    document = json.loads(FROZEN.read_text(encoding="utf-8"))

    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert "ValidationError" not in document["components"]["schemas"]
