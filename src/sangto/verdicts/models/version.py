"""One version of a verdict with its sources and grounds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sangto.kernel.categories import RULES, Category, Rating, Topic
from sangto.verdicts.domain.version import (
    IMPORTED_STATUSES,
    OPEN_STATUSES,
    SIGNED_STATUSES,
    RemovalCause,
    VersionStatus,
)


def _values(states: frozenset[VersionStatus]) -> list[str]:
    return sorted(state.value for state in states)


_UNCLASSIFIED = sorted([VersionStatus.HELD.value, VersionStatus.WITHDRAWN.value])


def _rating_suits_category() -> Q:
    """Exactly the pairs of the table; an import that nobody released may be without a category."""
    allowed = Q(status__in=_UNCLASSIFIED, category="")
    for category, rules in RULES.items():
        if rules.ratings:
            allowed |= Q(category=category.value, rating__in=sorted(r.value for r in rules.ratings))
    return allowed


class VerdictVersion(models.Model):
    """Content may change in ``draft`` only; services refuse it later, whoever asks.

    ``personal_stays`` are keys of findings that a person looked at and left; ``hidden_passages``
    are masked wherever the version is shown. The second may grow after publication.
    """

    verdict = models.ForeignKey(
        "verdicts.Verdict", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    status = models.CharField(
        max_length=16, choices=[(status.value, status.value) for status in VersionStatus]
    )
    category = models.CharField(
        max_length=32, blank=True, choices=[(item.value, item.value) for item in Category]
    )
    topic = models.CharField(
        max_length=32, blank=True, choices=[(item.value, item.value) for item in Topic]
    )
    rating = models.CharField(
        max_length=32, blank=True, choices=[(item.value, item.value) for item in Rating]
    )
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    title_folded = models.CharField(max_length=1300, db_index=False)
    summary = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    explanation_en = models.TextField(blank=True)
    what_to_do: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    what_to_do_en: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    missing = models.TextField(blank=True)
    missing_en = models.TextField(blank=True)
    factual_ground = models.TextField(blank=True)
    factual_ground_en = models.TextField(blank=True)
    valid_until = models.DateField(null=True, blank=True)
    change_note = models.CharField(max_length=1000, blank=True)
    change_note_en = models.CharField(max_length=1000, blank=True)
    imported_from = models.CharField(max_length=200, blank=True)
    imported_address = models.CharField(max_length=2000, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_digest = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approver_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    personal_stays: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    hidden_passages: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_cause = models.CharField(max_length=16, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["verdict_id", "number"]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="version_by_publication"),
            models.Index(
                fields=["category", "rating", "-published_at"],
                condition=Q(status=VersionStatus.PUBLISHED.value),
                name="version_current_by_kind",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["verdict", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["verdict"],
                condition=Q(status__in=_values(OPEN_STATUSES)),
                name="version_one_open_a_verdict",
            ),
            models.UniqueConstraint(
                fields=["verdict"],
                condition=Q(status=VersionStatus.PUBLISHED.value),
                name="version_one_published_a_verdict",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
            models.CheckConstraint(
                condition=Q(status__in=sorted(status.value for status in VersionStatus)),
                name="version_status_known",
            ),
            models.CheckConstraint(
                condition=_rating_suits_category(), name="version_rating_suits_category"
            ),
            models.CheckConstraint(
                condition=Q(status__in=_UNCLASSIFIED, category="")
                | Q(
                    category=Category.FACTUAL_CLAIM.value,
                    topic__in=sorted(topic.value for topic in Topic),
                )
                | ~Q(category=Category.FACTUAL_CLAIM.value) & Q(topic=""),
                name="version_topic_suits_category",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(drafted_by__isnull=False) & ~Q(approved_by=F("drafted_by")),
                name="version_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_values(SIGNED_STATUSES))
                | Q(
                    approved_by__isnull=False,
                    approver_agency__isnull=False,
                    drafted_by__isnull=False,
                    drafted_agency__isnull=False,
                    published_at__isnull=False,
                ),
                name="version_signed_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.RELEASED.value)
                | ~Q(approver_agency=F("drafted_agency")),
                name="version_released_by_two_agencies",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "superseded"])
                | Q(valid_until__isnull=False) & ~Q(summary="") & ~Q(explanation=""),
                name="version_public_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(rating=Rating.UNVERIFIED.value)
                | Q(status__in=["draft", "held", "released", "withdrawn"])
                | ~Q(missing=""),
                name="version_unverified_says_what_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(imported_from="") & ~Q(status__in=_values(IMPORTED_STATUSES))
                | ~Q(imported_from="")
                & Q(status__in=[*_values(IMPORTED_STATUSES), VersionStatus.WITHDRAWN.value]),
                name="version_imported_is_never_published",
            ),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.WITHDRAWN.value)
                | ~Q(imported_from="")
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_agency__isnull=False,
                    withdrawal_cause__in=sorted(cause.value for cause in RemovalCause),
                )
                & ~Q(withdrawal_reason=""),
                name="version_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict_id}/{self.number}"


class Source(models.Model):
    """Where something was read. ``agency`` marks a member's own; it is never the only one."""

    version = models.ForeignKey(VerdictVersion, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    address = models.CharField(max_length=2000)
    seen_on = models.DateField()
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(publisher="") & ~Q(address=""),
                name="source_says_what_who_and_where",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CitedGround(models.Model):
    """A provision and the day on which it was cited; it was in force on that day."""

    version = models.ForeignKey(
        VerdictVersion, on_delete=models.CASCADE, related_name="cited_grounds"
    )
    ground = models.ForeignKey(
        "organisations.LegalGround", on_delete=models.PROTECT, related_name="+"
    )
    cited_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "ground"], name="cited_ground_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.ground_id}"


class Contribution(models.Model):
    """Somebody worked on the content of a version, and so can not approve it."""

    version = models.ForeignKey(
        VerdictVersion, on_delete=models.CASCADE, related_name="contributions"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "user", "agency"], name="contribution_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.user_id}"
