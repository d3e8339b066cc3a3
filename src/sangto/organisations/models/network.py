"""A network and the versions of its charter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from sangto.organisations.models.validity import dates_in_order


class Network(models.Model):
    """Agencies that work together under one charter."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.slug


class Charter(models.Model):
    """One version as it was loaded: the text of the file, byte for byte, and its SHA-256.

    ``loaded_by`` is empty when whoever has a shell on the server loaded it.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="charters")
    version = models.PositiveIntegerField()
    source = models.TextField()
    digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    loaded_at = models.DateTimeField(default=timezone.now, editable=False)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        constraints = [
            UniqueConstraint(fields=["network", "version"], name="charter_version_once"),
            CheckConstraint(name="charter_version_from_one", condition=Q(version__gte=1)),
            dates_in_order("charter"),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} v{self.version}"


class HolidayOverride(models.Model):
    """A day that this network works, or rests, against the national table."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="overrides")
    day = models.DateField()
    working = models.BooleanField()
    note = models.CharField(max_length=200)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["network", "day"], name="override_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {'working' if self.working else 'off'}"
