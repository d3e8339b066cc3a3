"""Schemathesis over the OpenAPI document: no 5xx, and no answer that the document does not name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sangto.api.document import operations, the_document
from tests.factories.api import Program, make_machine
from tests.factories.cases import World
from tests.factories.consultation import opened_round
from tests.factories.verdicts import published_verdict

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
IDENTITIES = [operation["operationId"] for _m, _p, operation in operations(the_document())]
EXAMPLES = 12


@pytest.fixture(autouse=True)
def _connections_stay_in_the_tests_transaction() -> Iterator[None]:
    """As Django's own test client does it; requests come by WSGI here."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.fixture
def token(world: World) -> str:
    published_verdict(world)
    opened_round(world)
    return make_machine(world.health, daily_calls=1_000_000, daily_reports=20_000)[1]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_nothing_that_is_sent_breaks_it(token: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    seen: set[str] = set()
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr] # an unreadable one ends the test
        seen.add(operation.definition.raw["operationId"])
        strategy: Any = operation.as_strategy(generation_mode=mode)

        @given(case=strategy)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def walk(case: Any) -> None:
            case.headers = {
                **(case.headers or {}),
                "Authorization": f"Bearer {token}",
                "Accept-Encoding": "identity",
            }
            case.call_and_validate(checks=CHECKS)

        try:
            walk()
        except Unsatisfiable:  # nothing in it can be wrong
            assert not operation.definition.raw.get("requestBody")
            assert "{" not in operation.path
    assert seen == set(IDENTITIES)


@pytest.mark.parametrize(
    "text",
    ["\x00", "a\x00b", "\u202e", "𝕳" * 500, "%s%n", "'; DROP TABLE x; --", "\ud83d" * 3, "9" * 400],
)
def test_odd_texts_everywhere(world: World, text: str) -> None:
    _machine, token = make_machine(world.health)
    program = Program(token)
    for path, body in (
        ("check", {"text": text}),
        ("reports/status", {"receipt": text}),
        ("reports", {"text": text, "link": text, "consent_version": text, "territory": text}),
    ):
        headers = {"idempotency-key": "odd-text-1"}
        assert program.post(path, body, **headers).status_code < 500
