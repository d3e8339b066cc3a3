"""What happened to a case, for the people who work on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.cases.domain.states import EntryKind


class TimelineEntry(models.Model):
    """Written once and never changed; the audit log beside it holds no text at all."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="timeline")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    agency = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.TextField(blank=True, default="")
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="timeline_by_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EntryKind]),
                name="timeline_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
