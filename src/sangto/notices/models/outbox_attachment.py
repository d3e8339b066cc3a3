from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.documents.models import StoredFile
from sangto.notices.domain.attachments import NAME_LENGTH
from sangto.notices.models.outbox_message import OutboxMessage


class OutboxAttachment(models.Model):
    """One file of a waiting mail, in its own bytes or in a stored file; gone when it was sent."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_LENGTH)
    media_type = models.CharField(max_length=130)
    calendar_method = models.CharField(max_length=20, blank=True)
    content = models.BinaryField(blank=True)
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "position"], name="outbox_attachment_has_its_place"
            ),
            models.CheckConstraint(
                condition=Q(calendar_method="") | Q(media_type="text/calendar"),
                name="outbox_attachment_method_is_of_a_calendar",
            ),
        ]

    def __str__(self) -> str:
        return f"attachment {self.position} of message {self.message_id}"
