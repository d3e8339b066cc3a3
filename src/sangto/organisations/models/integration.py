"""Machines that use the API for an agency, their keys, and how often they did each day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from sangto.organisations.domain.integrations import MOST_CALLS, MOST_REPORTS, PLACES
from sangto.organisations.models.agency import Agency


class Integration(models.Model):
    """What an agency connects. Confidential scopes hold once a second person confirmed them."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="integrations")
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    scopes: models.JSONField[Any, Any] = models.JSONField(default=list)
    daily_calls = models.PositiveIntegerField()
    daily_reports = models.PositiveIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["agency", "name"],
                condition=Q(ended_at__isnull=True),
                name="integration_name_once_an_agency",
            ),
            CheckConstraint(
                name="integration_caps_in_bounds",
                condition=Q(daily_calls__gte=1, daily_calls__lte=MOST_CALLS)
                & Q(daily_reports__lte=MOST_REPORTS),
            ),
            CheckConstraint(
                name="integration_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True)
                | Q(created_by__isnull=True)
                | ~Q(confirmed_by=F("created_by")),
            ),
            CheckConstraint(
                name="integration_confirmed_at_a_time",
                condition=Q(confirmed_at__isnull=False) | Q(confirmed_by__isnull=True),
            ),
            CheckConstraint(
                name="integration_says_what_for", condition=~Q(name="") & ~Q(purpose="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """The row holds a keyed digest of the key, which is shown once. ``mark`` are its first
    characters, so that people tell keys apart. ``last_used_on`` is a day; nothing says from where.
    """

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="keys")
    place = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["integration", "place"],
                condition=Q(revoked_at__isnull=True),
                name="api_key_one_a_place",
            ),
            CheckConstraint(
                name="api_key_place_known",
                condition=Q(place__gte=PLACES[0], place__lte=PLACES[-1]),
            ),
        ]

    def __str__(self) -> str:
        return self.mark


class IntegrationDay(models.Model):
    """How much of its caps an integration used on a day."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["integration", "day"], name="integration_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.integration_id} {self.day}"
