from __future__ import annotations

from django.db import models
from django.db.models import Q

from sangto.notices.domain.webhooks import ADDRESS_LENGTH, NAME_LENGTH, WebhookState


class Webhook(models.Model):
    """Where one integration is told. While ``old_until`` lies ahead, both secrets sign."""

    network = models.ForeignKey(
        "organisations.Network", on_delete=models.PROTECT, related_name="webhooks"
    )
    name = models.CharField(max_length=NAME_LENGTH)
    address = models.CharField(max_length=ADDRESS_LENGTH)
    state = models.CharField(max_length=10, default=WebhookState.ON.value)
    secret_sealed = models.TextField()
    old_secret_sealed = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in WebhookState]),
                name="webhook_state_is_known",
            ),
            models.CheckConstraint(condition=~Q(secret_sealed=""), name="webhook_has_a_secret"),
            models.CheckConstraint(
                condition=Q(old_secret_sealed="", old_until__isnull=True)
                | ~Q(old_secret_sealed="") & Q(old_until__isnull=False),
                name="webhook_old_secret_has_its_end",
            ),
            models.UniqueConstraint(fields=["network", "address"], name="webhook_told_once"),
        ]

    def __str__(self) -> str:
        return self.name
