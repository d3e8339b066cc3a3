"""From when a case's time counts."""

from __future__ import annotations

from datetime import datetime

from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case
from sangto.cases.queries.cases import category_of
from sangto.organisations.domain.deadlines import kind_for_category
from sangto.organisations.queries import deadline_for


def deadline_start(case: Case) -> datetime:
    """The first report, or the day on which the case was opened again last. One query."""
    again = (
        case.timeline.filter(kind=EntryKind.REOPENED.value)
        .order_by("-at", "-pk")
        .values_list("at", flat=True)
        .first()
    )
    return again or case.origin_report.received_at


def fresh_deadline(case: Case, now: datetime) -> datetime:
    """The time of the case's category, counted from now."""
    return deadline_for(case.network, kind_for_category(category_of(case)), now).at
