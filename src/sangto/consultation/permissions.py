"""What can be done with opinion rounds, meetings and drafts, and who may do it.

A role gives permissions; the part that the actor's agency has in the round, meeting or draft says
on which of them they hold. Plain values only, so that the whole matrix is walked without a
database.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role, Scope
from sangto.kernel.errors import NotVisible


class Permission(StrEnum):
    # opinion rounds
    ROUND_VIEW = "consultation:round:view"
    ROUND_PREPARE = "consultation:round:prepare"
    ROUND_OPEN = "consultation:round:open"
    ROUND_APPROVE = "consultation:round:approve"
    ROUND_CHASE = "consultation:round:chase"
    ROUND_REGISTER = "consultation:round:register_letter"
    ROUND_EXTEND = "consultation:round:extend"
    ROUND_CLOSE = "consultation:round:close"
    ROUND_CANCEL = "consultation:round:cancel"
    ROUND_CONCLUDE = "consultation:round:conclude"
    ROUND_CARRY = "consultation:round:carry"
    OPINION_GIVE = "consultation:opinion:give"
    REQUEST_READ = "consultation:request:read"
    # meetings
    MEETING_VIEW = "consultation:meeting:view"
    MEETING_PREPARE = "consultation:meeting:prepare"
    MEETING_CALL = "consultation:meeting:call"
    MEETING_REPLY = "consultation:meeting:reply"
    MEETING_MINUTES = "consultation:meeting:write_minutes"
    MEETING_CONCLUDE = "consultation:meeting:conclude"
    MEETING_CARRY = "consultation:meeting:carry"
    # drafts
    DRAFT_VIEW = "consultation:draft:view"
    DRAFT_PREPARE = "consultation:draft:prepare"
    DRAFT_CONSULT = "consultation:draft:consult"
    DRAFT_COMMENT = "consultation:draft:comment"
    DRAFT_ASSIGN = "consultation:draft:assign"
    DRAFT_DISPOSE = "consultation:draft:dispose"
    DRAFT_SUBMIT = "consultation:draft:submit"
    DRAFT_APPRAISE = "consultation:draft:appraise"


_P = Permission

# opinion rounds

_ROUND_DESK = frozenset(
    {
        _P.ROUND_VIEW,
        _P.ROUND_PREPARE,
        _P.ROUND_OPEN,
        _P.ROUND_CHASE,
        _P.ROUND_REGISTER,
        _P.ROUND_EXTEND,
        _P.ROUND_CLOSE,
        _P.ROUND_CANCEL,
        _P.ROUND_CONCLUDE,
    }
)
ROUND_ROLES: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: _ROUND_DESK | {_P.ROUND_APPROVE},
    Role.APPROVER: _ROUND_DESK | {_P.ROUND_APPROVE, _P.OPINION_GIVE, _P.REQUEST_READ},
    Role.FOCAL_OFFICER: frozenset(
        {_P.ROUND_VIEW, _P.ROUND_PREPARE, _P.OPINION_GIVE, _P.REQUEST_READ}
    ),
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
#: What an agency may do in a round that it asks, or that belongs to a case of its own; the lead
#: agency may in every round of its network.
_ASKING = _ROUND_DESK | {_P.ROUND_APPROVE}
_INVITED = frozenset({_P.ROUND_VIEW, _P.OPINION_GIVE, _P.REQUEST_READ})
#: What is left to an agency that the claim is about, or to one above or below it (SCOPE.md 5).
_CONFLICTED = frozenset({_P.ROUND_VIEW, _P.OPINION_GIVE, _P.REQUEST_READ})
#: What a machine may do for the agency whose key it has: answer what that agency is asked.
_MACHINE = {_P.REQUEST_READ: Scope.ROUNDS_READ, _P.OPINION_GIVE: Scope.ROUNDS_ANSWER}


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """How an agency stands to one round. ``asks`` also holds for the owner of the case."""

    leads: bool = False
    asks: bool = False
    invited: bool = False
    conflicted: bool = False

    @property
    def sees_answers(self) -> bool:
        """Who was asked sees the request and its own answer only."""
        return self.leads or self.asks

    def allows(self, permission: Permission) -> bool:
        if self.conflicted and permission not in _CONFLICTED:
            return False
        return ((self.leads or self.asks) and permission in _ASKING) or (
            self.invited and permission in _INVITED
        )


def has_round_permission(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's roles hold this permission in any round at all."""
    if actor.kind is ActorKind.SYSTEM:
        return permission is _P.ROUND_CARRY
    if actor.kind is ActorKind.MACHINE:
        return actor.agency_id is not None and _MACHINE.get(permission) in actor.scopes
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    return any(permission in ROUND_ROLES[role] for role in actor.roles)


def may_in_round(actor: Actor, permission: Permission, standing: RoundStanding) -> bool:
    return has_round_permission(actor, permission) and standing.allows(permission)


def authorise_round(actor: Actor, permission: Permission, standing: RoundStanding) -> None:
    """Raise :class:`NotVisible` unless the actor may; unknown and forbidden look the same."""
    if not may_in_round(actor, permission, standing):
        raise NotVisible


def authorise_round_work(actor: Actor) -> None:
    """For what happens by itself: letters, reminders, closing, following the calendar."""
    if not has_round_permission(actor, _P.ROUND_CARRY):
        raise NotVisible


# meetings

_MEETING_DESK = frozenset(
    {
        _P.MEETING_VIEW,
        _P.MEETING_PREPARE,
        _P.MEETING_CALL,
        _P.MEETING_MINUTES,
        _P.MEETING_CONCLUDE,
    }
)
MEETING_ROLES: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: _MEETING_DESK,
    Role.APPROVER: _MEETING_DESK | {_P.MEETING_REPLY},
    Role.FOCAL_OFFICER: frozenset(
        {_P.MEETING_VIEW, _P.MEETING_PREPARE, _P.MEETING_MINUTES, _P.MEETING_REPLY}
    ),
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
#: Who gets in with a link of their own, or answers by mail, is known by that and needs no role.
_MEETING_INVITED = frozenset({_P.MEETING_VIEW, _P.MEETING_REPLY})


@dataclass(frozen=True, slots=True)
class MeetingStanding:
    """How an agency stands to one meeting; the lead agency hosts all of its network. Whether it
    may decide about an item is asked of the item's case (SCOPE.md 5)."""

    hosts: bool = False
    invited: bool = False

    def allows(self, permission: Permission) -> bool:
        return (self.hosts and permission in _MEETING_DESK) or (
            self.invited and permission in _MEETING_INVITED
        )


def has_meeting_permission(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's roles hold this permission in any meeting at all."""
    if actor.kind is ActorKind.SYSTEM:
        return permission is _P.MEETING_CARRY
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    return any(permission in MEETING_ROLES[role] for role in actor.roles)


def may_in_meeting(actor: Actor, permission: Permission, standing: MeetingStanding) -> bool:
    return has_meeting_permission(actor, permission) and standing.allows(permission)


def authorise_meeting(actor: Actor, permission: Permission, standing: MeetingStanding) -> None:
    """Raise :class:`NotVisible` unless the actor may; unknown and forbidden look the same."""
    if not may_in_meeting(actor, permission, standing):
        raise NotVisible


def authorise_meeting_work(actor: Actor) -> None:
    """For what happens by itself: reminders, closing, following the calendar."""
    if not has_meeting_permission(actor, _P.MEETING_CARRY):
        raise NotVisible


# drafts

_DRAFT_DESK = frozenset(
    {
        _P.DRAFT_VIEW,
        _P.DRAFT_PREPARE,
        _P.DRAFT_CONSULT,
        _P.DRAFT_ASSIGN,
        _P.DRAFT_DISPOSE,
        _P.DRAFT_SUBMIT,
    }
)
DRAFT_ROLES: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: _DRAFT_DESK,
    Role.APPROVER: _DRAFT_DESK | {_P.DRAFT_COMMENT, _P.DRAFT_APPRAISE},
    Role.FOCAL_OFFICER: frozenset({_P.DRAFT_VIEW, _P.DRAFT_PREPARE, _P.DRAFT_COMMENT}),
    Role.EDITOR: frozenset(),
    Role.APPEALS_OFFICER: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
_DRAFT_LOOKING_ON = frozenset({_P.DRAFT_VIEW})
_DRAFT_INVITED = frozenset({_P.DRAFT_VIEW, _P.DRAFT_COMMENT})
_APPRAISING = frozenset({_P.DRAFT_VIEW, _P.DRAFT_APPRAISE})


@dataclass(frozen=True, slots=True)
class DraftStanding:
    """How an agency stands to one draft. ``keeps``: it drafts the text; the lead agency of the
    network may look on. Who is asked in a round on the draft, or in a vote, is ``invited``."""

    keeps: bool = False
    leads: bool = False
    invited: bool = False
    appraises: bool = False

    def allows(self, permission: Permission) -> bool:
        return any(
            held and permission in permissions
            for held, permissions in (
                (self.keeps, _DRAFT_DESK),
                (self.leads, _DRAFT_LOOKING_ON),
                (self.invited, _DRAFT_INVITED),
                (self.appraises, _APPRAISING),
            )
        )


def has_draft_permission(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's roles hold this permission on any draft at all."""
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    return any(permission in DRAFT_ROLES[role] for role in actor.roles)


def may_with_draft(actor: Actor, permission: Permission, standing: DraftStanding) -> bool:
    return has_draft_permission(actor, permission) and standing.allows(permission)


def authorise_draft(actor: Actor, permission: Permission, standing: DraftStanding) -> None:
    """Raise :class:`NotVisible` unless the actor may; unknown and forbidden look the same."""
    if not may_with_draft(actor, permission, standing):
        raise NotVisible
