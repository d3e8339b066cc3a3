"""One step for many claims, with what was before, so that it can be taken back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.cases.domain.bulk import BulkKind, ItemState


class BulkDecision(models.Model):
    """``details`` holds codes and ids, as each kind needs them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bulk_decisions"
    )
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in BulkKind]), name="bulk_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class BulkItem(models.Model):
    """``before`` is what undoing puts back, ``after`` what has to be unchanged for that.
    ``refusal`` is the code, message and parameters of a refusal, of the step or of its undoing."""

    decision = models.ForeignKey(BulkDecision, on_delete=models.CASCADE, related_name="items")
    claim = models.ForeignKey("matching.Claim", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8)
    refusal: models.JSONField[Any, Any] = models.JSONField(default=dict)
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    after: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "claim"], name="bulk_item_once_a_claim"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ItemState]),
                name="bulk_item_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.claim_id} {self.state}"
