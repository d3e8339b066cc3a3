"""The places that a network answers for."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from sangto.organisations.domain.kinds import TerritoryKind
from sangto.organisations.models.network import Network
from sangto.organisations.models.validity import one_of


class Territory(models.Model):
    """A place; ``parent`` is the larger one that it lies in. ``valid_until`` is set when a later
    charter no longer names it."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="territories")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    kind = models.CharField(max_length=20)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "territories"
        constraints = [
            UniqueConstraint(fields=["network", "code"], name="territory_code_once"),
            CheckConstraint(
                name="territory_not_inside_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            one_of("territory", "kind", TerritoryKind),
        ]

    def __str__(self) -> str:
        return self.name
