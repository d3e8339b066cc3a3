from __future__ import annotations

from django.db import models


class ReportDraft(models.Model):
    """What somebody is still writing: sealed, for two hours at most, and nobody's to read.

    It is no report: it is never matched, counted, listed or shown to anybody but the browser that
    holds its token, of which only a digest is kept.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    content_sealed = models.TextField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftImage(models.Model):
    """A screenshot of a draft, written anew already; row and file go with the draft."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="images")
    file = models.OneToOneField(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="draft_image"
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"picture {self.pk} of a draft"
