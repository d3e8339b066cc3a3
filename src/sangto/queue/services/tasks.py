from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
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
    _, created = Task.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": dict(payload or {}),
            "run_at": created_at if run_at is None else run_at,
            "created_at": created_at,
        },
    )
    return created


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
