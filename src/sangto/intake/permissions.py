"""What this room lets people do (`scope:thing:verb`) and who may.

Whether a case is this person's to work on is decided by room ``cases``; here stands who may work
on reports at all, and who may read what a sender wrote (SCOPE.md 8). Administrators and auditors
have no content rights, and no role gives another agency any without a disclosure.
"""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role, Scope
from sangto.kernel.errors import NotVisible


class IntakePermission(StrEnum):
    SUBMIT = "public:report:submit"
    ADD = "public:report:add"
    WITHDRAW = "public:report:withdraw"
    REOPEN = "public:report:reopen"
    CONTACT_CHANGE = "public:contact:change"
    REFER = "public:report:refer"
    ENTER = "desk:report:enter"
    ENTER_FOR_AGENCY = "desk:report:enter_for_agency"
    IMPORT = "operator:report:import"
    CONTENT_READ = "desk:report:read"
    REVIEW = "desk:report:review"
    ANSWER = "desk:report:answer"
    CLOSE = "desk:report:close"
    DISCLOSE = "desk:report:disclose"
    FORGET = "desk:report:forget"
    DRAFTS_ERASE = "system:draft:erase"
    PICTURES_READ = "system:picture:read"
    CONTACTS_ERASE = "system:contact:erase"
    CONTACTS_RESEAL = "operator:contact:reseal"


_P = IntakePermission
_WORK = frozenset({_P.ENTER_FOR_AGENCY, _P.REVIEW, _P.ANSWER, _P.CLOSE, _P.FORGET})
_DESK = _WORK | {_P.ENTER, _P.CONTENT_READ, _P.DISCLOSE}

#: In the lead agency.
LEAD_PERMISSIONS: dict[Role, frozenset[IntakePermission]] = {
    Role.DESK_OFFICER: _DESK,
    Role.APPROVER: _DESK,
    Role.FOCAL_OFFICER: _WORK,
}

#: In every other agency; entering means a consenting person's report. To read a report takes a
#: disclosure as well.
MEMBER_PERMISSIONS: dict[Role, frozenset[IntakePermission]] = {
    Role.DESK_OFFICER: _WORK | {_P.ENTER},
    Role.APPROVER: _WORK | {_P.ENTER},
    Role.FOCAL_OFFICER: _WORK | {_P.ENTER},
}

#: Roles that read a report once their agency was given a disclosure.
READERS_BY_DISCLOSURE = frozenset({Role.DESK_OFFICER, Role.APPROVER, Role.FOCAL_OFFICER})

_SYSTEM = frozenset(
    {
        _P.SUBMIT,
        _P.REVIEW,
        _P.ANSWER,
        _P.CLOSE,
        _P.DISCLOSE,
        _P.FORGET,
        _P.DRAFTS_ERASE,
        _P.PICTURES_READ,
        _P.CONTACTS_ERASE,
    }
)
#: What a sender may do; all but the first with the receipt in hand.
_SENDER = frozenset({_P.SUBMIT, _P.ADD, _P.WITHDRAW, _P.REOPEN, _P.CONTACT_CHANGE, _P.REFER})


def may(actor: Actor, permission: IntakePermission) -> bool:
    """Anybody submits, and adds or withdraws with the receipt. Whoever has a shell does everything
    but read what a sender wrote. A machine submits, if its key says so."""
    match actor.kind:
        case ActorKind.OPERATOR:
            return permission is not _P.CONTENT_READ
        case ActorKind.SYSTEM:
            return permission in _SYSTEM
        case ActorKind.PUBLIC:
            return permission in _SENDER
        case ActorKind.MACHINE:
            return permission is _P.SUBMIT and Scope.REPORTS_SEND in actor.scopes
    if permission is _P.SUBMIT:
        return True
    if actor.agency_id is None:
        return False
    table = LEAD_PERMISSIONS if actor.in_lead_agency else MEMBER_PERMISSIONS
    return any(permission in table.get(role, frozenset()) for role in actor.roles)


def may_read_by_disclosure(actor: Actor) -> bool:
    """Whether a disclosure to the actor's agency would let this actor read a report."""
    return (
        actor.kind is ActorKind.STAFF
        and actor.agency_id is not None
        and actor.has(*READERS_BY_DISCLOSURE)
    )


def authorise(actor: Actor, permission: IntakePermission) -> None:
    """Raises :class:`NotVisible`: what is forbidden looks like what does not exist."""
    if not may(actor, permission):
        raise NotVisible
