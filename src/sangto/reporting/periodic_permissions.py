"""Who writes, approves and collects periodic reports, and who writes down training.

An agency sees its own reports in every state. The lead agency and the committee see who has
submitted, and what was submitted; what others are still writing is theirs alone.
"""

from __future__ import annotations

from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible
from sangto.reporting.domain.periodic_rights import PeriodicPermission

__all__ = ["ROLE_PERMISSIONS", "PeriodicPermission", "authorise", "has_permission", "user_of"]

_P = PeriodicPermission
_WRITER = frozenset(
    {_P.VIEW, _P.WRITE, _P.COMMENT, _P.TRAINING_VIEW, _P.TRAINING_WRITE, _P.CONSOLIDATE}
)
ROLE_PERMISSIONS: dict[Role, frozenset[PeriodicPermission]] = {
    Role.DESK_OFFICER: _WRITER | {_P.OPEN},
    Role.FOCAL_OFFICER: _WRITER,
    Role.APPROVER: _WRITER | {_P.OPEN, _P.APPROVE},
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
#: Only in the lead agency.
_OF_THE_LEAD = frozenset({_P.OPEN, _P.CONSOLIDATE})


def has_permission(actor: Actor, permission: PeriodicPermission) -> bool:
    if actor.kind is ActorKind.SYSTEM:
        return permission in {_P.OPEN, _P.REMIND}
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    if permission in _OF_THE_LEAD and not actor.in_lead_agency:
        return False
    return any(permission in ROLE_PERMISSIONS[role] for role in actor.roles)


def authorise(actor: Actor, permission: PeriodicPermission, agency: int | None = None) -> None:
    """Raise :class:`NotVisible` unless the actor may; ``agency`` must be the actor's own."""
    if not has_permission(actor, permission):
        raise NotVisible
    if agency is not None and actor.kind is ActorKind.STAFF and actor.agency_id != agency:
        raise NotVisible


def user_of(actor: Actor) -> int:
    """The person behind what only staff may do."""
    if actor.user_id is None:
        raise NotVisible
    return actor.user_id
