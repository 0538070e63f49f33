"""What every operation of every service says of itself."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
