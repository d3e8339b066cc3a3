"""A claim and the wordings under which it is known."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.utils import timezone

from sangto.kernel.categories import Category, Topic
from sangto.matching.domain.kinds import values


class Claim(models.Model):
    """What is checked. Untitled and without category until somebody triaged it.

    ``title_folded`` is what the search for claims compares; it comes from the officers' titles
    only, never from a report (SCOPE.md 3). ``verdict_folded`` are the titles and summaries of the
    verdict that is published about it. Each database indexes the words of both by itself
    (``index/titles.py``): a migration that rewrites this table on SQLite has to make that again.
    """

    reference = models.CharField(max_length=20, unique=True)
    network = models.ForeignKey(
        "organisations.Network", on_delete=models.PROTECT, related_name="claims"
    )
    title = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    title_folded = models.CharField(max_length=620, blank=True, editable=False)
    verdict_folded = models.TextField(blank=True, default="", editable=False)
    category = models.CharField(max_length=30, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    subject_agency = models.ForeignKey(
        "organisations.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims_about_it",
    )
    created_at = models.DateTimeField(default=timezone.now)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_claims"
    )

    class Meta:
        constraints = [
            CheckConstraint(
                name="claim_category_of_the_closed_list",
                condition=Q(category__in=["", *values(Category)]),
            ),
            CheckConstraint(
                name="claim_factual_has_a_topic",
                condition=~Q(category=Category.FACTUAL_CLAIM.value) | Q(topic__in=values(Topic)),
            ),
            CheckConstraint(
                name="claim_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
        ]
        indexes = [Index(fields=["network", "-created_at"], name="claim_newest")]

    def __str__(self) -> str:
        return self.reference


class ClaimWording(models.Model):
    """A text of the claim that may be shown to anybody who asks about it."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=2)
    text = models.TextField()
    folded = models.TextField()

    class Meta:
        constraints = [
            CheckConstraint(
                name="wording_language_is_vi_or_en", condition=Q(language__in=["en", "vi"])
            ),
            CheckConstraint(name="wording_says_something", condition=~Q(folded="")),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} ({self.language})"
