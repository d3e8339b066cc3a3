"""What the index knows of one wording or report."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from sangto.matching.domain.kinds import SourceKind, values
from sangto.matching.models.claim import Claim


class IndexEntry(models.Model):
    """A rebuildable copy. ``folded`` is the comparison key: folded words with links, phones and
    accounts left out; ``link_digest`` is the keyed hash of its only link, or empty.

    The grams of ``folded`` are kept by ``index/postings.py`` under the entry's id, which is why
    only the index itself adds and deletes entries, and never changes ``folded``.
    """

    source_kind = models.CharField(max_length=10)
    source_id = models.BigIntegerField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="index_entries")
    folded = models.TextField(blank=True)
    exact_digest = models.CharField(max_length=64)
    link_digest = models.CharField(max_length=64, blank=True)
    length = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "index entries"
        constraints = [
            UniqueConstraint(fields=["source_kind", "source_id"], name="index_entry_once_a_source"),
            CheckConstraint(
                name="index_entry_source_is_known",
                condition=Q(source_kind__in=values(SourceKind)),
            ),
        ]
        indexes = [
            Index(fields=["exact_digest"], name="index_entry_exact"),
            Index(fields=["link_digest"], name="index_entry_link", condition=~Q(link_digest="")),
        ]

    def __str__(self) -> str:
        return f"{self.source_kind} {self.source_id}"
