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

    for method in ("get", "post"):
        answer = document["paths"]["/v1/live"][method]["responses"]["200"]
        kinds = answer["content"]["text/event-stream"]["schema"]["anyOf"]
        names = [kind.get("items", kind)["$ref"].rpartition("/")[2] for kind in kinds]
        assert names == [
            "LiveSamples",
            "LiveNotice",
            "LiveReplayed",
            "LiveRecording",
            "LiveArchive",
            "LiveRefused",
            "LiveEnd",
        ]
