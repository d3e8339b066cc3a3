from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.notices.domain.webhooks import DeliveryState, WebhookEvent
from sangto.notices.models.webhook import Webhook


class WebhookDelivery(models.Model):
    """One event for one webhook. ``body`` is what was public when it happened, ``subject`` names
    what it is about for counting. ``last_error`` is a code or a status, never what came back."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event_id = models.CharField(max_length=80)
    event = models.CharField(max_length=30)
    subject = models.CharField(max_length=80)
    body = models.TextField()
    state = models.CharField(max_length=10, default=DeliveryState.WAITING.value)
    attempts = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=1)
    last_error = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["subject", "state"], name="webhook_by_subject")]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_event_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]),
                name="webhook_delivery_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(event__in=[event.value for event in WebhookEvent]),
                name="webhook_event_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.DELIVERED.value, delivered_at__isnull=False)
                | ~Q(state=DeliveryState.DELIVERED.value) & Q(delivered_at__isnull=True),
                name="webhook_delivered_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} -> {self.webhook_id} ({self.state})"
