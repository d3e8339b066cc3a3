"""What a consultation concluded about a case, for whoever decides it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from sangto.kernel.categories import Rating


class DecisionInput(models.Model):
    """One conclusion, of a round or of an item of a meeting. ``proposed_rating`` and
    ``not_followed`` may be empty."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="decision_inputs")
    opinion_round = models.OneToOneField(
        "consultation.OpinionRound",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decision_input",
    )
    agenda_item = models.OneToOneField(
        "consultation.AgendaItem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decision_input",
    )
    text = models.TextField(blank=True, default="")
    proposed_rating = models.CharField(max_length=20, blank=True, default="")
    not_followed = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="decision_input_by_case")]
        constraints = [
            CheckConstraint(
                condition=Q(opinion_round__isnull=False, agenda_item__isnull=True)
                | Q(opinion_round__isnull=True, agenda_item__isnull=False),
                name="decision_input_has_one_source",
            ),
            CheckConstraint(
                condition=Q(proposed_rating__in=["", *(item.value for item in Rating)]),
                name="decision_input_rating_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: input {self.pk}"
