"""Who gets in at every endpoint: by scope, by the state of the key, and without one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sangto.api.document import operations, the_document
from sangto.kernel.actor import CONFIDENTIAL_SCOPES, Scope
from sangto.organisations.models import ApiKey
from sangto.organisations.queries import today
from sangto.organisations.services import end_integration
from tests.factories.api import OPERATOR, Program, make_machine
from tests.factories.cases import World

#: Operation -> its scope (None: any key) and whether anybody may call it.
EXPECTED: dict[str, tuple[Scope | None, bool]] = {
    "check": (Scope.CHECK, True),
    "listVerdicts": (Scope.VERDICTS, True),
    "getVerdict": (Scope.VERDICTS, True),
    "listVersions": (Scope.VERDICTS, True),
    "getVersion": (Scope.VERDICTS, True),
    "getClaimReview": (Scope.VERDICTS, True),
    "listClaims": (Scope.VERDICTS, True),
    "getClaim": (Scope.VERDICTS, True),
    "getFeeds": (Scope.VERDICTS, True),
    "getConsent": (Scope.REPORTS_SEND, True),
    "sendReport": (Scope.REPORTS_SEND, False),
    "getReportState": (Scope.REPORTS_READ, False),
    "listRounds": (Scope.ROUNDS_READ, False),
    "getRound": (Scope.ROUNDS_READ, False),
    "putAnswer": (Scope.ROUNDS_ANSWER, False),
    "lookUpNumber": (Scope.INDICATORS, False),
    "listWebhooks": (Scope.WEBHOOKS, False),
    "addWebhook": (Scope.WEBHOOKS, False),
    "switchWebhook": (Scope.WEBHOOKS, False),
    "rotateWebhookSecret": (Scope.WEBHOOKS, False),
    "testWebhook": (Scope.WEBHOOKS, False),
    "getKey": (None, False),
}


def calls() -> dict[str, tuple[str, str]]:
    return {
        operation["operationId"]: (
            method.upper(),
            path.replace("{reference}", "KL-26-K7Q4M3").replace("{number}", "1"),
        )
        for method, path, operation in operations(the_document())
    }


def status(program: Program, operation: str) -> int:
    method, path = calls()[operation]
    body: Any = None if method == "GET" else {}
    return program.call(method, path, body).status_code


def test_the_matrix_names_every_endpoint() -> None:
    assert set(EXPECTED) == set(calls())
    for _method, _path, operation in operations(the_document()):
        scope, anonymous = EXPECTED[operation["operationId"]]
        assert operation["x-scope"] == (scope.value if scope else None)
        assert operation["x-anonymous"] is anonymous
        assert operation["security"] == [
            {"Key": [scope.value] if scope else []},
            *([{}] if anonymous else []),
        ]


def test_every_endpoint_by_scope_and_state(world: World) -> None:
    """Inside means: what is wrong is the request (404, 422), not the caller."""
    inside = {200, 404, 422}
    for scope in Scope:
        _integration, token = make_machine(world.health, [scope])
        _other, waiting = make_machine(world.health, [scope], confirmed=False)
        for operation, (wanted, _anonymous) in EXPECTED.items():
            allowed = wanted in (scope, None)
            found = status(Program(token), operation)
            assert (found in inside) is allowed, (operation, scope, found)
            assert allowed or found == 403
            unconfirmed = status(Program(waiting), operation)
            early = allowed and (wanted is None or scope not in CONFIDENTIAL_SCOPES)
            assert (unconfirmed in inside) is early, (operation, scope, unconfirmed)
    for operation, (_scope, anonymous) in EXPECTED.items():
        found = status(Program(), operation)
        assert (found in inside) if anonymous else (found == 401), (operation, found)


def test_keys_that_hold_no_more(world: World) -> None:
    integration, token = make_machine(world.health)
    _ended, of_ended = make_machine(world.trade)
    end_integration(integration=_ended, actor=OPERATOR)
    expired, of_expired = make_machine(world.police)
    ApiKey.objects.filter(integration=expired).update(expires_on=today() - timedelta(days=1))
    wrong = [of_ended, of_expired, token[:-1], "st_", "", "ü" * 20]
    for operation in EXPECTED:
        for one in wrong:
            program = Program()
            response = program.call(*calls()[operation], {}, authorization=f"Bearer {one}")
            assert response.status_code == 401, (operation, one)
            assert response["WWW-Authenticate"].startswith("Bearer")
    assert Program(token).get("key", authorization=f"Basic {token}").status_code == 200
    assert Program().get("key", authorization=f"Basic {token}").status_code == 401
    assert integration.pk
