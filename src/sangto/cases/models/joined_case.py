"""What a case was before its claim went up in another one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.cases.domain.states import CaseOutcome, CaseStatus


class JoinedCase(models.Model):
    """For undoing the join: the case goes on where it was."""

    join = models.OneToOneField(
        "matching.Join", on_delete=models.PROTECT, related_name="joined_case"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="joins")
    status = models.CharField(max_length=12)
    outcome = models.CharField(max_length=20, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[CaseStatus.TRIAGE.value, CaseStatus.VERIFYING.value], outcome=""
                )
                | Q(status=CaseStatus.CLOSED.value, outcome=CaseOutcome.ARCHIVED.value),
                name="joined_case_was_open_or_archived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.status}"
