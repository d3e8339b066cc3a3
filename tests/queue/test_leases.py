from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from sangto.queue.domain.tasks import LONGEST_BACK_OFF, MAX_ATTEMPTS, TaskState, back_off
from sangto.queue.models import Task
from sangto.queue.services import Lease, LeaseLost, claim, fail, finish, put, renew

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def queued(key: str = "k", *, kind: str = "report.match", run_at: datetime = NOW) -> Task:
    assert put(kind=kind, key=key, payload={"report": 5}, run_at=run_at, now=NOW)
    return Task.objects.get(key=key)


def claimed(moment: datetime = NOW, worker: str = "w") -> Lease:
    lease = claim(worker=worker, now=moment)
    assert lease is not None
    return lease


def test_a_key_is_put_once() -> None:
    assert put(kind="report.match", key="report:5", payload={"report": 5}, now=NOW)
    assert not put(kind="report.match", key="report:5", payload={"report": 6}, now=NOW)
    task = Task.objects.get()
    assert (task.payload, task.state, task.run_at) == ({"report": 5}, "waiting", NOW)


def test_a_key_stays_known_after_the_task_is_done() -> None:
    queued()
    with transaction.atomic():
        finish(claimed(), now=NOW)
    assert not put(kind="report.match", key="k", now=NOW)


@transaction.atomic
def _change_that_fails() -> None:
    put(kind="report.match", key="report:5")
    raise RuntimeError("no report after all")


def test_a_task_goes_away_with_the_change_that_needed_it() -> None:
    with pytest.raises(RuntimeError, match="after all"):
        _change_that_fails()
    assert not Task.objects.exists()


def test_putting_and_finishing_want_a_transaction(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        put(kind="report.match", key="report:5")
    with transaction.atomic():
        queued()
    with pytest.raises(RuntimeError, match="transaction"):
        finish(claimed())
    assert Task.objects.get().state == TaskState.LEASED


def test_a_lease_carries_what_the_work_needs() -> None:
    task = queued()
    lease = claim(worker="w", now=NOW, lease_seconds=30)
    assert lease is not None
    assert (lease.task_id, lease.kind, lease.key) == (task.pk, "report.match", "k")
    assert (lease.payload, lease.attempts, lease.until) == ({"report": 5}, 1, at(30))
    task.refresh_from_db()
    assert (task.state, task.lease_until, task.attempts) == ("leased", at(30), 1)


def test_a_leased_task_is_nobody_elses() -> None:
    queued()
    claimed()
    assert claim(worker="other", now=at(59)) is None
    assert claim(worker="other", now=at(60)) is None


def test_an_abandoned_task_goes_to_who_comes_next() -> None:
    queued()
    first = claimed()
    second = claimed(at(61), "other")
    assert (second.task_id, second.attempts) == (first.task_id, 2)
    assert second.token != first.token


def test_whoever_lost_the_lease_can_do_nothing_with_it() -> None:
    queued()
    first = claimed()
    second = claimed(at(61), "other")
    with pytest.raises(LeaseLost):
        renew(first, now=at(62))
    with pytest.raises(LeaseLost):
        fail(first, "x", now=at(62))
    with pytest.raises(LeaseLost), transaction.atomic():
        finish(first, now=at(62))
    with transaction.atomic():
        finish(second, now=at(63))
    task = Task.objects.get()
    assert (task.state, task.finished_at, task.lease_token) == ("done", at(63), "")


def test_a_finished_lease_can_not_be_finished_again() -> None:
    queued()
    lease = claimed()
    with transaction.atomic():
        finish(lease)
    with pytest.raises(LeaseLost), transaction.atomic():
        finish(lease)


def test_a_late_worker_may_finish_as_long_as_nobody_took_over() -> None:
    queued()
    lease = claimed()
    with transaction.atomic():
        finish(lease, now=at(500))
    assert Task.objects.get().state == TaskState.DONE


def test_a_renewed_lease_lasts_from_then_on() -> None:
    queued()
    lease = renew(claimed(), now=at(50))
    assert lease.until == at(110)
    assert claim(worker="other", now=at(100)) is None
    assert claim(worker="other", now=at(111)) is not None


def test_tasks_come_in_the_order_of_their_time() -> None:
    queued("late", run_at=at(20))
    queued("early", run_at=at(5))
    queued("also early", run_at=at(5))
    assert claim(worker="w", now=NOW) is None
    assert [claimed(at(30)).key for _ in range(3)] == ["early", "also early", "late"]


def test_a_worker_may_ask_for_some_kinds_only() -> None:
    queued("a", kind="notice.deliver")
    queued("b", kind="report.match")
    lease = claim(worker="w", kinds={"report.match"}, now=NOW)
    assert lease is not None
    assert lease.key == "b"
    assert claim(worker="w", kinds={"report.match"}, now=NOW) is None


def test_a_failed_task_waits_longer_each_time_and_is_given_up_at_last() -> None:
    queued()
    moment = NOW
    for attempt in range(1, MAX_ATTEMPTS + 1):
        lease = claimed(moment)
        assert lease.attempts == attempt
        state = fail(lease, f"ValueError {attempt}", now=moment)
        task = Task.objects.get()
        assert task.last_error == f"ValueError {attempt}"
        if attempt == MAX_ATTEMPTS:
            break
        assert state == task.state == TaskState.WAITING
        assert task.run_at == moment + back_off(attempt)
        assert claim(worker="w", now=task.run_at - timedelta(microseconds=1)) is None
        moment = task.run_at
    assert state == task.state == TaskState.DEAD
    assert task.finished_at == moment
    assert claim(worker="w", now=moment + timedelta(days=9)) is None


def test_a_task_that_stops_its_workers_is_given_up() -> None:
    queued("poison")
    moment = NOW
    for _ in range(MAX_ATTEMPTS):
        claimed(moment)
        moment += timedelta(seconds=61)
    queued("harmless")
    assert claimed(moment).key == "harmless"
    poison = Task.objects.get(key="poison")
    assert (poison.state, poison.last_error) == ("dead", "the worker stopped in mid-task")


def test_pauses_grow_up_to_an_hour() -> None:
    pauses = [back_off(attempts) for attempts in range(40)]
    assert pauses == sorted(pauses)
    assert (pauses[1], pauses[2], pauses[-1]) == (
        timedelta(seconds=5),
        timedelta(seconds=15),
        LONGEST_BACK_OFF,
    )


def test_who_reads_the_same_free_row_second_moves_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers saw the same row; the update of the second requires what it saw."""
    if connection.features.has_select_for_update_skip_locked:
        pytest.skip("PostgreSQL skips locked rows instead")
    from sangto.queue.services import leases

    queued("a")
    queued("b", run_at=at(1))
    seen = leases._waiting(at(5), None)
    stale = list(seen)
    assert claimed(at(5)).key == "a"

    class Stale(list[Task]):
        pass

    taken = leases._taken(Stale(stale), "f" * 32, at(90))  # type: ignore[arg-type]
    assert taken is not None
    assert taken.key == "b"


@pytest.mark.parametrize(
    "values",
    [
        {"state": "leased"},
        {"state": "leased", "lease_until": NOW},
        {"state": "waiting", "lease_until": NOW},
        {"state": "waiting", "lease_token": "t"},
        {"state": "done"},
        {"state": "dead"},
        {"state": "waiting", "finished_at": NOW},
        {"state": "running"},
    ],
)
def test_the_database_refuses_impossible_rows(values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(kind="k", key="k", run_at=NOW, created_at=NOW, **values)
