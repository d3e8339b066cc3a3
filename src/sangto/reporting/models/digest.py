"""The digest of a day or week, and who wants it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from sangto.reporting.domain.digests import DigestKind


class Digest(models.Model):
    """One a day of a network, and one a week of each of its agencies. The row is the queue: it is
    made together with its letters, so that neither happens twice, whatever the clock did.

    ``day`` is the day that it came out; it tells of what happened from ``since`` until ``until``.
    ``content`` is frozen, and holds references, counts and titles that officers wrote.
    """

    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    agency = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="digests",
    )
    day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    content: models.JSONField[Any, Any] = models.JSONField(default=dict)
    letters = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            UniqueConstraint(
                fields=["network", "day"],
                condition=Q(agency__isnull=True),
                name="digest_of_a_network_once_a_day",
            ),
            UniqueConstraint(
                fields=["agency", "day"],
                condition=Q(agency__isnull=False),
                name="digest_of_an_agency_once_a_day",
            ),
            CheckConstraint(
                condition=Q(kind__in=[DigestKind.DAILY.value, DigestKind.WEEKLY.value])
                & Q(agency__isnull=True)
                | Q(kind=DigestKind.WAITING.value, agency__isnull=False),
                name="digest_kind_suits_whom_it_is_for",
            ),
            CheckConstraint(condition=Q(since__lt=F("until")), name="digest_times_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class DigestWish(models.Model):
    """Somebody wants the digest of the network by e-mail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_wish"
    )
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}"
