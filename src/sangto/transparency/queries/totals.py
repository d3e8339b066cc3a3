"""Sums of the register, and the monthly totals of what has no entries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.kernel.categories import Category
from sangto.organisations.models import Network
from sangto.transparency.domain.entries import FEWEST, TOTALS_ONLY
from sangto.transparency.models import RegisterTotal


@dataclass(frozen=True, slots=True)
class MonthTotal:
    month: date
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def by_month(network: Network, *, months: int = 12, **filters: object) -> list[MonthTotal]:
    """How many entries of each kind there are a month, oldest first. One query, over sums."""
    rows = (
        RegisterTotal.objects.filter(network=network, **filters)
        .order_by("-month")
        .values_list("month", "kind")
        .annotate(number=Sum("count"))
    )
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for month, kind, number in rows:
        found[month][kind] = number
    newest = sorted(found, reverse=True)[:months]
    return [MonthTotal(month, found[month]) for month in sorted(newest)]


def hidden_totals(network: Network, *, months: int = 12) -> list[tuple[date, Category, int]]:
    """Closed cases a month in the categories without entries, five or more of them: no text, no
    territory, no agency (SCOPE.md 9). The newest month first. One query."""
    rows = (
        Case.objects.filter(
            network=network,
            status=CaseStatus.CLOSED.value,
            category__in=[category.value for category in TOTALS_ONLY],
            closed_at__isnull=False,
        )
        .annotate(month=TruncMonth("closed_at"))
        .order_by("-month", "category")
        .values_list("month", "category")
        .annotate(number=Count("pk"))
        .filter(number__gte=FEWEST)
    )
    return [
        (month.date(), Category(category), number)
        for month, category, number in rows[: months * len(TOTALS_ONLY)]
    ]
