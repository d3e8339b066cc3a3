"""The public register: entries, their sums, and the head of each day."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from sangto.kernel.categories import RULES
from sangto.transparency.domain.entries import EntryKind

_CATEGORIES = sorted(category.value for category, rules in RULES.items() if not rules.totals_only)


class RegisterEntry(models.Model):
    """Triggers refuse every DELETE, and every UPDATE but that which erases the texts.

    ``core`` is the canonical text that ``leaf`` was made from; the columns beside it are for
    filters. ``source`` and ``event`` say what was decided, so that nothing is entered twice.
    ``territory`` is for sums only and leaves the desk in no other way.
    """

    number = models.PositiveBigIntegerField(unique=True)
    reference = models.CharField(max_length=20, unique=True)
    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=24)
    source_id = models.BigIntegerField()
    event = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)
    about = models.CharField(max_length=24, db_index=True)
    category = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True)
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    territory = models.ForeignKey(
        "organisations.Territory", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    entered_at = models.DateTimeField(db_index=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    core = models.TextField()
    leaf = models.CharField(max_length=64, unique=True)
    texts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    salt = models.CharField(max_length=64, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["network", "-number"], name="register_by_network"),
            models.Index(fields=["kind", "-number"], name="register_by_kind"),
            models.Index(fields=["category", "-number"], name="register_by_category"),
            models.Index(fields=["agency", "-number"], name="register_by_agency"),
            models.Index(fields=["territory", "-number"], name="register_by_territory"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id", "event"], name="register_enters_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(kind.value for kind in EntryKind)),
                name="register_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(category__in=_CATEGORIES), name="register_shows_no_totals_only"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="register_number_from_one"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="register_supersedes_another",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True) & ~Q(salt="")
                | Q(emptied_at__isnull=False, salt=""),
                name="register_emptied_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RegisterTotal(models.Model):
    """How many entries of one month are alike. ``month`` is its first day; a key of 0 is none."""

    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    kind = models.CharField(max_length=12)
    category = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True)
    agency_key = models.BigIntegerField(default=0)
    territory_key = models.BigIntegerField(default=0)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "network",
                    "month",
                    "kind",
                    "category",
                    "outcome",
                    "agency_key",
                    "territory_key",
                ],
                name="register_total_once",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="register_total_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.kind}: {self.count}"


class RegisterDay(models.Model):
    """The head over all entries at the end of a day. Triggers refuse UPDATE and DELETE."""

    day = models.DateField(unique=True)
    entries = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.entries}"
