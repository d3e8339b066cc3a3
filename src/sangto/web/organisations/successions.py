"""Agencies that merge, or are split, on a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.cases.queries import AgencyWork, open_work_at
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.text import collation_key
from sangto.organisations.domain.charter_checks import KNOWN_TOPICS
from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.domain.successions import Share
from sangto.organisations.models import Agency, Network, Succession
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import (
    agencies,
    service_fields,
    successions,
    territories,
    today,
)
from sangto.organisations.services import cancel_succession, decide_succession
from sangto.web.desk import accepted, sent
from sangto.web.organisations.access import (
    Fields,
    need,
    organisation_page,
    page,
    territory_name,
    topic_name,
)
from sangto.web.organisations.agency import what_of
from sangto.web.organisations.forms import PARTS, SuccessionForm
from sangto.web.wording import refusal_text


@dataclass(frozen=True, slots=True)
class Ending:
    succession: Succession
    shares: list[dict[str, object]]
    work: AgencyWork
    may_cancel: bool


@dataclass(frozen=True, slots=True)
class Event:
    """What happens on one day: who takes over from whom."""

    on: date
    successor: Agency
    note: str
    planned: bool
    endings: list[Ending]


@organisation_page
@require_safe
def successions_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """The same queries for any number of them."""
    day = today()
    keeps = may(actor, OrganisationPermission.AGENCY_SUCCEED)
    events = _events(network, keeps)
    return page(
        request,
        "successions.html",
        {
            "planned": [event for event in reversed(events) if event.planned],
            "past": [event for event in events if not event.planned],
            "may_decide": keeps,
            "day": day,
        },
    )


@organisation_page
def succession_new(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """Shows what would move before it is decided: ``decide`` says that this was seen."""
    need(actor, OrganisationPermission.AGENCY_SUCCEED)
    fields: Fields = {item.code: item for item in service_fields(network)}
    members = {row.slug: row for row in agencies(network)}
    places = {place.code: place for place in territories(network)}
    form = SuccessionForm(
        sent(request),
        agencies=list(members.values()),
        topics=[(code, topic_name(code, fields)) for code in (*KNOWN_TOPICS, *fields)],
        places=[(code, territory_name(place)) for code, place in places.items()],
    )
    preview: dict[str, object] | None = None
    if form.is_valid():
        values = form.cleaned_data
        ending = [members[slug] for slug in values["predecessors"]]
        rows = [
            (
                number,
                values[f"to_{number}"],
                values[f"topic_{number}"],
                values[f"territory_{number}"],
            )
            for number in range(PARTS)
            if values[f"to_{number}"]
        ]
        shares = [
            Share(members[slug].pk, topic, places[territory].pk if territory else None)
            for _number, slug, topic, territory in rows
        ]
        if request.POST.get("decide"):
            if accepted(
                form,
                lambda: decide_succession(
                    network=network,
                    predecessors=ending,
                    successor=members[values["successor"]],
                    on=values["on"],
                    note=values["note"],
                    shares=shares,
                    share_fields={
                        place: f"to_{number}" for place, (number, *_rest) in enumerate(rows)
                    },
                    actor=actor,
                ),
            ):
                messages.success(
                    request,
                    _("Decided. The work passes on now.")
                    if values["on"] <= today()
                    else _("Decided. The work passes on when the day comes."),
                )
                return redirect("desk_successions")
        else:
            preview = _preview(ending, members[values["successor"]], values["on"])
    return page(
        request,
        "succession_new.html",
        {"form": form, "preview": preview},
        status=422 if form.is_bound and preview is None else 200,
    )


@organisation_page
def succession_cancel(
    request: HttpRequest, actor: Actor, network: Network, number: int
) -> HttpResponse:
    """Asks first, by name."""
    need(actor, OrganisationPermission.AGENCY_SUCCEED)
    succession = (
        Succession.objects.select_related("agency__successor")
        .filter(pk=number, agency__network=network)
        .first()
    )
    if succession is None:
        raise NotVisible
    if request.method == "POST":
        try:
            cancel_succession(succession=succession, actor=actor)
        except NotVisible:
            raise
        except Refused as refused:
            messages.error(request, refusal_text(refused.refusal))
        else:
            messages.success(request, _("Taken back. The agency goes on as before."))
        return redirect("desk_successions")
    return page(request, "succession_cancel.html", {"succession": succession})


def _preview(ending: list[Agency], successor: Agency, on: date) -> dict[str, object]:
    work = open_work_at([agency.pk for agency in ending])
    return {
        "endings": [{"agency": agency, "work": work[agency.pk]} for agency in ending],
        "successor": successor,
        "on": on,
        "at_once": on <= today(),
    }


def _events(network: Network, keeps: bool) -> list[Event]:
    """The latest first. Agencies that go to the same successor on the same day stand together."""
    rows = list(successions(network))
    work = open_work_at([row.agency_id for row in rows])
    fields: Fields = {item.code: item for item in service_fields(network)}
    grouped: dict[tuple[date, int], list[Succession]] = {}
    for row in rows:
        grouped.setdefault((row.on, row.agency.successor_id or 0), []).append(row)
    events = []
    for (on, _successor), group in grouped.items():
        successor = group[0].agency.successor
        if successor is None:
            continue
        events.append(
            Event(
                on=on,
                successor=successor,
                note=next((row.note for row in group if row.note), ""),
                planned=any(row.carried_at is None for row in group),
                endings=sorted(
                    (_ending(row, work[row.agency_id], fields, keeps) for row in group),
                    key=lambda ending: collation_key(ending.succession.agency.name),
                ),
            )
        )
    return events


def _ending(row: Succession, work: AgencyWork, fields: Fields, keeps: bool) -> Ending:
    return Ending(
        succession=row,
        shares=[
            {"successor": share.successor, "what": what_of(share, fields)}
            for share in row.shares.all()
        ],
        work=work,
        may_cancel=keeps and row.carried_at is None and row.named_by == NamedBy.DESK,
    )
