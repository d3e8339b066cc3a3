"""`sangto verify` finds what somebody changed straight in the tables."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.utils import timezone

from sangto.audit import guards
from sangto.audit.models import AuditEvent
from sangto.audit.services import seal_pending
from tests.cli.conftest import Sangto
from tests.factories.cases import World
from tests.factories.intake import submit


@pytest.fixture
def sealed(world: World) -> AuditEvent:
    submit()
    seal_pending(timezone.now())
    return AuditEvent.objects.get(tag="report:received")


def test_a_whole_log(sealed: AuditEvent, sangto: Sangto) -> None:
    result = sangto("verify")
    assert result.exit_code == 0
    assert "whole" in result.stdout
    report = json.loads(sangto("verify", "--json").stdout)
    assert report["ok"] is True
    assert report["events"] == AuditEvent.objects.count()
    assert (report["seals"], report["first_broken"], report["problem"]) == (1, None, None)


def test_an_empty_log(db: None, sangto: Sangto) -> None:
    assert sangto("verify").exit_code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor_label = 'somebody else' WHERE id = %s",
        "DELETE FROM audit_auditevent WHERE id = %s",
    ],
)
def test_tampering(sealed: AuditEvent, sangto: Sangto, statement: str) -> None:
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, [sealed.pk])
        assert cursor.rowcount == 1
    guards.install(connection)
    result = sangto("verify")
    assert result.exit_code == 1
    assert f"event {sealed.pk}" in result.stderr
    problem = result.stderr.split(f"event {sealed.pk}: ")[1].strip()
    assert " " in problem, "a sentence, not a code"
    vietnamese = sangto("verify", language="vi")
    assert problem not in vietnamese.stderr
    report = json.loads(sangto("verify", "--json").stdout)
    assert (report["ok"], report["first_broken"]) == (False, f"event {sealed.pk}")
