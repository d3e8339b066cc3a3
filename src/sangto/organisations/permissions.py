"""What may be done in this room, and by whom.

An administrator keeps charters and accounts and has no content rights: none of the permissions
of the later rooms is given to the role, and no account holds it together with another role, so
that running the desk and reading reports stay with different people. Nobody changes their own
roles. An administrator of a member agency keeps that agency's accounts only.
"""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible


class OrganisationPermission(StrEnum):
    CHARTER_LOAD = "organisations:charter:load"
    HOLIDAY_OVERRIDE = "organisations:holiday:override"
    USER_CREATE = "organisations:user:create"
    USER_DEACTIVATE = "organisations:user:deactivate"
    ROLE_GRANT = "organisations:role:grant"
    ROLE_END = "organisations:role:end"
    USER_INVITE = "organisations:user:invite"
    FACTOR_RESET = "organisations:factor:reset"
    MEMBER_LIST = "organisations:member:list"
    OFFICER_NAME = "organisations:officer:name"
    TEAM_KEEP = "organisations:team:keep"
    AGENCY_SUCCEED = "organisations:agency:succeed"
    INTEGRATION_KEEP = "organisations:integration:keep"
    INTEGRATION_CONFIRM = "organisations:integration:confirm"


_P = OrganisationPermission

ROLE_PERMISSIONS: dict[Role, frozenset[OrganisationPermission]] = {
    Role.FOCAL_OFFICER: frozenset({_P.MEMBER_LIST, _P.OFFICER_NAME}),
    Role.DESK_OFFICER: frozenset({_P.MEMBER_LIST, _P.TEAM_KEEP}),
    Role.APPROVER: frozenset(
        {
            _P.MEMBER_LIST,
            _P.OFFICER_NAME,
            _P.TEAM_KEEP,
            _P.USER_INVITE,
            _P.INTEGRATION_CONFIRM,
        }
    ),
    Role.EDITOR: frozenset({_P.MEMBER_LIST}),
    Role.APPEALS_OFFICER: frozenset({_P.MEMBER_LIST}),
    Role.AUDITOR: frozenset({_P.MEMBER_LIST}),
    Role.ADMINISTRATOR: frozenset(_P) - {_P.INTEGRATION_CONFIRM},
}

#: These concern the whole network, so they hold in the lead agency only.
LEAD_ONLY = frozenset({_P.CHARTER_LOAD, _P.HOLIDAY_OVERRIDE, _P.TEAM_KEEP, _P.AGENCY_SUCCEED})


def may(actor: Actor, permission: OrganisationPermission) -> bool:
    """Whoever has a shell on the server may do all of it; jobs and the public nothing."""
    if actor.kind is ActorKind.OPERATOR:
        return True
    if actor.kind is not ActorKind.STAFF or actor.agency_id is None:
        return False
    if permission in LEAD_ONLY and not actor.in_lead_agency:
        return False
    return any(permission in ROLE_PERMISSIONS[role] for role in actor.roles)


def authorise(actor: Actor, permission: OrganisationPermission) -> None:
    """Raises :class:`NotVisible`: what is forbidden looks like what does not exist."""
    if not may(actor, permission):
        raise NotVisible


def authorise_unattended(actor: Actor, permission: OrganisationPermission) -> None:
    """As :func:`authorise`, and for jobs: what was decided is carried out when its day comes."""
    if actor.kind is not ActorKind.SYSTEM:
        authorise(actor, permission)
