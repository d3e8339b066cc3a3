"""What the inbox sorts, filters and counts by, and what people keep for themselves in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.cases.domain.inbox import InboxStatus, Part


class InboxEntry(models.Model):
    """One row a claim, computed from its case, its reports and its links by ``refresh_entries``,
    which is the only writer. It says nothing that those rows do not say.

    ``since`` is when the first report came, ``sorted_at`` the end of a closed case and else the
    same, ``entered_at`` when the claim came into its part. ``points`` and ``rank`` are those of
    ``cases.domain.inbox``; the askers behind them fall out of a window at ``askers_until``.
    ``growing`` is how many came since ``growing_since`` where the claim grows fast, else 0.
    ``imitates`` is a protected domain of the charter that a link of the claim is made to look like.
    ``territories`` holds the first numbers of the ``places`` that reports came from.
    """

    claim = models.OneToOneField(
        "matching.Claim",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="inbox_entry",
    )
    network = models.ForeignKey(
        "organisations.Network", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case = models.OneToOneField(
        "cases.Case", on_delete=models.CASCADE, null=True, related_name="inbox_entry"
    )
    part = models.CharField(max_length=8, default=Part.NONE.value)
    status = models.CharField(max_length=12, default=InboxStatus.NEW.value)
    owner = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    category = models.CharField(max_length=20, blank=True, default="")
    escalated = models.BooleanField(default=False)
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    sorted_at = models.DateTimeField()
    entered_at = models.DateTimeField(default=timezone.now)
    reports = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    first_report = models.ForeignKey(
        "intake.Report", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    askers_24h = models.PositiveIntegerField(default=0)
    askers_until = models.DateTimeField(null=True)
    growing = models.PositiveIntegerField(default=0)
    growing_since = models.DateTimeField(null=True)
    money_lost = models.PositiveBigIntegerField(default=0)
    imitated_agency = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    imitates = models.CharField(max_length=253, blank=True, default="")
    places = models.PositiveIntegerField(default=0)
    territories: models.JSONField[Any, Any] = models.JSONField(default=list)
    points = models.PositiveSmallIntegerField(default=0)
    rank = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["network", "part", "-rank", "-claim"], name="inbox_by_rank"),
            models.Index(fields=["network", "part", "due_at", "-claim"], name="inbox_by_deadline"),
            models.Index(fields=["network", "part", "-sorted_at", "-claim"], name="inbox_by_age"),
            models.Index(fields=["network", "part", "entered_at"], name="inbox_by_arrival"),
            models.Index(
                fields=["network", "part", "category", "-rank", "-claim"], name="inbox_by_category"
            ),
            models.Index(fields=["owner", "part", "-rank", "-claim"], name="inbox_by_owner"),
            models.Index(fields=["assignee", "part", "-rank", "-claim"], name="inbox_by_assignee"),
            models.Index(
                fields=["network", "part", "-growing", "-rank", "-claim"], name="inbox_by_growth"
            ),
            models.Index(
                fields=["askers_until"],
                name="inbox_by_window",
                condition=Q(askers_until__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=[part.value for part in Part]), name="inbox_part_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in InboxStatus]),
                name="inbox_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.part}"


class SavedFilter(models.Model):
    """A person's own way of looking at the inbox. ``query`` is the address without the page."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(is_default=True),
                name="saved_filter_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name
