"""What the machine suggests about grouping, kept with the answer of a person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils import timezone

from sangto.cases.domain.suggesting import SuggestionKind, SuggestionState


class Suggestion(models.Model):
    """Two claims that may be one, the lower number first, or reports that may leave a claim.

    ``why`` holds codes, ``groups`` numbers of reports: no content. ``score`` is from 0 to 1.
    ``join`` is what followed it; when that is undone, the suggestion is open again.
    """

    kind = models.CharField(max_length=8)
    network = models.ForeignKey(
        "organisations.Network", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    claim = models.ForeignKey(
        "matching.Claim", on_delete=models.CASCADE, related_name="suggestions", db_index=False
    )
    other = models.ForeignKey(
        "matching.Claim", on_delete=models.CASCADE, null=True, related_name="suggestions_as_other"
    )
    score = models.FloatField(default=0)
    why: models.JSONField[Any, Any] = models.JSONField(default=list)
    groups: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=SuggestionState.OPEN.value)
    made_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    join = models.ForeignKey(
        "matching.Join", on_delete=models.PROTECT, null=True, related_name="suggestions"
    )

    class Meta:
        constraints = [
            CheckConstraint(
                name="suggestion_kind_known",
                condition=Q(kind=SuggestionKind.MERGE.value, other__isnull=False)
                | Q(kind=SuggestionKind.SPLIT.value, other__isnull=True),
            ),
            CheckConstraint(
                name="suggestion_pair_in_order",
                condition=Q(other__isnull=True) | Q(claim__lt=F("other")),
            ),
            CheckConstraint(
                name="suggestion_state_known",
                condition=Q(
                    state=SuggestionState.OPEN.value, decided_at__isnull=True, join__isnull=True
                )
                | Q(
                    state=SuggestionState.DISMISSED.value,
                    decided_at__isnull=False,
                    join__isnull=True,
                )
                | Q(state=SuggestionState.DONE.value, decided_at__isnull=False, join__isnull=False),
            ),
            UniqueConstraint(fields=["claim", "other"], name="suggestion_once_a_pair"),
            UniqueConstraint(
                fields=["claim"],
                condition=Q(kind=SuggestionKind.SPLIT.value, state=SuggestionState.OPEN.value),
                name="suggestion_one_open_split",
            ),
        ]
        indexes = [
            Index(fields=["network", "state", "-score", "-id"], name="suggestion_by_score"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.claim_id} {self.other_id or ''}".strip()
