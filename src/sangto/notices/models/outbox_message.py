from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.notices.domain.messages import SUBJECT_LENGTH, MessageState


class OutboxMessage(models.Model):
    """One plain-text mail. ``to_sealed`` is emptied when it has been sent or dropped."""

    key = models.CharField(max_length=160, unique=True)
    to_sealed = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    body = models.TextField()
    state = models.CharField(max_length=10, default=MessageState.WAITING.value)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="outbox_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in MessageState]),
                name="outbox_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MessageState.SENT.value, MessageState.DROPPED.value])
                | Q(to_sealed=""),
                name="outbox_forgets_the_address_when_done",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT.value, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT.value) & Q(sent_at__isnull=True)),
                name="outbox_sent_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} ({self.state})"
