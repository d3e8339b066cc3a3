from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.text import collation_key
from sangto.organisations.models import (
    Agency,
    Competence,
    FocalOfficer,
    Network,
    Territory,
    valid_on,
)
from sangto.organisations.queries.heirs import Heirs, valid
from sangto.organisations.queries.networks import current_network, today


def agencies(network: Network, on: date | None = None) -> list[Agency]:
    """The members on that day (today), by the Vietnamese alphabet."""
    return _sorted(Agency.objects.filter(valid_on(on or today()), network=network))


def agencies_visible_to(actor: Actor) -> list[Agency]:
    """Staff see their whole network, also agencies that ended; others its members of today.

    Names of agencies are public; this says which ones a list shows.
    """
    if actor.kind is ActorKind.STAFF:
        if actor.agency_id is None:
            return []
        own = Agency.objects.filter(pk=actor.agency_id).values("network")
        return _sorted(Agency.objects.filter(network__in=own))
    network = current_network()
    return [] if network is None else agencies(network)


def agency_by_slug(network: Network, slug: str) -> Agency | None:
    return Agency.objects.filter(network=network, slug=slug).first()


def lead_agency(network: Network) -> Agency | None:
    return Agency.objects.filter(network=network, is_lead=True).first()


def focal_officers(agency: Agency, on: date | None = None) -> list[FocalOfficer]:
    """Named persons on that day (today): those who stand in for nobody first."""
    rows = FocalOfficer.objects.filter(valid_on(on or today()), agency=agency)
    return sorted(
        rows, key=lambda row: (row.substitute_for_id is not None, collation_key(row.full_name))
    )


def relatives(agency: Agency) -> frozenset[int]:
    """Keys of the agency, of all above it and of all below it (SCOPE.md 5); siblings stay out.

    An agency that another one absorbed, wholly or in part, counts as that one, and the other way
    round, wherever it stands in the chain of successors: a matter does not become somebody else's
    by a merger. Two agencies are relatives of each other or neither is. One query.
    """
    parents: dict[int, set[int]] = {}
    successors: dict[int, set[int]] = {}
    rows = Agency.objects.filter(network_id=agency.network_id)
    for pk, parent, successor, other in rows.values_list(
        "pk", "parent_id", "successor_id", "succession__shares__successor_id"
    ):
        parents[pk] = {key for key in (parent,) if key is not None}
        successors.setdefault(pk, set()).update(
            key for key in (successor, other) if key is not None
        )
    above_and_below = _reached(_reached({agency.pk}, successors), parents)
    return frozenset(_reached(above_and_below, successors))


def _reached(starts: set[int], following: dict[int, set[int]]) -> set[int]:
    """All that follow one of ``starts``, and all that one of them follows; themselves too."""
    before: dict[int, set[int]] = {}
    for key, others in following.items():
        for other in others:
            before.setdefault(other, set()).add(key)
    return _walked(starts, following) | _walked(starts, before)


def _walked(starts: set[int], steps: dict[int, set[int]]) -> set[int]:
    found, new = set(starts), set(starts)
    while new:
        new = {after for key in new for after in steps.get(key, set())} - found
        found |= new
    return found


def _chain(start: int | None, following: dict[int, int | None]) -> list[int]:
    """``start`` and what follows it; a circle is walked once."""
    passed: list[int] = []
    while start is not None and start not in passed:
        passed.append(start)
        start = following.get(start)
    return passed


def current_successor(agency: Agency, on: date | None = None) -> Agency | None:
    """The agency itself while it is valid, else the first valid one among its successors.

    ``None`` when the line ends before that day. No query for a valid agency, else one.
    """
    day = on or today()
    if valid(agency, day):
        return agency
    if agency.successor_id is None:
        return None
    rows = {row.pk: row for row in Agency.objects.filter(network_id=agency.network_id)}
    chain = _chain(agency.successor_id, {pk: row.successor_id for pk, row in rows.items()})
    return next((rows[pk] for pk in chain if pk in rows and valid(rows[pk], day)), None)


def competent_agency(
    network: Network, topic: str, territory: Territory | None = None, on: date | None = None
) -> Agency | None:
    """Who settles ``topic`` in ``territory`` on that day (today).

    The entry for the territory goes before those for the larger ones around it, and these
    before the one for the whole network. An agency that ended is followed to who took over this
    part of its work. Two queries, three more where an agency ended.
    """
    day = on or today()
    places = [*_places(network, territory), None]
    found = Competence.objects.filter(
        valid_on(day), agency__network=network, topic=topic
    ).select_related("agency")
    rows = sorted(
        (row for row in found if row.territory_id in places),
        key=lambda row: (places.index(row.territory_id), -row.valid_from.toordinal(), -row.pk),
    )
    heirs: Heirs | None = None
    for row in rows:
        if valid(row.agency, day):
            return row.agency
        heirs = heirs or Heirs(network, day)
        agency = heirs.of(row.agency_id, topic, row.territory_id)
        if agency is not None:
            return agency
    return None


def _places(network: Network, territory: Territory | None) -> list[int]:
    if territory is None:
        return []
    if territory.parent_id is None:
        return [territory.pk]
    parents: dict[int, int | None] = dict(
        Territory.objects.filter(network=network).values_list("pk", "parent_id")
    )
    return _chain(territory.pk, parents)


def _sorted(rows: Iterable[Agency]) -> list[Agency]:
    return sorted(rows, key=lambda agency: collation_key(agency.name))
