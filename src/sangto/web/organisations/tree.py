"""The network as a tree, and one page an agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sangto.cases.queries import AgencyWork, open_work_at
from sangto.kernel.actor import Actor
from sangto.kernel.text import collation_key
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import Heirs, OfficerOnDuty, duties_on, today
from sangto.web.organisations.access import organisation_page, page
from sangto.web.organisations.wording import AGENCY_KINDS
from sangto.web.wording import word

#: Who stands before whom among siblings.
_ORDER = (
    AgencyKind.COMMITTEE,
    AgencyKind.LEAD,
    AgencyKind.OFFICE,
    AgencyKind.DEPARTMENT,
    AgencyKind.POLICE,
    AgencyKind.BODY,
    AgencyKind.ASSOCIATION,
    AgencyKind.PRESS,
    AgencyKind.PORTAL,
    AgencyKind.LOCALITY,
)


@dataclass(slots=True)
class Node:
    agency: Agency
    kind: str
    work: AgencyWork
    duty: list[OfficerOnDuty]
    heirs: list[Agency] = field(default_factory=list)
    taken_over: list[Agency] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)


@organisation_page
@require_safe
def organisations_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """The same queries for any number of agencies."""
    day = today()
    heirs = Heirs(network, day)
    roots, ended = _tree(heirs, day)
    return page(
        request,
        "tree.html",
        {"roots": roots, "ended": ended, "network": network, "day": day},
    )


def _tree(heirs: Heirs, day: date) -> tuple[list[Node], list[Node]]:
    rows = heirs.agencies
    work = open_work_at(rows.keys())
    duties = duties_on(rows.keys(), day)
    nodes = {
        key: Node(
            agency=agency,
            kind=word(AGENCY_KINDS, agency.kind),
            work=work[key],
            duty=duties[key],
        )
        for key, agency in rows.items()
    }
    for key, agency in rows.items():
        if agency.successor_id in nodes:
            nodes[agency.successor_id or 0].taken_over.append(agency)
            nodes[key].heirs.append(rows[agency.successor_id or 0])
    ended = [node for node in nodes.values() if _ended(node.agency, day)]
    members = {key: node for key, node in nodes.items() if not _ended(node.agency, day)}
    roots: list[Node] = []
    for node in members.values():
        parent = _parent(node.agency, members, heirs)
        (roots if parent is None else parent.below).append(node)
    for node in members.values():
        node.below.sort(key=_place)
    ended.sort(key=lambda node: (node.agency.valid_until, _place(node)), reverse=True)
    return sorted(roots, key=_place), ended


def _parent(agency: Agency, members: Mapping[int, Node], heirs: Heirs) -> Node | None:
    """Where the parent ended, who took it over; nobody for one that would stand above itself."""
    if agency.parent_id is None:
        return None
    above = heirs.of(agency.parent_id)
    if above is None or above.pk == agency.pk:
        return None
    step, passed = above.parent_id, {above.pk}
    while step is not None and step not in passed:
        if step == agency.pk:
            return None
        passed.add(step)
        step = heirs.agencies[step].parent_id if step in heirs.agencies else None
    return members.get(above.pk)


def _ended(agency: Agency, day: date) -> bool:
    return agency.valid_until is not None and agency.valid_until < day


def _place(node: Node) -> tuple[int, object]:
    return (_ORDER.index(AgencyKind(node.agency.kind)), collation_key(node.agency.name))
