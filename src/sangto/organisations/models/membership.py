"""Which account has which role in which agency, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint

from sangto.kernel.actor import Role
from sangto.organisations.models.agency import Agency
from sangto.organisations.models.validity import dates_in_order, one_of


class Membership(models.Model):
    """An account has memberships in one agency at a time, and there any number of roles."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=Q(valid_until__isnull=True),
                name="membership_open_once",
            ),
            one_of("membership", "role", Role),
            dates_in_order("membership"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} of {self.agency_id}"
