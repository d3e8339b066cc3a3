"""Who may take measures and who may answer."""

from __future__ import annotations

from enum import StrEnum

from sangto.cases.permissions import Standing
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible


class Permission(StrEnum):
    MEASURE_CREATE = "handling:measure:create"
    MEASURE_FINISH = "handling:measure:finish"
    ANSWER = "handling:feedback:answer"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: frozenset(Permission),
    Role.FOCAL_OFFICER: frozenset(Permission),
    Role.APPROVER: frozenset(Permission),
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}


def may(
    actor: Actor, permission: Permission, standing: Standing, *, owns_measure: bool = False
) -> bool:
    """The agency that owns the case decides; the lead agency may add measures to every case.

    Answering is the owner's alone: the competent agency answers for itself (SCOPE.md 4).
    ``owns_measure`` is the agency that a measure was given to.
    """
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    if not any(permission in ROLE_PERMISSIONS[role] for role in actor.roles):
        return False
    if permission is Permission.MEASURE_FINISH and owns_measure:
        return True
    if standing.conflicted:
        return False
    return standing.owns or (standing.leads and permission is not Permission.ANSWER)


def authorise(
    actor: Actor, permission: Permission, standing: Standing, *, owns_measure: bool = False
) -> None:
    """Raise :class:`NotVisible` unless the actor may."""
    if not may(actor, permission, standing, owns_measure=owns_measure):
        raise NotVisible
