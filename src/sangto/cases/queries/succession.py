"""Open work that lies with agencies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from sangto.cases.domain.states import OPEN_STATUSES
from sangto.cases.models import Case, CaseTask
from sangto.organisations.models import Agency

_OPEN = [status.value for status in OPEN_STATUSES]


@dataclass(frozen=True, slots=True)
class AgencyWork:
    cases: int = 0
    tasks: int = 0

    def __bool__(self) -> bool:
        return bool(self.cases or self.tasks)


def open_work_at(agencies: Collection[int]) -> dict[int, AgencyWork]:
    """Numbers only, for whoever sees the organisation. Two queries."""
    cases = dict(
        Case.objects.filter(owner__in=agencies, status__in=_OPEN)
        .values_list("owner")
        .annotate(number=Count("pk"))
    )
    tasks = dict(
        CaseTask.objects.filter(agency__in=agencies, done_at__isnull=True)
        .values_list("agency")
        .annotate(number=Count("pk"))
    )
    return {key: AgencyWork(cases.get(key, 0), tasks.get(key, 0)) for key in agencies}


def ended_agencies_at_work(day: date) -> list[Agency]:
    """Agencies that are no members any more and still have open work. One query."""
    owning = Case.objects.filter(status__in=_OPEN).values("owner")
    tasked = CaseTask.objects.filter(done_at__isnull=True).values("agency")
    ended = Agency.objects.filter(valid_until__lt=day).select_related("network")
    return list(ended.filter(pk__in=owning).union(ended.filter(pk__in=tasked)).order_by("pk"))
