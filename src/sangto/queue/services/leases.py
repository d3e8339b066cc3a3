"""Who may work on a task, and for how long.

A task is free when it waits and its time has come, or when its lease has run out. Times are
the callers' clocks: workers on several machines need clocks that agree to within seconds.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.queue.domain.tasks import MAX_ATTEMPTS, TaskState, back_off
from sangto.queue.models import Task

#: How many free tasks a worker on SQLite looks at before it says that there is none.
_LOOKAHEAD = 5


class LeaseLost(Exception):  # noqa: N818 - the word of the house
    """The lease ran out and somebody else has the task, or it is finished."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to one task until ``until``; ``token`` is the proof."""

    task_id: int
    kind: str
    key: str
    payload: Mapping[str, object]
    attempts: int
    token: str
    until: datetime
    seconds: int
    worker: str


def claim(
    *,
    worker: str,
    kinds: Collection[str] | None = None,
    now: datetime | None = None,
    lease_seconds: int = 60,
) -> Lease | None:
    """Take an abandoned task, or the one due longest, or None; give up those with no try left.

    It must not run inside a transaction: the lease has to be visible to everybody before the
    work begins (tests of a single thread may).
    """
    moment = timezone.now() if now is None else now
    token = secrets.token_hex(16)
    until = moment + timedelta(seconds=lease_seconds)
    skips = connection.features.has_select_for_update_skip_locked
    take = _taken_by_skipping if skips else _taken
    task = None
    if _abandoned(moment, None).exists():
        _give_up_silent_ones(moment)
        task = take(_abandoned(moment, kinds), token, until)
    task = task or take(_waiting(moment, kinds), token, until)
    if task is None:
        return None
    return Lease(
        task_id=task.pk,
        kind=task.kind,
        key=task.key,
        payload=task.payload,
        attempts=task.attempts + 1,
        token=token,
        until=until,
        seconds=lease_seconds,
        worker=worker,
    )


def renew(lease: Lease, *, now: datetime | None = None) -> Lease:
    """The same lease, as long again from now. Raises :class:`LeaseLost`."""
    moment = timezone.now() if now is None else now
    until = moment + timedelta(seconds=lease.seconds)
    with write_lock(), transaction.atomic():
        if not _held(lease).update(lease_until=until):
            raise LeaseLost(lease.key)
    return replace(lease, until=until)


def finish(lease: Lease, *, now: datetime | None = None) -> None:
    """Mark the task as done, in the transaction that holds its effects.

    Call it first in that transaction: it locks the row, so that nobody can take the task while
    the effects are written. Raises :class:`LeaseLost`, and the effects must not be kept then.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a task is finished in the transaction of its effects")
    finished_at = timezone.now() if now is None else now
    done = _held(lease).update(
        state=TaskState.DONE,
        lease_until=None,
        lease_token="",
        last_error="",
        finished_at=finished_at,
    )
    if not done:
        raise LeaseLost(lease.key)


def fail(lease: Lease, error: str, *, now: datetime | None = None) -> TaskState:
    """Give the task back for a later attempt, or give it up after the last one.

    ``error`` says what kind of failure it was and where, without content: it is shown to the
    desk. Raises :class:`LeaseLost`.
    """
    moment = timezone.now() if now is None else now
    dead = lease.attempts >= MAX_ATTEMPTS
    state = TaskState.DEAD if dead else TaskState.WAITING
    with write_lock(), transaction.atomic():
        given_back = _held(lease).update(
            state=state,
            run_at=moment + (timedelta() if dead else back_off(lease.attempts)),
            lease_until=None,
            lease_token="",
            last_error=error[:2000],
            finished_at=moment if dead else None,
        )
        if not given_back:
            raise LeaseLost(lease.key)
    return state


def _held(lease: Lease) -> QuerySet[Task]:
    return Task.objects.filter(pk=lease.task_id, state=TaskState.LEASED, lease_token=lease.token)


def _waiting(moment: datetime, kinds: Collection[str] | None) -> QuerySet[Task]:
    due = Task.objects.filter(state=TaskState.WAITING, run_at__lte=moment)
    return _of(kinds, due).order_by("run_at", "id")


def _abandoned(moment: datetime, kinds: Collection[str] | None) -> QuerySet[Task]:
    silent = Task.objects.filter(state=TaskState.LEASED, lease_until__lt=moment)
    return _of(kinds, silent).order_by("lease_until", "id")


def _of(kinds: Collection[str] | None, tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks if kinds is None else tasks.filter(kind__in=kinds)


def _taken_by_skipping(free: QuerySet[Task], token: str, until: datetime) -> Task | None:
    with transaction.atomic():
        task = free.select_for_update(skip_locked=True).first()
        if task is not None:
            _lease(Task.objects.filter(pk=task.pk), token, until)
        return task


def _taken(free: QuerySet[Task], token: str, until: datetime) -> Task | None:
    """Each update requires the row as it was read; who comes second moves on to the next row."""
    for task in free[:_LOOKAHEAD]:
        unchanged = Task.objects.filter(
            pk=task.pk, state=task.state, lease_token=task.lease_token, attempts=task.attempts
        )
        with write_lock(), transaction.atomic():
            if _lease(unchanged, token, until):
                return task
    return None


def _lease(tasks: QuerySet[Task], token: str, until: datetime) -> int:
    return tasks.update(
        state=TaskState.LEASED, lease_token=token, lease_until=until, attempts=F("attempts") + 1
    )


def _give_up_silent_ones(moment: datetime) -> None:
    """A task whose last allowed lease ran out without a word stops its workers: stop it."""
    with write_lock(), transaction.atomic():
        _abandoned(moment, None).order_by().filter(attempts__gte=MAX_ATTEMPTS).update(
            state=TaskState.DEAD,
            lease_until=None,
            lease_token="",
            last_error="the worker stopped in mid-task",
            finished_at=moment,
        )
