"""A verdict: the thread that holds all versions about one claim."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sangto.verdicts.domain.version import VerdictOrigin


class Verdict(models.Model):
    """One own verdict a claim, on one case; beside it at most one that was imported."""

    reference = models.CharField(max_length=24, unique=True)
    claim = models.ForeignKey("matching.Claim", on_delete=models.PROTECT, related_name="verdicts")
    case = models.OneToOneField(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="verdict"
    )
    origin = models.CharField(
        max_length=16, choices=[(origin.value, origin.value) for origin in VerdictOrigin]
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "origin"], name="verdict_one_of_each_origin_a_claim"
            ),
            models.CheckConstraint(
                condition=models.Q(origin=VerdictOrigin.OWN.value, case__isnull=False)
                | models.Q(origin=VerdictOrigin.IMPORTED.value, case__isnull=True),
                name="verdict_own_has_a_case_imported_has_none",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
