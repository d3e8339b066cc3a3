"""Agencies that merge into others, or are split among them, on a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.models.agency import Agency
from sangto.organisations.models.territory import Territory
from sangto.organisations.models.validity import one_of


class Succession(models.Model):
    """``agency`` ends the day before ``on``; its ``successor`` takes over what no share names.

    ``carried_at`` is when competences, subordinates and accounts passed on; empty until then.
    ``note`` cites the decision.
    """

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="succession")
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    named_by = models.CharField(max_length=10, default=NamedBy.CHARTER.value)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    carried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("succession", "named_by", NamedBy)]
        indexes = [models.Index(fields=["carried_at", "on"], name="succession_by_day")]

    def __str__(self) -> str:
        return f"{self.agency_id} on {self.on}"


class SuccessionShare(models.Model):
    """A part of an agency's work that another than its main successor takes over.

    An empty topic means all of them, an empty territory the whole of what the agency answered for.
    """

    succession = models.ForeignKey(Succession, on_delete=models.CASCADE, related_name="shares")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="shares_taken")
    topic = models.CharField(max_length=60, blank=True)
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            CheckConstraint(
                name="share_names_a_part", condition=~Q(topic="") | Q(territory__isnull=False)
            ),
            UniqueConstraint(
                fields=["succession", "topic", "territory"],
                condition=Q(territory__isnull=False),
                name="share_once_a_territory",
            ),
            UniqueConstraint(
                fields=["succession", "topic"],
                condition=Q(territory__isnull=True),
                name="share_once_for_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.succession_id}: {self.topic or '*'} -> {self.successor_id}"
