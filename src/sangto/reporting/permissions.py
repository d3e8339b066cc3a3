"""Who sees figures and digests.

People of the lead agency and of the committee see the figures of the whole network and its daily
digest; others see those of their own agency, and what waits for it.
"""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.kinds import AgencyKind


class Permission(StrEnum):
    FIGURES_VIEW = "reporting:figures:view"
    DIGEST_READ = "reporting:digest:read"
    DIGEST_FOLLOW = "reporting:digest:follow"
    DIGEST_MAKE = "reporting:digest:make"
    YEAR_WRITE = "reporting:sample_year:write"


_P = Permission
_DESK = frozenset({_P.FIGURES_VIEW, _P.DIGEST_READ})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: _DESK | {_P.DIGEST_FOLLOW},
    Role.APPROVER: _DESK | {_P.DIGEST_FOLLOW},
    Role.FOCAL_OFFICER: _DESK,
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
#: Agencies whose people see the whole network: the one that leads it and the one that directs it.
WHOLE_NETWORK: frozenset[AgencyKind] = frozenset({AgencyKind.LEAD, AgencyKind.COMMITTEE})


def has_permission(actor: Actor, permission: Permission) -> bool:
    if actor.kind is ActorKind.SYSTEM:
        return permission is Permission.DIGEST_MAKE
    if actor.kind is ActorKind.OPERATOR:
        return permission in {Permission.DIGEST_MAKE, Permission.YEAR_WRITE}
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    return any(permission in ROLE_PERMISSIONS[role] for role in actor.roles)


def authorise(actor: Actor, permission: Permission) -> None:
    """Raise :class:`NotVisible` unless the actor may; unknown and forbidden look the same."""
    if not has_permission(actor, permission):
        raise NotVisible
