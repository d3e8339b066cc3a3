from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.queue.domain.tasks import TaskState, revival_refusal
from sangto.queue.models import Heartbeat, Task
from sangto.queue.permissions import may_revive

KEPT_WHEN_DONE = timedelta(days=30)
KEPT_WHEN_BRIEF = timedelta(days=2)


def put(
    *,
    kind: str,
    key: str,
    payload: Mapping[str, object] | None = None,
    run_at: datetime | None = None,
    now: datetime | None = None,
) -> bool:
    """Queue a task in the transaction of the change that needs it; False if ``key`` is known.

    ``payload`` holds ids, never content. A key is known until its task is pruned.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a task is put into the queue by the transaction that needs it")
    created_at = timezone.now() if now is None else now
    return _inserted(
        Task(
            kind=kind,
            key=key,
            payload=dict(payload or {}),
            run_at=created_at if run_at is None else run_at,
            created_at=created_at,
        )
    )


def _inserted(task: Task) -> bool:
    """One statement: the database says whether the key was known, without an error that would
    need a savepoint around it."""
    insert = InsertQuery(Task, on_conflict=OnConflict.IGNORE)
    insert.insert_values(Task._meta.concrete_fields[1:], [task])
    with connection.cursor() as cursor:
        for sql, parameters in insert.get_compiler(connection=connection).as_sql():
            cursor.execute(sql, parameters)
        added: int = cursor.rowcount
    return added == 1


def put_again(
    *,
    kind: str,
    key: str,
    payload: Mapping[str, object] | None = None,
    now: datetime | None = None,
) -> None:
    """Queue a task that may have been done before, once while it waits.

    For work that reads what stands when it runs. A task that somebody is working on at this moment
    may have read already, so another one stands in line behind it.
    """
    moment = timezone.now() if now is None else now
    for name in (key, f"{key}:next"):
        # Whoever wants to take the task waits until this transaction has ended, and reads then.
        put_back = (
            Task.objects.filter(key=name)
            .exclude(state=TaskState.LEASED)
            .update(
                run_at=Case(When(state=TaskState.WAITING, then=F("run_at")), default=Value(moment)),
                state=TaskState.WAITING,
                attempts=0,
                last_error="",
                finished_at=None,
            )
        )
        if put_back or put(kind=kind, key=name, payload=payload, now=moment):
            return
    put(kind=kind, key=f"{key}:{secrets.token_hex(8)}", payload=payload, now=moment)


def revive(*, task_id: int, actor: Actor, now: datetime | None = None) -> Task:
    """Let a dead letter be tried again from the beginning, with all its attempts.

    Raises ``NotVisible`` for whoever may not, ``Refused`` when it is not dead (any more).
    """
    run_at = timezone.now() if now is None else now
    with change(actor) as journal:
        if not may_revive(actor):
            raise NotVisible
        task = Task.objects.select_for_update().filter(pk=task_id).first()
        if task is None:
            raise NotVisible
        insist(revival_refusal(task.state))
        task.state = TaskState.WAITING
        task.attempts = 0
        task.run_at = run_at
        task.finished_at = None
        task.save(update_fields=["state", "attempts", "run_at", "finished_at"])
        journal.record(AuditTag.TASK_REVIVED, task, details={"kind": task.kind, "key": task.key})
        return task


def prune(*, brief: Collection[str] = (), now: datetime | None = None) -> int:
    """Delete what was done 30 days ago (two for ``brief`` kinds) and workers unseen since.

    Dead letters stay until somebody revives them.
    """
    moment = timezone.now() if now is None else now
    done = Task.objects.filter(state=TaskState.DONE)
    old = Q(finished_at__lt=moment - KEPT_WHEN_DONE)
    old_and_brief = Q(finished_at__lt=moment - KEPT_WHEN_BRIEF, kind__in=brief)
    with write_lock(), transaction.atomic():
        deleted, _ = done.filter(old | old_and_brief).delete()
        Heartbeat.objects.filter(seen_at__lt=moment - KEPT_WHEN_DONE).delete()
    return deleted
