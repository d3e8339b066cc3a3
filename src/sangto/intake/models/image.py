from __future__ import annotations

from django.db import models

from sangto.intake.models.addition import ReportAddition
from sangto.intake.models.report import Report


class ReportImage(models.Model):
    """A screenshot of a report, re-encoded; its own name was never kept.

    ``addition`` is set for one that came later.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="images")
    addition = models.ForeignKey(
        ReportAddition, on_delete=models.PROTECT, null=True, blank=True, related_name="images"
    )
    file = models.OneToOneField(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="report_image"
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"picture {self.pk}"
