from __future__ import annotations

import threading
from collections.abc import Collection

import pytest
from django.db import connection, transaction

from sangto.audit import locks
from sangto.audit.models import AuditEvent
from sangto.audit.queries import details_match, events_about
from sangto.audit.services import UnrecordedChange, before_the_end, change, gathered
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import (
    Actor,
    ActorKind,
    Role,
    operator_actor,
    public_actor,
    system_actor,
)
from sangto.queue.models import Heartbeat

pytestmark = pytest.mark.django_db

OFFICER = Actor(
    kind=ActorKind.STAFF,
    user_id=3,
    agency_id=8,
    roles=frozenset({Role.DESK_OFFICER}),
    label="Nguyễn Thị Tám",
)
REPORT = ("intake.report", 41)


def test_an_event_says_who_did_what_to_what() -> None:
    with change(OFFICER) as journal:
        event = journal.record(AuditTag.REPORT_CLOSED, REPORT, details={"outcome": "answered"})
    event.refresh_from_db()
    assert (event.tag, event.subject_type, event.subject_id) == (
        "report:closed",
        "intake.report",
        "41",
    )
    assert (event.actor_kind, event.actor_user, event.actor_agency) == ("staff", 3, 8)
    assert list(events_about(REPORT)) == [event]


def test_people_are_numbers_and_jobs_have_names() -> None:
    for actor, label in [
        (OFFICER, ""),
        (public_actor(), ""),
        (system_actor("retention.sweep"), "retention.sweep"),
        (operator_actor("import"), "import"),
    ]:
        with change(actor) as journal:
            assert journal.record(AuditTag.REPORT_CLOSED, REPORT).actor_label == label


def test_details_leave_a_salted_digest_only() -> None:
    details = {"agency": 5, "note": "điện thoại 0900 000 000"}
    with change(OFFICER) as journal:
        one = journal.record(AuditTag.REPORT_CLOSED, REPORT, details=details)
        two = journal.record(AuditTag.REPORT_CLOSED, REPORT, details=details)
    assert one.details_digest != two.details_digest
    stored = repr(AuditEvent.objects.values().get(pk=one.pk))
    assert "0900" not in stored
    assert "Tám" not in stored
    assert details_match(one, details)
    assert not details_match(one, details | {"agency": 6})
    assert not details_match(one, {})


def test_a_row_is_named_by_its_model_and_key() -> None:
    row = Heartbeat.objects.create(worker="w", seen_at="2026-11-02T00:00:00Z")
    with change(OFFICER) as journal:
        event = journal.record(AuditTag.TASK_REVIVED, row)
        with pytest.raises(ValueError, match="after it was saved"):
            journal.record(AuditTag.TASK_REVIVED, Heartbeat(worker="unsaved"))
    assert (event.subject_type, event.subject_id) == ("queue.heartbeat", str(row.pk))


def _write(worker: str) -> None:
    Heartbeat.objects.create(worker=worker, seen_at="2026-11-02T00:00:00Z")


def _fail() -> None:
    raise KeyError


def _written() -> set[str]:
    return set(Heartbeat.objects.values_list("worker", flat=True))


def test_a_change_without_a_record_is_undone() -> None:
    with pytest.raises(UnrecordedChange), change(OFFICER):
        _write("a")
    assert _written() == set()


def test_a_change_may_say_that_there_was_nothing_to_do() -> None:
    with change(OFFICER) as journal:
        journal.nothing_changed()
    assert AuditEvent.objects.count() == 0


def test_an_error_undoes_the_change_and_its_record() -> None:
    def fails() -> None:
        with change(OFFICER) as journal:
            _write("a")
            journal.record(AuditTag.REPORT_CLOSED, REPORT)
            _fail()

    with pytest.raises(KeyError):
        fails()
    assert _written() == set()
    assert AuditEvent.objects.count() == 0


def test_an_inner_change_joins_and_its_record_counts_for_the_outer_one() -> None:
    with change(OFFICER):
        _write("outer")
        with change(system_actor("inner")) as journal:
            _write("inner")
            journal.record(AuditTag.REPORT_CLOSED, REPORT)
    assert _written() == {"outer", "inner"}
    assert AuditEvent.objects.get().actor_kind == "system"


def test_an_inner_change_has_to_record_for_itself() -> None:
    with change(OFFICER) as journal:
        _write("outer")
        journal.record(AuditTag.REPORT_CLOSED, REPORT)
        with pytest.raises(UnrecordedChange), change(OFFICER):
            _write("inner")
    assert _written() == {"outer"}


def test_a_failed_inner_change_is_undone_alone_and_does_not_count() -> None:
    def inner_fails() -> None:
        with change(OFFICER) as inner:
            inner.record(AuditTag.REPORT_CLOSED, REPORT)
            _fail()

    def only_the_inner_one_records() -> None:
        with change(OFFICER):
            _write("outer")
            with pytest.raises(KeyError):
                inner_fails()

    with pytest.raises(UnrecordedChange):
        only_the_inner_one_records()
    assert _written() == set()
    assert AuditEvent.objects.count() == 0


def test_an_outer_error_undoes_an_inner_change() -> None:
    def fails() -> None:
        with change(OFFICER):
            with change(OFFICER) as inner:
                _write("inner")
                inner.record(AuditTag.REPORT_CLOSED, REPORT)
            _fail()

    with pytest.raises(KeyError):
        fails()
    assert _written() == set()


def test_after_a_change_the_next_one_starts_anew() -> None:
    with change(OFFICER) as journal:
        journal.record(AuditTag.REPORT_CLOSED, REPORT)
    with pytest.raises(UnrecordedChange), change(OFFICER):
        pass


def test_only_tags_of_the_list_are_recorded() -> None:
    with pytest.raises(ValueError, match="report:liked"), change(OFFICER) as journal:
        journal.record("report:liked", REPORT)  # type: ignore[arg-type]


def test_a_change_locks_before_it_begins_its_transaction(
    monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    steps: list[str] = []
    lock = locks._WRITERS

    class Watched:
        def __enter__(self) -> bool:
            steps.append(f"lock, in transaction: {connection.in_atomic_block}")
            return lock.__enter__()

        def __exit__(self, *args: object) -> None:
            steps.append(f"unlock, in transaction: {connection.in_atomic_block}")
            lock.release()

    monkeypatch.setattr(locks, "_WRITERS", Watched())
    with change(OFFICER) as journal:
        journal.record(AuditTag.REPORT_CLOSED, REPORT)
        with change(OFFICER) as inner:
            inner.record(AuditTag.REPORT_CLOSED, REPORT)
    expected = (
        ["lock, in transaction: False", "unlock, in transaction: False"]
        if connection.vendor == "sqlite"
        else []
    )
    assert steps == expected


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has locks of its own")
def test_a_second_writer_waits_outside_the_database(transactional_db: None) -> None:
    entered = threading.Event()

    def second() -> None:
        with locks.write_lock():
            entered.set()
        connection.close()

    thread = threading.Thread(target=second)
    with locks.write_lock(), locks.write_lock(), transaction.atomic():
        thread.start()
        assert not entered.wait(0.2)
    thread.join(timeout=10)
    assert entered.is_set()


def test_last_steps_run_once_before_the_end() -> None:
    ran: list[tuple[int, ...]] = []

    def step(items: Collection[int]) -> None:
        assert connection.in_atomic_block
        ran.append(tuple(items))

    with change(OFFICER) as journal:
        before_the_end(step, 2)
        with change(OFFICER) as inner:
            before_the_end(step, 1)
            before_the_end(step, 2)
            inner.nothing_changed()
        assert ran == []
        journal.nothing_changed()
    assert ran == [(2, 1)]
    before_the_end(step, 7)
    assert ran[1:] == [(7,)]


def test_changes_that_are_gathered_share_their_last_steps() -> None:
    ran: list[tuple[int, ...]] = []

    def step(items: Collection[int]) -> None:
        ran.append(tuple(items))

    with gathered():
        for item in (3, 1, 3):
            with change(OFFICER) as journal:
                before_the_end(step, item)
                journal.nothing_changed()
        assert ran == []
    assert ran == [(3, 1)]


def test_nothing_runs_after_gathered_changes_that_failed() -> None:
    ran: list[tuple[int, ...]] = []

    def fails() -> None:
        with gathered():
            with change(OFFICER) as journal:
                before_the_end(lambda items: ran.append(tuple(items)), 1)
                journal.record(AuditTag.REPORT_CLOSED, REPORT)
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    assert ran == []
    assert not AuditEvent.objects.exists()
