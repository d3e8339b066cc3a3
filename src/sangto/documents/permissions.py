"""Who may do what with official documents: those who write for an agency, in its own registers.

The lead agency has no more rights here than any other: it sees its own registers only.
"""

from __future__ import annotations

from sangto.documents.domain.rights import Permission
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible

__all__ = ["ROLE_PERMISSIONS", "Permission", "authorise", "has_permission", "may"]

_ALL = frozenset(Permission)
#: Whoever prepares a document does not also approve it, nor decide who signs.
_WRITING = _ALL - {Permission.APPROVE, Permission.KEEP_PAPER}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: _WRITING,
    Role.FOCAL_OFFICER: _WRITING,
    Role.APPROVER: _ALL,
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}


def has_permission(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's roles hold this permission in the registers of their own agency."""
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    return any(permission in ROLE_PERMISSIONS[role] for role in actor.roles)


def may(actor: Actor, permission: Permission, agency_id: int) -> bool:
    return has_permission(actor, permission) and actor.agency_id == agency_id


def authorise(actor: Actor, permission: Permission, agency_id: int) -> None:
    """Raise :class:`NotVisible` unless the actor may; unknown and forbidden look the same."""
    if not may(actor, permission, agency_id):
        raise NotVisible
