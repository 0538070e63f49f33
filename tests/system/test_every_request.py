"""What the OpenAPI documents allow, and what they don't, asked of every route: no answer is a surprise.

The requests are made by schemathesis from the documents, the same ones each time. Asked are real services, on
a MariaDB and on an SQLite archive with a little in it.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from caflux_config_api.app import create as create_config
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_query_api.app import create as create_query
from caflux_query_api.settings import QuerySettings
from caflux_storage import Event
from caflux_storage.encode import encode_event
from caflux_supervisor.app import create as create_supervisor
from caflux_supervisor.settings import SupervisorSettings
from caflux_testing.http_server import HttpServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.place import Place, numbers
from caflux_testing.plain_http import PLAIN_HTTP
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

PASSWORD = "correct horse"
SERVICE = "token-of-the-services"
EXAMPLES = {GenerationMode.POSITIVE: 4, GenerationMode.NEGATIVE: 3}
STREAMS = {"stream_live", "stream_live_of", "stream_events"}
PLENTY_S = 60
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def urls(mariadb: DatabaseServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Start the services; give where each is."""
    folder = tmp_path_factory.mktemp("every-request")
    database, archived = mariadb.new_database(), f"sqlite:///{folder}/archive.db"

    async def prepare() -> None:
        await migrate(database)
        place = await Place.prepared(archived)
        await place.write(numbers("A", [1_000, 2_000], [1.0, 2.0]), encode_event(Event("A", 1, "connected")))
        await place.close()

    asyncio.run(prepare())
    config = ConfigSettings(database_url=database, admin_password=PASSWORD, service_token=SERVICE)
    with ExitStack() as stack:
        at_config = stack.enter_context(HttpServer(create_config(config))).url
        query = create_query(QuerySettings(archive_url=archived, config_url=at_config))
        at_query = stack.enter_context(HttpServer(query)).url
        supervisor = SupervisorSettings(query_url=at_query, config_url=at_config, data=folder / "supervisor")
        at_supervisor = stack.enter_context(HttpServer(create_supervisor(supervisor))).url
        yield {"config": at_config, "query": at_query, "supervisor": at_supervisor}


@pytest.fixture(scope="module")
def admin(urls: dict[str, str]) -> dict[str, Any]:
    """Give a token of the admin."""
    answer = httpx.post(
        f"{urls['config']}/v1/tokens", auth=("admin", PASSWORD), timeout=PLENTY_S, verify=PLAIN_HTTP
    )
    answer.raise_for_status()
    issued: dict[str, Any] = answer.json()
    return issued


@pytest.mark.parametrize("service", ["config", "query", "supervisor"])
def test_no_answer_is_a_surprise(service: str, urls: dict[str, str], admin: dict[str, Any]) -> None:
    document = httpx.get(f"{urls[service]}/openapi.json", timeout=PLENTY_S, verify=PLAIN_HTTP).json()
    schema = schemathesis.openapi.from_dict(document)
    wrong = dict[tuple[str, str], str]()
    asked = set[str]()
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {admin['token']}"

        def ask(case: Case[Any]) -> None:
            asked.add(case.operation.label)
            if str((case.path_parameters or {}).get("token_id")) != str(admin["id"]):  # it is asked with that
                kind, told = surprise(case, urls[service], session)
                if kind:
                    wrong.setdefault((case.operation.label, kind), told)

        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            for mode, examples in EXAMPLES.items():
                ask_many(found.ok(), mode, examples, ask)

    assert wrong == {}
    assert len(asked) == sum(len(operations) for operations in document["paths"].values())


def ask_many(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    examples: int,
    ask: Callable[[Case[Any]], None],
) -> None:
    """Ask an operation some times, with what its document allows, or with what it does not."""
    repeatable = settings(
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    try:
        repeatable(given(operation.as_strategy(generation_mode=mode))(ask))()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "an operation without parameters takes nothing that is wrong"


def surprise(case: Case[Any], url: str, session: requests.Session) -> tuple[str, str]:
    """Ask, and say what is wrong with the answer: in a word, and all of it."""
    definition = case.operation.definition.raw
    if case.query and "wait" in case.query:
        case.query["wait"] = 0
    if definition["operationId"] in STREAMS:
        return surprise_of_stream(case, url, session)
    response = case.call(base_url=url, session=session, timeout=PLENTY_S)
    status = response.status_code
    if status >= 500 or str(status) not in definition["responses"]:
        return str(status), f"{case.as_curl_command()[:1_000]}\n{response.text[:500]}"
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as failures:
        return type(failures.exceptions[0]).__name__, str(failures)[:2_000]
    return "", ""


def surprise_of_stream(case: Case[Any], url: str, session: requests.Session) -> tuple[str, str]:
    """Ask for a stream, which has no end, and look at how it begins."""
    asked = case.as_transport_kwargs(base_url=url)
    with session.request(**asked, timeout=PLENTY_S, stream=True) as response:
        status, kind = str(response.status_code), response.headers.get("content-type", "")
    documented = case.operation.definition.raw["responses"]
    if status in documented and kind.partition(";")[0] in documented[status]["content"]:
        return "", ""
    return status, f"{kind}: {case.as_curl_command()[:1_000]}"
