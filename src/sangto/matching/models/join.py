"""Claims joined and reports split off, with what moved, so that it can be put back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils import timezone

from sangto.matching.domain.joins import ItemKind, JoinKind, Left
from sangto.matching.domain.kinds import values
from sangto.matching.models.claim import Claim


class Join(models.Model):
    """``claim`` went up in ``other``, or gave reports to it; ``opened`` says that the split made
    ``other``. Undone at most once: the undoing writes only where ``undone_at`` is empty."""

    kind = models.CharField(max_length=8)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="joins_out")
    other = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="joins_in")
    opened = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            CheckConstraint(name="join_kind_is_known", condition=Q(kind__in=values(JoinKind))),
            CheckConstraint(name="join_of_two_claims", condition=~Q(claim=F("other"))),
            CheckConstraint(
                name="join_undone_by_somebody_at_a_time",
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
            ),
            UniqueConstraint(
                fields=["claim"],
                condition=Q(kind=JoinKind.MERGE.value, undone_at__isnull=True),
                name="join_once_while_it_holds",
            ),
        ]
        indexes = [
            Index(fields=["claim", "-at"], name="join_by_claim"),
            Index(fields=["other", "-at"], name="join_by_other"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.claim_id} -> {self.other_id}"


class JoinItem(models.Model):
    """One thing that moved, by its number; ``before`` holds codes and numbers, never content.

    ``left`` is empty until the undoing, and then says whether it went back or why it stayed.
    """

    join = models.ForeignKey(Join, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10)
    item_id = models.BigIntegerField()
    before = models.JSONField(default=dict, blank=True)
    left = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            CheckConstraint(name="join_item_kind_is_known", condition=Q(kind__in=values(ItemKind))),
            CheckConstraint(
                name="join_item_left_is_known", condition=Q(left__in=["", *values(Left)])
            ),
            UniqueConstraint(fields=["join", "kind", "item_id"], name="join_item_once"),
        ]
        indexes = [Index(fields=["kind", "item_id"], name="join_item_by_thing")]

    def __str__(self) -> str:
        return f"{self.join_id}: {self.kind} {self.item_id}"
