"""What people of this network recorded about another desk's verdict."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from sangto.verdicts.models.version import VerdictVersion


class ImportedCheck(models.Model):
    """One person's record that every statement of the category holds (SCOPE.md 4 and 5); at most
    one for each agency and each person, so that two are two of both."""

    version = models.ForeignKey(
        VerdictVersion, on_delete=models.CASCADE, related_name="import_checks"
    )
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_agency = models.ForeignKey(
        "organisations.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checks = models.JSONField(default=list)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "agency"], name="import_check_once_an_agency"
            ),
            models.UniqueConstraint(fields=["version", "user"], name="import_check_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.agency_id}"
