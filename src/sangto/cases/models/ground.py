"""A provision that the work on a case rests on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CaseGround(models.Model):
    """``cited_on`` is a day on which the provision was in force. One that was taken out stays with
    the reason; a verdict keeps citations of its own, which its signatures cover."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="grounds")
    ground = models.ForeignKey(
        "organisations.LegalGround", on_delete=models.PROTECT, related_name="cited_in_cases"
    )
    cited_on = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    removal_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "ground"],
                condition=Q(removed_at__isnull=True),
                name="case_ground_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removal_reason=""),
                name="case_ground_removed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.ground_id}"
