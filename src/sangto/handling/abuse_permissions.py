"""Who may write, approve, send and settle reports to providers, and who keeps the book."""

from __future__ import annotations

from sangto.cases.permissions import Standing
from sangto.handling.domain.abuse_rights import AbusePermission
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible

__all__ = ["AbusePermission", "authorise", "may", "may_keep_book"]

_P = AbusePermission
_WRITER = frozenset({_P.VIEW, _P.WRITE, _P.SETTLE})

ROLE_PERMISSIONS: dict[Role, frozenset[AbusePermission]] = {
    Role.DESK_OFFICER: _WRITER | {_P.SEND, _P.BOOK},
    Role.FOCAL_OFFICER: _WRITER,
    Role.APPROVER: frozenset({_P.VIEW, _P.APPROVE, _P.SEND, _P.SETTLE}),
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: frozenset({_P.VIEW}),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}


def has_permission(actor: Actor, permission: AbusePermission) -> bool:
    """Whether the actor's roles hold it on any case at all."""
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    return any(permission in ROLE_PERMISSIONS[role] for role in actor.roles)


def may(actor: Actor, permission: AbusePermission, standing: Standing) -> bool:
    """The agency that owns the case, and the lead agency. An agency that the claim is about does
    nothing here (SCOPE.md 5). The book is the lead agency's."""
    if not has_permission(actor, permission):
        return False
    if permission is _P.BOOK:
        return actor.in_lead_agency
    if standing.conflicted:
        return False
    return standing.owns or standing.leads


def may_keep_book(actor: Actor) -> bool:
    return actor.in_lead_agency and has_permission(actor, _P.BOOK)


def authorise(actor: Actor, permission: AbusePermission, standing: Standing) -> tuple[int, int]:
    """User and agency of who may; :class:`NotVisible` for anybody else."""
    if not may(actor, permission, standing) or actor.user_id is None or actor.agency_id is None:
        raise NotVisible
    return actor.user_id, actor.agency_id
