"""What this person may change, for the links that lead there; the services ask again."""

from __future__ import annotations

from datetime import date

from sangto.kernel.actor import Actor, Role
from sangto.organisations.models import Agency
from sangto.organisations.permissions import OrganisationPermission, may


def may_name_officers(actor: Actor, agency: Agency, day: date) -> bool:
    if not may(actor, OrganisationPermission.OFFICER_NAME):
        return False
    if agency.valid_until is not None and agency.valid_until < day:
        return False
    leads = actor.in_lead_agency and actor.has(Role.ADMINISTRATOR)
    return leads or agency.pk == actor.agency_id
