from __future__ import annotations

from django.db import models

from sangto.intake.models.report import Report


class ReportDisclosure(models.Model):
    """The sender agreed that this agency may read the report (SCOPE.md 8)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    consent_version = models.CharField(max_length=20)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "agency"], name="report_is_disclosed_once_to_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"
