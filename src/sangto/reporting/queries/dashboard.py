"""What the dashboard shows beside figures: coming deadlines, open rounds, reports by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch

from sangto.cases.domain.states import OPEN_STATUSES
from sangto.cases.models import Case, CaseTask
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.models import OpinionRound, RoundInvitation
from sangto.consultation.queries import rounds_visible_to
from sangto.kernel.actor import Actor
from sangto.organisations.models import Agency
from sangto.organisations.queries import calendar_for
from sangto.reporting.domain.figures import Split
from sangto.reporting.domain.periods import DAY, Period, local_day, midnight
from sangto.reporting.queries.expressions import LocalDay
from sangto.reporting.queries.figures import grouping, selected
from sangto.reporting.queries.scope import Scope

WORKING_DAYS = 7
_MOST_ROUNDS = 20
_OPEN = [status.value for status in OPEN_STATUSES]


@dataclass(frozen=True, slots=True)
class DueDay:
    """What is due on one working day, with what is due on the days off before it."""

    day: date
    cases: int
    rounds: int
    tasks: int


def coming_deadlines(scope: Scope) -> list[DueDay]:
    """The next seven working days from today on, whatever the period. Four queries."""
    calendar = calendar_for(scope.network)
    days: list[date] = []
    day = local_day(scope.now)
    while len(days) < WORKING_DAYS:
        if calendar.is_working(day):
            days.append(day)
        day += DAY
    start, end = scope.now, midnight(days[-1] + DAY)
    cases = Case.objects.filter(
        network=scope.network, status__in=_OPEN, due_at__gte=start, due_at__lt=end
    )
    rounds = OpinionRound.objects.filter(
        network=scope.network, state=RoundState.OPEN.value, due_at__gte=start, due_at__lt=end
    )
    tasks = CaseTask.objects.filter(
        case__network=scope.network,
        done_at__isnull=True,
        due_on__gte=local_day(start),
        due_on__lt=days[-1] + DAY,
    )
    if scope.agencies is not None:
        cases = cases.filter(owner__in=scope.agencies)
        rounds = rounds.filter(agency__in=scope.agencies)
        tasks = tasks.filter(agency__in=scope.agencies)
    if scope.places is not None:
        cases = cases.filter(origin_report__territory__in=scope.places)
        rounds = rounds.filter(case__origin_report__territory__in=scope.places)
        tasks = tasks.filter(case__origin_report__territory__in=scope.places)
    if scope.category:
        cases = cases.filter(category=scope.category)
        rounds = rounds.filter(case__category=scope.category)
        tasks = tasks.filter(case__category=scope.category)
    found = [
        _on_working_days(rows, days)
        for rows in (
            dict(cases.values_list(LocalDay("due_at")).annotate(n=Count("pk")).order_by()),
            dict(rounds.values_list(LocalDay("due_at")).annotate(n=Count("pk")).order_by()),
            {
                day.isoformat(): number
                for day, number in tasks.values_list("due_on").annotate(n=Count("pk")).order_by()
            },
        )
    ]
    return [DueDay(day, *(counts.get(day, 0) for counts in found)) for day in days]


def _on_working_days(counts: dict[str, int], days: list[date]) -> dict[date, int]:
    """What falls on a day off counts for the next working day."""
    found: dict[date, int] = {}
    for text, number in counts.items():
        day = next((one for one in days if one >= date.fromisoformat(text)), None)
        if day is not None:
            found[day] = found.get(day, 0) + number
    return found


@dataclass(frozen=True, slots=True)
class OpenRound:
    round: OpinionRound
    asked: int
    silent: tuple[Agency, ...]
    late: bool


def open_rounds(scope: Scope, actor: Actor) -> list[OpenRound]:
    """Rounds that this person may read, the nearest deadline first. Three queries."""
    rows = rounds_visible_to(actor).filter(network=scope.network, state=RoundState.OPEN.value)
    if scope.agencies is not None:
        rows = rows.filter(agency__in=scope.agencies)
    if scope.places is not None:
        rows = rows.filter(case__origin_report__territory__in=scope.places)
    if scope.category:
        rows = rows.filter(case__category=scope.category)
    asked = Prefetch("invitations", RoundInvitation.objects.select_related("agency"))
    return [
        OpenRound(
            round=row,
            asked=len(row.invitations.all()),
            silent=tuple(one.agency for one in row.invitations.all() if one.answered_at is None),
            late=row.due_at is not None and row.due_at < scope.now,
        )
        for row in rows.prefetch_related(asked).order_by("due_at", "pk")[:_MOST_ROUNDS]
    ]


def reports_by_day(scope: Scope) -> dict[str, dict[str, int]]:
    """Reports received, by ISO day and by category. One query."""
    rows = selected(scope, "reports.received")
    if rows is None:
        return {}
    key = "reports.received"
    found: dict[str, dict[str, int]] = {}
    counted = (
        rows.annotate(
            on_day=grouping(scope, key, Split.DAY), in_category=grouping(scope, key, Split.CATEGORY)
        )
        .values_list("on_day", "in_category")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for day, category, number in counted:
        counts = found.setdefault(day, {})
        counts[category or ""] = counts.get(category or "", 0) + number
    return found


def buckets(period: Period, now: datetime) -> list[tuple[date, date]]:
    """The days of a chart: single ones, weeks or months, so that its columns can be told apart.
    First and last day of each; days to come are left out."""
    last = min(period.last, local_day(now))
    if last < period.since:
        return []
    length = (last - period.since).days + 1
    found: list[tuple[date, date]] = []
    day = period.since
    while day <= last:
        if length <= 45:
            end = day
        elif length <= 200:
            end = day + timedelta(days=6 - day.weekday())
        else:
            end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY
        found.append((day, min(end, last)))
        day = end + DAY
    return found
