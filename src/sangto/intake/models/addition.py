from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.intake.models.report import Report


class ReportAddition(models.Model):
    """What a sender added to a report later; stripped and deleted like the report itself.

    Its pictures are pictures of the report. ``key_digest`` tells a repeated click from a second
    addition.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="additions")
    key_digest = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True)
    received_at = models.DateTimeField()
    content_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_deleted_at__isnull=True) | Q(text=""),
                name="addition_deleted_content_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"addition {self.pk}"
