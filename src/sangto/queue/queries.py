from __future__ import annotations

from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from sangto.kernel.actor import Actor
from sangto.queue.domain.tasks import TaskState
from sangto.queue.models import Heartbeat, Task
from sangto.queue.permissions import may_see_queue


def dead_letters() -> QuerySet[Task]:
    """Tasks that were given up, the newest first."""
    return Task.objects.filter(state=TaskState.DEAD).order_by("-finished_at", "-id")


def dead_letters_visible_to(actor: Actor) -> QuerySet[Task]:
    return dead_letters() if may_see_queue(actor) else Task.objects.none()


def backlog(*, now: datetime | None = None) -> dict[str, int]:
    """How many tasks of each kind wait although their time has come, or are being worked on."""
    moment = timezone.now() if now is None else now
    open_tasks = Task.objects.filter(
        state__in=[TaskState.WAITING, TaskState.LEASED], run_at__lte=moment
    )
    rows = open_tasks.values("kind").annotate(tasks=Count("id")).order_by("kind")
    return {row["kind"]: row["tasks"] for row in rows}


def oldest_waiting(*, now: datetime | None = None) -> Task | None:
    """The waiting task that has been due longest."""
    moment = timezone.now() if now is None else now
    due = Task.objects.filter(state=TaskState.WAITING, run_at__lte=moment)
    return due.order_by("run_at", "id").first()


def next_due() -> datetime | None:
    """When the next waiting task's time comes."""
    waiting = Task.objects.filter(state=TaskState.WAITING).order_by("run_at")
    return waiting.values_list("run_at", flat=True).first()


def latest_heartbeat() -> Heartbeat | None:
    return Heartbeat.objects.order_by("-seen_at").first()
