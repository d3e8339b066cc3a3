from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sangto.audit.domain.entries import instant
from sangto.audit.models import AuditEvent
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.jobs import handling
from sangto.jobs.handling import Handler, Settle, described, nothing_to_settle, work_on
from sangto.kernel.actor import system_actor
from sangto.kernel.errors import NotVisible, Refusal, Refused
from sangto.queue.domain.tasks import TaskState
from sangto.queue.models import Heartbeat, Task
from sangto.queue.services import Lease, claim, put

pytestmark = pytest.mark.django_db


def lease(kind: str = "test") -> Lease:
    with transaction.atomic():
        put(kind=kind, key="k", payload={"number": 3})
    taken = claim(worker="w", now=timezone.now())
    assert taken is not None
    return taken


def writes(worker: str) -> None:
    Heartbeat.objects.create(worker=worker, seen_at=timezone.now())


def test_the_slow_part_has_no_transaction_and_the_settling_has_one(transactional_db: None) -> None:
    seen: list[tuple[str, bool, str]] = []

    def note(part: str) -> None:
        seen.append((part, connection.in_atomic_block, Task.objects.get().state))

    def handler(payload: Mapping[str, object]) -> Settle:
        assert payload == {"number": 3}
        note("slow")
        return lambda: note("settle")

    assert work_on(lease(), {"test": handler})
    assert seen == [("slow", False, "leased"), ("settle", True, "done")]


def test_effects_and_the_end_of_the_task_stand_or_fall_together() -> None:
    def settle() -> None:
        writes("effect")
        with change(system_actor("test")) as journal:
            journal.record(AuditTag.REPORT_MATCHED, ("intake.report", 3))
        raise ValueError("0900 000 000")

    assert not work_on(lease(), {"test": lambda _payload: settle})
    assert not Heartbeat.objects.exists()
    assert not AuditEvent.objects.exists()
    task = Task.objects.get()
    assert (task.state, task.attempts) == (TaskState.WAITING, 1)
    assert task.last_error == "ValueError"


def test_a_failure_in_the_slow_part_is_kept_without_what_it_says() -> None:
    def handler(_payload: Mapping[str, object]) -> Settle:
        instant("not a time, but 0900 000 000")  # type: ignore[arg-type]
        return nothing_to_settle

    assert not work_on(lease(), {"test": handler})
    error = Task.objects.get().last_error
    assert error.startswith("AttributeError at sangto.audit.domain.entries:")
    assert "0900" not in error


def test_a_refusal_is_kept_by_its_code() -> None:
    refusal = Refusal("report.closed", "The report of %(name)s is closed.", {"name": "Tám"})
    assert described(Refused(refusal)) == "refused: report.closed"
    assert described(NotVisible()) == "refused: not_visible"
    assert described(KeyError("Tám")) == "KeyError"


def test_an_unknown_kind_fails_and_waits_for_a_newer_program() -> None:
    assert not work_on(lease("from.the.future"), {})
    task = Task.objects.get()
    assert task.state == TaskState.WAITING
    assert task.last_error == "sangto.jobs.handling.UnknownKind"


def test_who_lost_the_lease_keeps_no_effect(caplog: pytest.LogCaptureFixture) -> None:
    taken = lease()

    def handler(_payload: Mapping[str, object]) -> Settle:
        Task.objects.update(lease_token="somebody else's")
        return lambda: writes("effect")

    assert not work_on(taken, {"test": handler})
    assert not Heartbeat.objects.exists()
    assert Task.objects.get().state == TaskState.LEASED

    def fails(_payload: Mapping[str, object]) -> Settle:
        raise ValueError

    assert not work_on(taken, {"test": fails})
    task = Task.objects.get()
    assert (task.state, task.last_error) == (TaskState.LEASED, "")


def test_a_long_task_keeps_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    renewals: list[datetime] = []
    thrice = threading.Event()

    def renew(one: Lease) -> Lease:
        renewals.append(datetime.now(UTC))
        if len(renewals) == 3:
            thrice.set()
        return one

    monkeypatch.setattr(handling, "renew", renew)
    with transaction.atomic():
        put(kind="test", key="k")
    taken = claim(worker="w", lease_seconds=0)
    assert taken is not None

    def handler(_payload: Mapping[str, object]) -> Settle:
        assert thrice.wait(20)
        return nothing_to_settle

    handlers: dict[str, Handler] = {"test": handler}
    assert work_on(taken, handlers)
    after = len(renewals)
    assert not threading.Event().wait(0.05)
    assert len(renewals) == after, "nobody renews after the work has ended"
    assert not [one for one in threading.enumerate() if one.name.startswith("lease-")]
