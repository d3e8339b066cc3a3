"""That something in a published version was masked, and why; never what it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.verdicts.domain.version import RemovalCause


class Redaction(models.Model):
    """``passages`` counts what was masked in all texts of the version together."""

    version = models.ForeignKey(
        "verdicts.VerdictVersion", on_delete=models.PROTECT, related_name="redactions"
    )
    cause = models.CharField(max_length=16)
    reason = models.TextField()
    passages = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__in=sorted(cause.value for cause in RemovalCause))
                & ~Q(reason="")
                & Q(passages__gte=1),
                name="redaction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.cause}"
