"""What figures are asked for: which network and days, and whether one agency, place or category.

An agency that was merged counts for the one that has its work on the last day of the period; what
was split among several goes to the main successor. An agency that ended by then stands for its own
rows only when it is asked for by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency, Network, Territory
from sangto.organisations.queries import Heirs
from sangto.reporting.domain.periods import Period
from sangto.reporting.permissions import WHOLE_NETWORK, Permission, authorise


@dataclass(frozen=True, slots=True)
class Scope:
    """``agencies`` and ``places`` are the keys that the filters stand for, None without a filter.
    ``heirs`` maps every agency to the one that its rows are counted for."""

    network: Network
    period: Period
    now: datetime
    agency: Agency | None = None
    territory: Territory | None = None
    category: str = ""
    agencies: frozenset[int] | None = None
    places: frozenset[int] | None = None
    heirs: dict[int, int] = field(default_factory=dict)
    names: dict[int, Agency] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """Of what is standing: the end of the period, or now where that is earlier."""
        return min(self.now, self.period.end)


def scope_for(
    network: Network,
    period: Period,
    *,
    agency: Agency | None = None,
    territory: Territory | None = None,
    category: str = "",
    now: datetime | None = None,
) -> Scope:
    """Three queries."""
    found = Heirs(network, period.last)
    heirs = {}
    for key in found.agencies:
        heir = found.of(key)
        heirs[key] = heir.pk if heir is not None else key
    wanted = None
    if agency is not None:
        wanted = frozenset({agency.pk} | {key for key, heir in heirs.items() if heir == agency.pk})
    places = _inside(territory.pk, found.parents) if territory is not None else None
    return Scope(
        network=network,
        period=period,
        now=now or timezone.now(),
        agency=agency,
        territory=territory,
        category=category,
        agencies=wanted,
        places=places,
        heirs=heirs,
        names=found.agencies,
    )


def _inside(place: int, parents: dict[int, int | None]) -> frozenset[int]:
    found, new = {place}, {place}
    while new:
        new = {key for key, parent in parents.items() if parent in new} - found
        found |= new
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Reach:
    """``whole``: the person sees the whole network, else only what is of ``agency``."""

    agency: Agency
    whole: bool


def sees_network(agency: Agency) -> bool:
    return agency.kind in {kind.value for kind in WHOLE_NETWORK}


def reach_of(actor: Actor, need: Permission = Permission.FIGURES_VIEW) -> Reach:
    """One query; :class:`NotVisible` for whoever may not."""
    authorise(actor, need)
    agency = Agency.objects.filter(pk=actor.agency_id or 0).select_related("network").first()
    if agency is None:
        raise NotVisible
    return Reach(agency, sees_network(agency))
