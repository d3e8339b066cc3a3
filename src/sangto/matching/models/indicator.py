"""Domains, links, phones, accounts and wallets of a claim."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils import timezone

from sangto.kernel.categories import RULES
from sangto.matching.domain.kinds import values
from sangto.matching.models.claim import Claim

_ALLOWED = Q()
for _category, _rules in RULES.items():
    if _rules.indicators:
        _ALLOWED |= Q(category=_category.value, kind__in=values(_rules.indicators))


class Indicator(models.Model):
    """An exact key. ``value`` is canonical; ``category`` repeats the claim's, so that the
    database itself refuses a kind that the category may not keep (SCOPE.md 2)."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="indicators")
    category = models.CharField(max_length=30)
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=2000)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            CheckConstraint(name="indicator_kind_allowed_for_category", condition=_ALLOWED),
            CheckConstraint(name="indicator_has_a_value", condition=~Q(value="")),
            UniqueConstraint(fields=["claim", "kind", "value"], name="indicator_once_a_claim"),
        ]
        indexes = [Index(fields=["value", "kind"], name="indicator_exact_look_up")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"
