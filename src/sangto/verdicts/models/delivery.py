"""Who was told which version, and how."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sangto.verdicts.domain.version import DeliveryVia


class Delivery(models.Model):
    """``email`` means that the mail stands in the outbox; the outbox says whether it was sent."""

    version = models.ForeignKey(
        "verdicts.VerdictVersion", on_delete=models.PROTECT, related_name="deliveries"
    )
    report = models.ForeignKey(
        "intake.Report", on_delete=models.PROTECT, related_name="verdict_deliveries"
    )
    via = models.CharField(max_length=16, choices=[(via.value, via.value) for via in DeliveryVia])
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="delivery_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "report", "via"], name="delivery_once_each_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} -> {self.report_id} ({self.via})"
