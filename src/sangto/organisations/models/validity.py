"""Rows that hold for a time: from a first day to a last day, both included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import CheckConstraint, F, Q


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition "in force on ``day``"; ``prefix`` such as ``agency__`` follows a relation."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})
    )


def dates_in_order(name: str) -> CheckConstraint:
    return CheckConstraint(
        name=f"{name}_dates_in_order",
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
    )


def one_of(name: str, field: str, values: Iterable[str]) -> CheckConstraint:
    """The column ``field`` holds a value of a closed list."""
    return CheckConstraint(
        name=f"{name}_{field}_in_list",
        condition=Q(**{f"{field}__in": sorted(str(value) for value in values)}),
    )
