"""What the provincial committee has before it (Điều 6.4, 7.1 h, 7.7 c)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sangto.handling.domain.measures import MeasureState
from sangto.handling.models import Measure
from sangto.handling.permissions import Permission, has_permission
from sangto.handling.queries import cases_before_committee, directed_measures
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency
from sangto.web.desk import agency_of, desk_page
from sangto.web.handling.rows import row_of
from sangto.web.handling.tabs import tabs_of
from sangto.web.lists import shown_page

#: Of each part; what ended long ago stands in the list with its pages.
SHOWN = 50
ENDED = 20


@desk_page
@require_safe
def committee_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Raised and waiting, late, under way, come back, and what ended. The same number of queries
    for any number of rows."""
    committee = committee_at_work(actor)
    measures = directed_measures(committee)
    now = timezone.now()
    open_rows = list(measures.filter(state=MeasureState.OPEN.value)[:SHOWN])
    finished = measures.filter(state=MeasureState.FINISHED.value)
    back = finished.filter(noted_at__isnull=True).order_by("done_at", "pk")[:SHOWN]
    ended = measures.exclude(state=MeasureState.OPEN.value).exclude(
        state=MeasureState.FINISHED.value, noted_at__isnull=True
    )
    page = shown_page(request, ended.order_by("-due_at", "-pk"), ENDED)
    return render(
        request,
        "web/handling/committee.html",
        {
            "tabs": tabs_of(actor, "committee"),
            "waiting": list(cases_before_committee(committee)[:SHOWN]),
            "late": _rows([row for row in open_rows if row.due_at < now]),
            "under_way": _rows([row for row in open_rows if row.due_at >= now]),
            "back": _rows(list(back)),
            "ended": _rows(list(page.object_list)),
            "page": page,
        },
    )


def committee_at_work(actor: Actor) -> Agency:
    agency = agency_of(actor)
    if (
        agency is None
        or agency.kind != AgencyKind.COMMITTEE
        or not has_permission(actor, Permission.MEASURE_DIRECT)
    ):
        raise NotVisible
    return agency


def _rows(measures: list[Measure]) -> list[dict[str, object]]:
    return [row_of(measure) for measure in measures]
