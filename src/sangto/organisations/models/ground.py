"""Cited provisions, and domains that others like to imitate."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from sangto.organisations.models.network import Network
from sangto.organisations.models.validity import dates_in_order


class LegalGround(models.Model):
    """A provision with the days on which it is in force; what is cited on a day was in force on
    that day."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="grounds")
    code = models.SlugField(max_length=60)
    citation = models.CharField(max_length=500)
    citation_en = models.CharField(max_length=500)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["network", "code"], name="ground_code_once"),
            dates_in_order("ground"),
        ]

    def __str__(self) -> str:
        return self.citation


class ProtectedDomain(models.Model):
    """A domain whose look-alikes are suspicious; ``owner`` is a name for people to read."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="protected_domains")
    domain = models.CharField(max_length=253)
    owner = models.CharField(max_length=200)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["network", "domain"], name="protected_domain_once"),
        ]

    def __str__(self) -> str:
        return self.domain
