"""query-api's OpenAPI document is what was agreed."""

import json
from pathlib import Path

from caflux_query_api.app import create
from caflux_query_api.settings import QuerySettings

FROZEN = Path(__file__).parent / "openapi" / "query.json"


def test_document_is_the_frozen_one() -> None:
    served = create(QuerySettings(archive_url="http://influxdb:8086/caflux")).openapi()

    assert json.loads(json.dumps(served)) == json.loads(FROZEN.read_text(encoding="utf-8")), (
        "the API changed: where that is meant, run "
        "`python -m caflux_query_api --openapi > tests/contracts/openapi/query.json`"
    )


def test_data_of_the_live_stream_are_documented() -> None:
    document = json.loads(FROZEN.read_text(encoding="utf-8"))

    stream = document["paths"]["/v1/live"]["get"]["responses"]["200"]["content"]["text/event-stream"]
    kinds = stream["itemSchema"]["properties"]["data"]["contentSchema"]["anyOf"]
    assert [kind["$ref"].rpartition("/")[2] for kind in kinds] == ["LiveSamples", "LiveNotice"]
