"""Who may take measures, who may answer senders and the press."""

from __future__ import annotations

from sangto.cases.permissions import Standing
from sangto.handling.domain.rights import Permission
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible

__all__ = [
    "ROLE_PERMISSIONS",
    "Permission",
    "authorise",
    "authorise_unattended",
    "has_permission",
    "may",
]

_P = Permission
_SYSTEM = frozenset({_P.DEADLINE_RECOMPUTE, _P.CONTENT_FORGET})
#: What a sender may have done, with the receipt in hand.
_SENDER = frozenset({_P.REOPEN_ASKED})
#: What is done by whoever had no part in the case; the room of appeals makes sure of that.
_FROM_OUTSIDE = frozenset({_P.MEASURE_OVERTURN})
_WORK = frozenset(Permission) - _SYSTEM - _SENDER - _FROM_OUTSIDE

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: _WORK,
    Role.FOCAL_OFFICER: _WORK,
    Role.APPROVER: _WORK,
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: _FROM_OUTSIDE,
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}

#: What the agency does that was given a measure or a question of the press.
_GIVEN = frozenset({_P.MEASURE_VIEW, _P.MEASURE_FINISH, _P.PRESS_VIEW, _P.PRESS_ANSWER})
#: What only the committee does, in a case that was raised to it; the agency below answers to it.
_COMMITTEE = frozenset({_P.MEASURE_DIRECT})
#: What the owner of the case alone does: the competent agency answers for itself (SCOPE.md 4).
_OWNER_ONLY = frozenset({_P.ANSWER})
#: Who asked for a measure takes it back and says that its result was seen.
_ASKER = frozenset({_P.MEASURE_CANCEL, _P.MEASURE_NOTE})
#: What a conflicted agency still sees; it decides nothing (SCOPE.md 5).
_SEEING = frozenset({_P.MEASURE_VIEW, _P.PRESS_VIEW})


def has_permission(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's roles hold this permission on any case at all."""
    match actor.kind:
        case ActorKind.SYSTEM | ActorKind.OPERATOR:
            return permission in _SYSTEM
        case ActorKind.PUBLIC:
            return permission in _SENDER
    if actor.user_id is None or actor.agency_id is None:
        return False
    return any(permission in ROLE_PERMISSIONS[role] for role in actor.roles)


def may(
    actor: Actor,
    permission: Permission,
    standing: Standing,
    *,
    owns_measure: bool = False,
    directed: bool = False,
) -> bool:
    """The agency that owns the case decides; the lead agency may add measures to every case.

    ``owns_measure`` is the agency that a measure or a question of the press was given to;
    ``directed`` a measure that the committee gave, which then is the committee's to take back.
    """
    if not has_permission(actor, permission):
        return False
    if actor.kind is not ActorKind.STAFF:
        return True
    if permission in _FROM_OUTSIDE:
        return not standing.conflicted and not owns_measure
    if owns_measure and permission in _GIVEN:
        return True
    if permission in _COMMITTEE or (directed and permission in _ASKER):
        return standing.is_committee and not standing.conflicted
    if standing.conflicted:
        return permission in _SEEING and (standing.owns or standing.leads)
    if standing.is_committee and permission in _SEEING:
        return True
    return standing.owns or (standing.leads and permission not in _OWNER_ONLY)


def authorise(
    actor: Actor,
    permission: Permission,
    standing: Standing,
    *,
    owns_measure: bool = False,
    directed: bool = False,
) -> None:
    """Raise :class:`NotVisible` unless the actor may."""
    if not may(actor, permission, standing, owns_measure=owns_measure, directed=directed):
        raise NotVisible


def authorise_unattended(actor: Actor, permission: Permission) -> None:
    """For jobs, and for senders, who have no standing in a case."""
    if actor.kind is ActorKind.STAFF or not has_permission(actor, permission):
        raise NotVisible
