"""A case passed from one agency to another, with the reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sangto.cases.domain.states import TransferKind


class Transfer(models.Model):
    """``by`` is empty when the rules themselves passed the case on, such as SCOPE.md 5.

    ``suggested`` is the agency that somebody who is not competent thinks of instead.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="transfers")
    from_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="transfers_given"
    )
    to_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="transfers_taken"
    )
    kind = models.CharField(max_length=12, default=TransferKind.PASSED_ON.value)
    suggested = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_agency=F("to_agency")), name="transfer_to_another_agency"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="transfer_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in TransferKind]),
                name="transfer_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_agency_id} -> {self.to_agency_id}"
