"""What every operation of every service says of itself."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

FROZEN = Path(__file__).parent / "openapi"
SERVICES = ("config", "query", "supervisor")


def document(service: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FROZEN / f"{service}.json").read_text(encoding="utf-8"))
    return found


def operations(service: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document(service)["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


@pytest.mark.parametrize("service", SERVICES)
def test_each_operation_has_a_name_of_its_own_and_a_summary(service: str) -> None:
    names = [operation["operationId"] for _, operation in operations(service)]

    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    assert [label for label, operation in operations(service) if not operation.get("summary")] == []
    assert [label for label, operation in operations(service) if not operation.get("description")] == []


@pytest.mark.parametrize("service", SERVICES)
def test_each_operation_says_which_problems_it_may_answer(service: str) -> None:
    for label, operation in operations(service):
        problems = {status: told for status, told in operation["responses"].items() if not status < "400"}
        wanted = {"default", "503"}
        wanted |= {"422"} if operation.get("parameters") or "requestBody" in operation else set()
        wanted |= {"400", "413", "415"} if "requestBody" in operation else set()
        wanted |= {"401", "403"} if operation["security"] else set()
        wanted |= {"404"} if "{" in label else set()
        assert wanted <= problems.keys(), label
        assert all(list(told["content"]) == ["application/problem+json"] for told in problems.values()), label
        assert all(told["description"] for told in problems.values()), label


def of_bodies(service: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give where a body is described, and how."""
    for label, operation in operations(service):
        for kind, told in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{label} {kind}", told


def of_answers(service: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each answer in JSON where all is well, with what it is called."""
    for label, operation in operations(service):
        for status, answer in operation["responses"].items():
            told = answer.get("content", {}).get("application/json")
            if status < "300" and told:
                yield f"{label} {status}", told


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("each", [of_bodies, of_answers])
def test_each_body_and_answer_has_an_example(
    service: str, each: Callable[[str], Iterator[tuple[str, dict[str, Any]]]]
) -> None:
    schemas = document(service)["components"]["schemas"]
    for label, told in each(service):
        one = told["schema"].get("anyOf", [told["schema"]])[0]  # or null, of a body that may be left out
        one = one.get("items", one)
        name = one.get("$ref", "").rpartition("/")[2]
        assert "example" in told or "examples" in schemas.get(name, {}), label


@pytest.mark.parametrize("service", SERVICES)
def test_examples_are_what_they_are_examples_of(service: str) -> None:
    components = document(service)["components"]
    found = [
        (name, one) for name, schema in components["schemas"].items() for one in schema.get("examples", [])
    ]
    for name, example in found:
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        assert jsonschema_rs.Draft202012Validator(schema).is_valid(example), name
    assert len(found) > 2
    for label, told in of_bodies(service):
        if "example" in told:
            schema = {**told["schema"], "components": components}
            assert jsonschema_rs.Draft202012Validator(schema).is_valid(told["example"]), label
