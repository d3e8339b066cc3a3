"""Which claim a report repeats."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils import timezone

from sangto.matching.domain.kinds import LinkMethod, LinkState, values
from sangto.matching.models.claim import Claim


class ReportLink(models.Model):
    """One report, one claim. ``explanation`` holds numbers, codes and ids: no content."""

    report = models.OneToOneField(
        "intake.Report", on_delete=models.CASCADE, related_name="claim_link"
    )
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="report_links")
    method = models.CharField(max_length=10)
    score = models.FloatField()
    state = models.CharField(max_length=10)
    explanation = models.JSONField(default=dict, blank=True)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            CheckConstraint(
                name="report_link_method_is_known",
                condition=Q(method__in=values(LinkMethod)),
            ),
            CheckConstraint(
                name="report_link_state_is_known",
                condition=Q(state__in=values(LinkState)),
            ),
            CheckConstraint(
                name="report_link_score_from_0_to_1", condition=Q(score__gte=0, score__lte=1)
            ),
        ]
        indexes = [Index(fields=["claim", "linked_at"], name="report_link_by_claim")]

    def __str__(self) -> str:
        return f"{self.report_id} -> {self.claim_id}"
