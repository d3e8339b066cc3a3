"""An agency that is told how a case ended (Điều 8.1)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.cases.domain.copies import CopyReason


class CaseCopy(models.Model):
    """``told_at`` is when the letter was put into the outbox; the outbox knows its delivery.
    ``letters`` are the keys of those mails."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="copies")
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="case_copies"
    )
    reason = models.CharField(max_length=20, default=CopyReason.CHOSEN.value)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    added_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    letters = models.JSONField(default=list)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "agency"], name="case_copy_once_an_agency"),
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in CopyReason]),
                name="case_copy_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} -> {self.agency_id}"
