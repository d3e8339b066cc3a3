"""When a measure or an answer to the press is due."""

from __future__ import annotations

from datetime import datetime

from sangto.kernel.worktime import Deadline, Mode, due
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import Network
from sangto.organisations.queries import calendar_for, deadline_for


def span_deadline(
    network: Network, kind: DeadlineKind, start: datetime, days: int | None
) -> Deadline:
    """So many working days, or as many as the charter says. One query."""
    if days is None:
        return deadline_for(network, kind, start)
    return due(start, days, Mode.WORKING, calendar_for(network))
