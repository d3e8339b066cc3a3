"""Until when somebody may object, and by when it is decided: the charter's days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from sangto.handling.domain.measures import MeasureState
from sangto.handling.models import Measure
from sangto.kernel.categories import RULES, Category
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import Network
from sangto.organisations.queries import deadline_for
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion


@dataclass(frozen=True, slots=True)
class Window:
    """``until`` is the last day; ``decided_by`` is when who objects today has the decision."""

    until: date
    decided_by: date
    open: bool


def decided_by(network: Network, start: datetime | None = None) -> datetime:
    return deadline_for(network, DeadlineKind.APPEAL, start).at


def window_of(network: Network, began: datetime, *, now: datetime | None = None) -> Window:
    """Two queries."""
    at = now or timezone.now()
    until = timezone.localdate(deadline_for(network, DeadlineKind.APPEAL_WINDOW, began).at)
    return Window(
        until=until,
        decided_by=timezone.localdate(decided_by(network, at)),
        open=timezone.localdate(at) <= until,
    )


def verdict_window(version: VerdictVersion, *, now: datetime | None = None) -> Window | None:
    """None for what is not the published version, and where nothing is shown in public."""
    if version.status != VersionStatus.PUBLISHED.value or version.published_at is None:
        return None
    if RULES[Category(version.category)].totals_only:
        return None
    return window_of(version.verdict.claim.network, version.published_at, now=now)


def measure_window(measure: Measure, *, now: datetime | None = None) -> Window | None:
    """From the day on which it was finished. None while it is open, once it was cancelled, and
    where nothing is shown in public."""
    if measure.state != MeasureState.FINISHED.value or measure.done_at is None:
        return None
    if RULES[Category(measure.category)].totals_only:
        return None
    return window_of(measure.case.network, measure.done_at, now=now)
