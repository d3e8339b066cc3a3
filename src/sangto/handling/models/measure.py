"""A measure: what one agency does about a case, and the results that it reported."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sangto.handling.domain.measures import (
    MAX_DAYS,
    MeasureOutcome,
    MeasureState,
    allowed_pairs,
)


def _pair_is_allowed() -> Q:
    condition = Q()
    for category, kinds in allowed_pairs():
        condition |= Q(category=category, kind__in=kinds)
    return condition


_OUTCOMES = [outcome.value for outcome in MeasureOutcome]


class Measure(models.Model):
    """``category`` repeats the case's, so that the constraint can hold the table of SCOPE.md.

    ``directed_by`` is the committee where it directed the measure. Without ``days`` it takes as
    long as the charter says. ``outcome`` and ``done_at`` are those of the newest of ``results``
    many; ``noted_at`` is when who asked looked at that one. ``overturned_at`` is when an appeal
    took a finished one back.
    """

    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="measures")
    category = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    owner = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="measures"
    )
    directed_by = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures_directed",
    )
    asked = models.TextField(blank=True)
    ground = models.ForeignKey(
        "organisations.LegalGround",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ground_text = models.TextField(blank=True)
    ground_on = models.DateField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=MeasureState.OPEN.value)
    outcome = models.CharField(max_length=10, blank=True, default="")
    results = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    overturned_at = models.DateTimeField(null=True, blank=True)
    content_deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["owner", "state", "due_at"], name="measure_by_owner"),
            models.Index(fields=["state", "due_at"], name="measure_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=_pair_is_allowed(), name="measure_exists_for_category"
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "owner"],
                condition=Q(state=MeasureState.OPEN.value),
                name="measure_once_while_open",
            ),
            models.CheckConstraint(
                condition=(~Q(asked="") & Q(content_deleted_at__isnull=True))
                | Q(content_deleted_at__isnull=False),
                name="measure_says_what_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(ground__isnull=False, ground_text="")
                | (Q(ground__isnull=True) & ~Q(ground_text=""))
                | Q(content_deleted_at__isnull=False),
                name="measure_has_one_ground",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=1, days__lte=MAX_DAYS),
                name="measure_days_in_reach",
            ),
            models.CheckConstraint(
                condition=Q(directed_by__isnull=True) | ~Q(directed_by=F("owner")),
                name="measure_directed_to_another",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=MeasureState.OPEN.value,
                    outcome="",
                    results=0,
                    done_at__isnull=True,
                    cancelled_at__isnull=True,
                    overturned_at__isnull=True,
                )
                | Q(
                    state=MeasureState.FINISHED.value,
                    outcome__in=_OUTCOMES,
                    results__gte=1,
                    done_at__isnull=False,
                    cancelled_at__isnull=True,
                    overturned_at__isnull=True,
                )
                | Q(
                    state=MeasureState.OVERTURNED.value,
                    outcome__in=_OUTCOMES,
                    results__gte=1,
                    done_at__isnull=False,
                    cancelled_at__isnull=True,
                    overturned_at__isnull=False,
                )
                | (
                    Q(
                        state=MeasureState.CANCELLED.value,
                        outcome="",
                        results=0,
                        done_at__isnull=True,
                        cancelled_at__isnull=False,
                        overturned_at__isnull=True,
                    )
                    & ~Q(cancel_reason="")
                ),
                name="measure_state_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class MeasureResult(models.Model):
    """One version of what came of a measure. ``told`` are the agencies that had a copy by mail,
    ``letters`` the keys of those mails."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)
    told = models.JSONField(default=list)
    letters = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="result_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="result_number_from_one"),
            models.CheckConstraint(condition=Q(outcome__in=_OUTCOMES), name="result_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}/{self.number}"


class MeasureFile(models.Model):
    """Evidence of a result."""

    result = models.ForeignKey(MeasureResult, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.result_id}: {self.file_id}"
