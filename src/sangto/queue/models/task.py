from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sangto.queue.domain.tasks import TaskState


class Task(models.Model):
    """One piece of work. ``key`` is unique as long as the row is kept, also when it is done.

    ``attempts`` counts leases. ``last_error`` names the kind and place of a failure, no content.
    """

    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=TaskState.WAITING)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "run_at", "id"], name="queue_task_run_at"),
            models.Index(fields=["state", "lease_until", "id"], name="queue_task_lease_until"),
            models.Index(fields=["state", "finished_at"], name="queue_task_finished_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="queue_task_state",
                condition=Q(state__in=[state.value for state in TaskState]),
            ),
            models.CheckConstraint(
                name="queue_task_leased_has_a_lease",
                condition=(
                    Q(state=TaskState.LEASED, lease_until__isnull=False) & ~Q(lease_token="")
                )
                | (~Q(state=TaskState.LEASED) & Q(lease_until__isnull=True, lease_token="")),
            ),
            models.CheckConstraint(
                name="queue_task_finished_has_a_date",
                condition=Q(state__in=[TaskState.DONE, TaskState.DEAD], finished_at__isnull=False)
                | Q(state__in=[TaskState.WAITING, TaskState.LEASED], finished_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
