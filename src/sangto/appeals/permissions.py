"""Who may send, see and decide appeals.

The officers for appeals of every agency of the network see them, so that there is somebody to
decide where the lead agency may not. Who may decide one of them is the domain's question.
"""

from __future__ import annotations

from sangto.appeals.domain.rights import Permission
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible

__all__ = ["ROLE_PERMISSIONS", "Permission", "authorise", "may"]

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.APPEALS_OFFICER: frozenset({Permission.VIEW, Permission.DECIDE, Permission.CHECK_REPLY}),
}
#: In the lead agency: the desk looks at replies, for personal data only.
LEAD_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: frozenset({Permission.VIEW, Permission.CHECK_REPLY}),
    Role.APPROVER: frozenset({Permission.VIEW}),
}


def may(actor: Actor, permission: Permission, *, relatives: frozenset[int] = frozenset()) -> bool:
    """``relatives`` are the subject agency, its parents and its subordinates."""
    match actor.kind:
        case ActorKind.SYSTEM:
            return permission is Permission.ERASE
        case ActorKind.STAFF:
            pass
        case ActorKind.PUBLIC:
            return permission is Permission.SEND
        case _:
            return False
    if permission is Permission.SEND:
        return True
    if actor.user_id is None or actor.agency_id is None or actor.agency_id in relatives:
        return False
    tables = [ROLE_PERMISSIONS, LEAD_PERMISSIONS] if actor.in_lead_agency else [ROLE_PERMISSIONS]
    return any(
        permission in table.get(role, frozenset()) for table in tables for role in actor.roles
    )


def authorise(
    actor: Actor, permission: Permission, *, relatives: frozenset[int] = frozenset()
) -> None:
    """Raise :class:`NotVisible` unless the actor may."""
    if not may(actor, permission, relatives=relatives):
        raise NotVisible
