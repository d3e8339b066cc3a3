"""Which claims somebody may find."""

from __future__ import annotations

from django.db.models import QuerySet

from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries.cases import cases_visible_to
from sangto.kernel.actor import Actor
from sangto.matching.models import Claim
from sangto.organisations.models import Agency


def claims_visible_to(actor: Actor) -> QuerySet[Claim]:
    """The lead agency finds every claim of its network, also one that nobody opened a case for; a
    member finds those of the cases that it may see. One query before the list itself."""
    if actor.agency_id is None or not has_permission(actor, Permission.VIEW):
        return Claim.objects.none()
    if actor.in_lead_agency:
        agency = Agency.objects.filter(pk=actor.agency_id, is_lead=True).first()
        if agency is not None:
            return Claim.objects.filter(network_id=agency.network_id)
    return Claim.objects.filter(case__in=cases_visible_to(actor))
