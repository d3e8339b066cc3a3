"""One agency: what it is, who stands for it, what it settles, what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.cases.queries import open_work_at
from sangto.kernel.actor import Actor
from sangto.kernel.text import collation_key
from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.models import (
    Agency,
    Competence,
    FocalOfficer,
    Membership,
    Network,
    OfficerAbsence,
    Succession,
    SuccessionShare,
    valid_on,
)
from sangto.organisations.queries import (
    OfficerOnDuty,
    current_successor,
    focal_officers_on,
    service_fields,
    today,
)
from sangto.web.desk import agency_name
from sangto.web.organisations.access import (
    Fields,
    agency_at,
    organisation_page,
    page,
    territory_name,
    topic_name,
)
from sangto.web.organisations.rights import may_name_officers
from sangto.web.organisations.wording import AGENCY_KINDS
from sangto.web.wording import ROLE_NAMES, word


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """``state``: on_duty, stands_in, away, waits, later or ended, for its word and shape."""

    officer: FocalOfficer
    state: str
    instead_of: FocalOfficer | None
    away_until: date | None
    absences: list[OfficerAbsence]
    may_end: bool


@organisation_page
@require_safe
def agency_page(request: HttpRequest, actor: Actor, network: Network, slug: str) -> HttpResponse:
    day = today()
    agency = agency_at(network, slug)
    succession = (
        Succession.objects.filter(agency=agency)
        .prefetch_related("shares__successor", "shares__territory")
        .first()
    )
    fields = {item.code: item for item in service_fields(network)}
    return page(
        request,
        "agency.html",
        {
            "agency": agency,
            "kind": word(AGENCY_KINDS, agency.kind),
            "day": day,
            "ended": agency.valid_until is not None and agency.valid_until < day,
            "heir": current_successor(agency, day),
            "succession": succession,
            "shares": _shares(succession, fields),
            "predecessors": _predecessors(agency),
            "officers": officer_rows(agency, focal_officers_on(agency, day), day),
            "may_name": may_name_officers(actor, agency, day),
            "competences": _competences(agency, fields, day),
            "people": _people(agency, day),
            "work": open_work_at([agency.pk])[agency.pk],
            "below": _below(agency, day),
        },
    )


def officer_rows(agency: Agency, duties: Iterable[OfficerOnDuty], day: date) -> list[OfficerRow]:
    """All who are named, those in force first; two queries."""
    on_duty = {duty.officer.pk: duty for duty in duties}
    rows = list(
        FocalOfficer.objects.filter(agency=agency)
        .select_related("substitute_for")
        .prefetch_related("absences")
    )
    found = [_officer_row(row, on_duty.get(row.pk), day) for row in rows]
    return sorted(
        found,
        key=lambda row: (
            row.state == "ended",
            row.officer.substitute_for_id is not None,
            collation_key(row.officer.full_name),
        ),
    )


def _officer_row(row: FocalOfficer, duty: OfficerOnDuty | None, day: date) -> OfficerRow:
    open_absences = sorted(
        (one for one in row.absences.all() if one.valid_until is None or one.valid_until >= day),
        key=lambda one: one.valid_from,
    )
    away = next((one for one in open_absences if one.valid_from <= day), None)
    if row.valid_until is not None and row.valid_until < day:
        state = "ended"
    elif row.valid_from > day:
        state = "later"
    elif away is not None:
        state = "away"
    elif duty is not None:
        state = "on_duty" if duty.instead_of is None else "stands_in"
    else:
        state = "waits"
    return OfficerRow(
        officer=row,
        state=state,
        instead_of=duty.instead_of if duty is not None else None,
        away_until=away.valid_until if away is not None else None,
        absences=open_absences,
        may_end=row.named_by == NamedBy.DESK and state != "ended",
    )


def _shares(succession: Succession | None, fields: Fields) -> list[dict[str, object]]:
    if succession is None:
        return []
    return [
        {"successor": share.successor, "what": what_of(share, fields)}
        for share in succession.shares.all()
    ]


def what_of(share: SuccessionShare, fields: Fields) -> str:
    if share.topic and share.territory is not None:
        return _("%(topic)s in %(place)s") % {
            "topic": topic_name(share.topic, fields),
            "place": territory_name(share.territory),
        }
    return topic_name(share.topic, fields) if share.topic else territory_name(share.territory)


def _predecessors(agency: Agency) -> list[Agency]:
    wholly = list(Agency.objects.filter(successor=agency).select_related("succession"))
    partly = Agency.objects.filter(succession__shares__successor=agency).distinct()
    known = {row.pk for row in wholly}
    found = [*wholly, *(row for row in partly if row.pk not in known)]
    return sorted(found, key=lambda row: (row.valid_until or date.max, row.slug))


def _competences(agency: Agency, fields: Fields, day: date) -> list[dict[str, object]]:
    rows = Competence.objects.filter(agency=agency).select_related("territory").order_by("pk")
    found = [
        {
            "topic": topic_name(row.topic, fields),
            "place": territory_name(row.territory),
            "row": row,
            "over": row.valid_until is not None and row.valid_until < day,
        }
        for row in rows
    ]
    return sorted(
        found, key=lambda row: (bool(row["over"]), collation_key(f"{row['topic']} {row['place']}"))
    )


def _people(agency: Agency, day: date) -> list[dict[str, object]]:
    rows = Membership.objects.filter(
        valid_on(day), agency=agency, user__is_active=True
    ).select_related("user")
    people: dict[int, dict[str, object]] = {}
    for row in rows:
        person = people.setdefault(row.user_id, {"name": row.user.full_name, "roles": []})
        roles = person["roles"]
        assert isinstance(roles, list)  # noqa: S101 - made above
        roles.append(word(ROLE_NAMES, row.role))
    return sorted(people.values(), key=lambda person: collation_key(str(person["name"])))


def _below(agency: Agency, day: date) -> list[Agency]:
    return sorted(
        Agency.objects.filter(valid_on(day), parent=agency),
        key=lambda row: collation_key(agency_name(row)),
    )
