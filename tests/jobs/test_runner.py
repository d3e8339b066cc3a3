from __future__ import annotations

import threading
from collections.abc import Mapping

import pytest
from django.db import OperationalError, connection, transaction

from sangto.audit.models import Seal
from sangto.audit.queries import verify
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.jobs import runner
from sangto.jobs.handling import Handler, Settle, nothing_to_settle
from sangto.jobs.runner import Worker, run_one, run_until_empty, worker_name
from sangto.jobs.schedule import PERIODIC, Schedule
from sangto.kernel.actor import system_actor
from sangto.queue.domain.tasks import TaskState
from sangto.queue.models import Heartbeat, Task
from sangto.queue.services import put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_test_keeps_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker gives its thread's connection back when it ends; here that is the test's own."""
    monkeypatch.setattr(connection, "close", lambda: None)


def quiet(_payload: Mapping[str, object]) -> Settle:
    return nothing_to_settle


def queue(*keys: str, kind: str = "test") -> None:
    with transaction.atomic():
        for key in keys:
            put(kind=kind, key=key, payload={"key": key})


def test_one_task_at_a_time() -> None:
    queue("a", "b")
    assert run_one("w", handlers={"test": quiet})
    assert list(Task.objects.order_by("key").values_list("state", flat=True)) == ["done", "waiting"]
    assert run_one("w", handlers={"test": quiet})
    assert not run_one("w", handlers={"test": quiet})


def test_until_empty_also_does_what_tasks_put(monkeypatch: pytest.MonkeyPatch) -> None:
    def more(payload: Mapping[str, object]) -> Settle:
        def settle() -> None:
            if payload["key"] == "a":
                put(kind="test", key="put by a", payload={"key": "last"})

        return settle

    monkeypatch.setattr(runner, "HANDLERS", {"test": more})
    queue("a")
    assert run_until_empty() == 2
    assert set(Task.objects.values_list("state", flat=True)) == {"done"}


def test_until_empty_leaves_what_failed_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_payload: Mapping[str, object]) -> Settle:
        raise ValueError

    monkeypatch.setattr(runner, "HANDLERS", {"test": fails})
    queue("a")
    assert run_until_empty() == 1
    assert Task.objects.get().state == TaskState.WAITING


def test_sealing_is_done_by_its_task() -> None:
    with change(system_actor("test")) as journal:
        journal.record(AuditTag.CASE_OPENED, ("cases.case", 1))
    queue("audit.seal:now", kind="audit.seal")
    assert run_until_empty() == 1
    assert Seal.objects.get().size == 1
    assert verify().ok


def test_pruning_is_done_by_its_task() -> None:
    queue("queue.prune:now", kind="queue.prune")
    assert run_until_empty() == 1
    assert Task.objects.get().state == TaskState.DONE


def test_names_of_workers_differ() -> None:
    assert worker_name() != worker_name()
    assert len(worker_name()) <= 100


def _stopping(stop: threading.Event, seen: list[object]) -> Handler:
    def handler(payload: Mapping[str, object]) -> Settle:
        def settle() -> None:
            seen.append(payload["key"])
            stop.set()

        return settle

    return handler


def test_a_worker_ends_its_task_and_stops() -> None:
    stop, seen = threading.Event(), list[object]()
    queue("a", "b")
    worker = Worker("w", handlers={"test": _stopping(stop, seen)}, schedule=Schedule(()))
    worker.run(stop)
    assert seen == ["a"]
    assert list(Task.objects.order_by("key").values_list("state", flat=True)) == ["done", "waiting"]
    assert Heartbeat.objects.get().worker == "w"


def test_a_worker_that_is_told_to_stop_does_nothing() -> None:
    stop = threading.Event()
    stop.set()
    queue("a")
    Worker("w", handlers={"test": quiet}).run(stop)
    assert Task.objects.get().state == TaskState.WAITING


@pytest.mark.parametrize("error", [OperationalError("gone"), RuntimeError("a mistake")])
def test_a_worker_outlives_a_database_that_does_not_answer(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, seen, failures = threading.Event(), list[object](), [error, error]
    queue("a")

    def beat(_worker: str) -> None:
        if failures:
            raise failures.pop()

    monkeypatch.setattr(runner, "beat", beat)
    Worker("w", handlers={"test": _stopping(stop, seen)}, schedule=Schedule(())).run(stop)
    assert seen == ["a"]
    assert failures == []


def test_a_worker_puts_periodic_work_into_the_queue() -> None:
    stop = threading.Event()

    def seal(_payload: Mapping[str, object]) -> Settle:
        return stop.set

    handlers: dict[str, Handler] = {one.kind: quiet for one in PERIODIC}
    Worker("w", handlers=handlers | {"audit.seal": seal}).run(stop)
    assert Task.objects.count() == len(PERIODIC)
