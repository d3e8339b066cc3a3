"""For whose papers and registers a page is."""

from __future__ import annotations

from sangto.documents.permissions import Permission, has_permission
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from sangto.web.desk import agency_of


def agency_with(actor: Actor, need: Permission) -> Agency:
    """The agency of whoever may; else :class:`NotVisible`."""
    agency = agency_of(actor)
    if agency is None or not has_permission(actor, need):
        raise NotVisible
    return agency
