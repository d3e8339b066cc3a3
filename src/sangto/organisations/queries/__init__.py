"""Reads of the room."""

from sangto.organisations.queries.accounts import actor_for, members_of, memberships_of
from sangto.organisations.queries.agencies import (
    agencies,
    agencies_visible_to,
    agency_by_slug,
    competent_agency,
    current_successor,
    focal_officers,
    lead_agency,
    relatives,
)
from sangto.organisations.queries.networks import (
    calendar_for,
    current_charter,
    current_network,
    deadline_for,
    grounds_in_force,
    home_territory,
    protected_domains,
    service_fields,
    territories,
    today,
)

__all__ = [
    "actor_for",
    "agencies",
    "agencies_visible_to",
    "agency_by_slug",
    "calendar_for",
    "competent_agency",
    "current_charter",
    "current_network",
    "current_successor",
    "deadline_for",
    "focal_officers",
    "grounds_in_force",
    "home_territory",
    "lead_agency",
    "members_of",
    "memberships_of",
    "protected_domains",
    "relatives",
    "service_fields",
    "territories",
    "today",
]
