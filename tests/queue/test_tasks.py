from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.queue.domain.tasks import TaskState
from sangto.queue.models import Heartbeat, Task
from sangto.queue.queries import (
    backlog,
    dead_letters,
    dead_letters_visible_to,
    latest_heartbeat,
    next_due,
    oldest_waiting,
)
from sangto.queue.services import beat, claim, prune, put, revive

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def staff(*roles: Role, lead: bool = True) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        user_id=4,
        agency_id=1,
        roles=frozenset(roles),
        in_lead_agency=lead,
    )


def dead(key: str = "k", *, kind: str = "notice.deliver", finished_at: datetime = NOW) -> Task:
    return Task.objects.create(
        kind=kind,
        key=key,
        state=TaskState.DEAD,
        run_at=NOW,
        created_at=NOW,
        attempts=8,
        last_error="smtplib.SMTPException at sangto.notices.mail:57",
        finished_at=finished_at,
    )


ALLOWED = [
    staff(Role.DESK_OFFICER),
    staff(Role.APPROVER),
    staff(Role.ADMINISTRATOR),
    staff(Role.ADMINISTRATOR, lead=False),
    operator_actor("queue revive"),
]
OTHERS = [
    staff(),
    staff(Role.DESK_OFFICER, lead=False),
    staff(Role.APPROVER, lead=False),
    staff(Role.FOCAL_OFFICER),
    staff(Role.EDITOR),
    staff(Role.APPEALS_OFFICER),
    staff(Role.AUDITOR),
    public_actor(),
    system_actor("queue.prune"),
]


@pytest.mark.parametrize("actor", ALLOWED)
def test_who_may_see_and_revive_dead_letters(actor: Actor) -> None:
    task = dead()
    assert list(dead_letters_visible_to(actor)) == [task]
    revive(task_id=task.pk, actor=actor, now=NOW)
    task.refresh_from_db()
    assert (task.state, task.attempts, task.run_at, task.finished_at) == ("waiting", 0, NOW, None)
    event = AuditEvent.objects.get()
    assert (event.tag, event.subject_type, event.subject_id) == (
        "task:revived",
        "queue.task",
        str(task.pk),
    )
    assert (event.actor_kind, event.actor_user) == (actor.kind.value, actor.user_id)
    lease = claim(worker="w", now=NOW)
    assert lease is not None
    assert lease.attempts == 1


@pytest.mark.parametrize("actor", OTHERS)
def test_others_see_nothing_and_change_nothing(actor: Actor) -> None:
    task = dead()
    assert list(dead_letters_visible_to(actor)) == []
    with pytest.raises(NotVisible):
        revive(task_id=task.pk, actor=actor)
    with pytest.raises(NotVisible):
        revive(task_id=task.pk + 1, actor=actor)
    task.refresh_from_db()
    assert task.state == TaskState.DEAD
    assert not AuditEvent.objects.exists()


def test_the_second_who_revives_is_refused() -> None:
    task = dead()
    revive(task_id=task.pk, actor=ALLOWED[0])
    with pytest.raises(Refused) as refused:
        revive(task_id=task.pk, actor=ALLOWED[1])
    assert refused.value.refusal.code == "queue.not_dead"
    assert AuditEvent.objects.count() == 1


def test_an_unknown_task_looks_like_a_forbidden_one() -> None:
    with pytest.raises(NotVisible):
        revive(task_id=999, actor=ALLOWED[0])


def test_dead_letters_come_newest_first_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    old = dead("old", finished_at=NOW - timedelta(days=2))
    with django_assert_num_queries(1):
        assert list(dead_letters()) == [old]
    new, middle = dead("new"), dead("middle", finished_at=NOW - timedelta(days=1))
    with django_assert_num_queries(1):
        assert list(dead_letters()) == [new, middle, old]


def test_the_backlog_counts_what_is_due_and_what_is_worked_on() -> None:
    dead()
    for key, run_at in [("a", NOW), ("b", NOW - timedelta(minutes=5)), ("c", NOW)]:
        put(kind="report.match", key=key, run_at=run_at, now=NOW)
    put(kind="notice.deliver", key="d", run_at=NOW, now=NOW)
    put(kind="notice.deliver", key="later", run_at=NOW + timedelta(hours=1), now=NOW)
    oldest = oldest_waiting(now=NOW)
    assert oldest is not None
    assert oldest.key == "b"
    assert next_due() == NOW - timedelta(minutes=5)
    assert claim(worker="w", now=NOW) is not None
    assert backlog(now=NOW) == {"notice.deliver": 1, "report.match": 3}


def test_an_empty_queue() -> None:
    assert (backlog(), oldest_waiting(), latest_heartbeat(), next_due()) == ({}, None, None, None)


def test_a_worker_has_one_heartbeat() -> None:
    beat("a", now=NOW)
    beat("b", now=NOW + timedelta(seconds=5))
    beat("a", now=NOW + timedelta(seconds=9))
    assert Heartbeat.objects.count() == 2
    latest = latest_heartbeat()
    assert latest is not None
    assert (latest.worker, latest.seen_at) == ("a", NOW + timedelta(seconds=9))


def test_pruning_keeps_what_is_open_or_dead() -> None:
    long_ago = NOW - timedelta(days=31)

    def done(key: str, kind: str, finished_at: datetime) -> None:
        Task.objects.create(
            kind=kind,
            key=key,
            state=TaskState.DONE,
            run_at=long_ago,
            created_at=long_ago,
            finished_at=finished_at,
        )

    done("old", "report.match", long_ago)
    done("three days", "report.match", NOW - timedelta(days=3))
    done("brief", "audit.seal", NOW - timedelta(days=3))
    done("brief and fresh", "audit.seal", NOW - timedelta(days=1))
    dead("dead", finished_at=long_ago)
    put(kind="report.match", key="waiting", run_at=long_ago, now=long_ago)
    beat("gone", now=long_ago)
    beat("alive", now=NOW)
    assert prune(brief={"audit.seal"}, now=NOW) == 2
    assert set(Task.objects.values_list("key", flat=True)) == {
        "three days",
        "brief and fresh",
        "dead",
        "waiting",
    }
    assert [one.worker for one in Heartbeat.objects.all()] == ["alive"]
