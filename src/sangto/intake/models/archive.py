from __future__ import annotations

from django.db import models
from django.db.models import Q


class ArchiveBatch(models.Model):
    """Rows of an archive that came in together. ``reports`` are the numbers of their reports, for
    good; ``said`` is what the archive said about each of them (a JSON list in the same order), and
    is gone when ``settled_at`` says that the later rooms have taken it over."""

    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    reports = models.JSONField(default=list)
    said = models.TextField(blank=True)
    taken_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "archive batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(said=""),
                name="archive_batch_settled_says_nothing",
            )
        ]

    def __str__(self) -> str:
        return f"archive batch {self.pk}"
