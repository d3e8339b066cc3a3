"""Somebody who was asked to join an agency and has no account yet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from sangto.organisations.domain.kinds import Language
from sangto.organisations.models.agency import Agency
from sangto.organisations.models.validity import one_of


class Invitation(models.Model):
    """Open until it is accepted or taken back; a passed ``expires_at`` keeps it from being used.

    The link's secret follows from ``salt`` and the installation's keys; the row holds its digest
    only. The address is emptied when the invitation is over.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(blank=True)
    roles: models.JSONField[Any, Any] = models.JSONField(default=list)
    language = models.CharField(max_length=2, default=Language.VIETNAMESE.value)
    salt = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once_an_address",
            ),
            CheckConstraint(
                name="invitation_ends_once",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
            ),
            CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            CheckConstraint(
                name="invitation_forgets_the_address_when_over",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True) & ~Q(email="")
                | (Q(accepted_at__isnull=False) | Q(revoked_at__isnull=False)) & Q(email=""),
            ),
            CheckConstraint(
                name="invitation_expires_after_it_was_made",
                condition=Q(expires_at__gt=F("created_at")),
            ),
            one_of("invitation", "language", Language),
        ]

    @property
    def expired(self) -> bool:
        return timezone.now() >= self.expires_at

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.agency_id}"
