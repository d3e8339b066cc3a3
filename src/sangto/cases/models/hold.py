"""Who has a claim open to decide about it, so that two people never do the same work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Hold(models.Model):
    """One row a claim at most. After ``until`` it holds nobody back, whoever left it there."""

    claim = models.OneToOneField("matching.Claim", on_delete=models.CASCADE, related_name="hold")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="holds"
    )
    agency = models.ForeignKey("organisations.Agency", on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()
    until = models.DateTimeField()
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("taken_at")), name="hold_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.user_id}"
