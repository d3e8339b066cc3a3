"""A question of the press. Who asked is the outlet; no person of it is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.handling.domain.measures import MAX_DAYS
from sangto.handling.domain.press import PRESS_CATEGORIES, PressState


class PressQuestion(models.Model):
    """``agency`` answers; ``spokesperson`` is who spoke for it. ``category`` repeats the case's."""

    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="press_questions")
    verdict = models.ForeignKey(
        "verdicts.Verdict",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="press_questions",
    )
    category = models.CharField(max_length=20)
    outlet = models.CharField(max_length=200)
    question = models.TextField(blank=True)
    asked_on = models.DateField()
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="press_questions"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=PressState.OPEN.value)
    answer = models.TextField(blank=True)
    spokesperson = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    content_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["agency", "state", "due_at"], name="press_by_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=sorted(item.value for item in PRESS_CATEGORIES)),
                name="press_category_is_shown",
            ),
            models.CheckConstraint(
                condition=(~Q(outlet="") & ~Q(question="")) | Q(content_deleted_at__isnull=False),
                name="press_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=1, days__lte=MAX_DAYS),
                name="press_days_in_reach",
            ),
            models.CheckConstraint(
                condition=Q(content_deleted_at__isnull=False)
                | Q(state=PressState.OPEN.value, closed_at__isnull=True, answer="", reason="")
                | (
                    Q(state=PressState.ANSWERED.value, closed_at__isnull=False)
                    & ~Q(answer="")
                    & ~Q(spokesperson="")
                )
                | (
                    Q(
                        state__in=[PressState.DECLINED.value, PressState.CANCELLED.value],
                        closed_at__isnull=False,
                        answer="",
                    )
                    & ~Q(reason="")
                ),
                name="press_state_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
