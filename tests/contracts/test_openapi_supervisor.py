"""The supervisor's OpenAPI document is what was agreed."""

import json
from pathlib import Path

from caflux_supervisor.app import create
from caflux_supervisor.settings import SupervisorSettings

FROZEN = Path(__file__).parent / "openapi" / "supervisor.json"


def test_document_is_the_frozen_one() -> None:
    nowhere = SupervisorSettings(config_url="http://config", query_url="http://query", data=Path())

    served = json.loads(json.dumps(create(nowhere).openapi()))

    assert served == json.loads(FROZEN.read_text(encoding="utf-8")), (
        "the API changed: where that is meant, run "
        "`python -m caflux_supervisor --openapi > tests/contracts/openapi/supervisor.json`"
    )
