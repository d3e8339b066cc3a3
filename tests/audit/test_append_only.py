"""The database itself refuses to change the record."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from sangto.audit.models import AuditEvent, Seal
from sangto.audit.services import change, seal_pending
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import public_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> AuditEvent:
    with change(public_actor()) as journal:
        recorded = journal.record(AuditTag.REPORT_RECEIVED, ("intake.report", 7))
    assert seal_pending() is not None
    return recorded


REFUSED = [
    "UPDATE audit_auditevent SET tag = 'report:closed'",
    "UPDATE audit_auditevent SET tag = tag WHERE id = {event}",
    "DELETE FROM audit_auditevent",
    "DELETE FROM audit_auditevent WHERE id = {event}",
    "UPDATE audit_seal SET size = 2",
    "DELETE FROM audit_seal",
]
REFUSED_BY_VENDOR = {
    "sqlite": [
        "INSERT OR REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent WHERE id = {event}",
        "INSERT OR REPLACE INTO audit_seal SELECT * FROM audit_seal",
    ],
    "postgresql": [
        "TRUNCATE audit_auditevent",
        "TRUNCATE audit_seal",
        "INSERT INTO audit_auditevent SELECT * FROM audit_auditevent WHERE id = {event}"
        " ON CONFLICT (id) DO UPDATE SET tag = 'report:closed'",
        "SET session_replication_role = replica; DELETE FROM audit_auditevent",
    ],
}


def test_every_way_of_changing_it_is_refused(event: AuditEvent) -> None:
    before = list(AuditEvent.objects.values()), list(Seal.objects.values_list("id", "mac"))
    for statement in [*REFUSED, *REFUSED_BY_VENDOR[connection.vendor]]:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(event=event.pk))
    after = list(AuditEvent.objects.values()), list(Seal.objects.values_list("id", "mac"))
    assert after == before


def test_the_models_way_is_refused_too(event: AuditEvent) -> None:
    event.tag = "report:closed"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(tag="report:closed")


def test_an_actor_of_no_known_kind_is_refused() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.create(
            at="2026-11-02T00:00:00Z",
            tag="report:received",
            actor_kind="crawler",
            actor_label="",
            subject_type="intake.report",
            subject_id="1",
            salt="",
            details_digest="",
            leaf_hash="",
        )
