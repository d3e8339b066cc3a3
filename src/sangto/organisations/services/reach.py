"""How far permissions reach."""

from __future__ import annotations

from collections.abc import Iterable

from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency, Network


def insist_on_network(actor: Actor, slug: str) -> None:
    """Only within the actor's own network; an operator reaches all of them."""
    if actor.kind is ActorKind.OPERATOR:
        return
    network = _network_of(actor)
    if network is None or network.slug != slug:
        raise NotVisible


def insist_on_agencies(actor: Actor, agencies: Iterable[Agency]) -> None:
    """The lead agency's administrator reaches the whole network, others their own agency."""
    if actor.kind is ActorKind.OPERATOR:
        return
    network = _network_of(actor)
    for agency in agencies:
        if network is None or agency.network_id != network.pk:
            raise NotVisible
        if not actor.in_lead_agency and agency.pk != actor.agency_id:
            raise NotVisible


def insist_on_own_agency(actor: Actor, agency: Agency) -> None:
    """The own agency; an administrator of the lead agency reaches the whole network."""
    if actor.kind is not ActorKind.OPERATOR and not actor.has(Role.ADMINISTRATOR):
        if agency.pk != actor.agency_id:
            raise NotVisible
        return
    insist_on_agencies(actor, [agency])


def _network_of(actor: Actor) -> Network | None:
    if actor.agency_id is None:
        return None
    return Network.objects.filter(agencies=actor.agency_id).first()
