from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.documents.domain.picture_text import ReadState


class PendingReading(models.Model):
    """A screenshot that somebody wants to check without reporting it: sealed, and for minutes only.

    It is no report: it is never matched by itself, counted, listed or shown to anybody but the
    browser that holds its token, of which only a digest is kept. The picture is gone as soon as it
    is read; what was read goes with the row.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    content_sealed = models.TextField()
    read_state = models.CharField(max_length=10, default=ReadState.UNREAD.value)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read_state__in=sorted(state.value for state in ReadState)),
                name="pending_reading_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"picture to be read {self.pk}"
