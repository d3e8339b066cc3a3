"""Who may do what with a case.

A role gives permissions; the standing of the actor's agency in a case says on which cases they
hold. An administrator and an auditor have no content rights, so they have nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sangto.cases.domain.rights import Permission
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible

__all__ = ["ROLE_PERMISSIONS", "Permission", "Standing", "authorise", "has_permission", "may"]

_P = Permission

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DESK_OFFICER: frozenset(Permission)
    - {_P.SIGN, _P.ARCHIVE, _P.REBUILD, _P.REOPEN_ON_APPEAL, _P.REOPEN_ASKED},
    Role.FOCAL_OFFICER: frozenset(
        {
            _P.VIEW,
            _P.OPEN_OWN,
            _P.CONFIRM,
            _P.ASSIGN,
            _P.TRANSFER,
            _P.ESCALATE,
            _P.NOTE,
            _P.ANSWER,
            _P.DRAFT,
            _P.RETURN,
            _P.BEYOND,
            _P.DIRECT,
            _P.REOPEN,
            _P.TASK,
            _P.CHECKLIST,
            _P.GROUND,
            _P.COPY,
        }
    ),
    Role.APPROVER: frozenset(
        {
            _P.VIEW,
            _P.CONFIRM,
            _P.ASSIGN,
            _P.TRANSFER,
            _P.ESCALATE,
            _P.NOTE,
            _P.ANSWER,
            _P.SIGN,
            _P.RETURN,
            _P.BEYOND,
            _P.DIRECT,
            _P.REOPEN,
            _P.TASK,
            _P.COPY,
        }
    ),
    Role.EDITOR: frozenset(
        {_P.VIEW, _P.NOTE, _P.DRAFT, _P.REOPEN, _P.TASK, _P.CHECKLIST, _P.GROUND}
    ),
    Role.APPEALS_OFFICER: frozenset({_P.VIEW, _P.REOPEN_ON_APPEAL}),
    Role.AUDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}

#: What an agency may do in a case that it owns.
_OWNER = frozenset(
    {
        _P.VIEW,
        _P.CATEGORISE,
        _P.CONFIRM,
        _P.ASSIGN,
        _P.TRANSFER,
        _P.ESCALATE,
        _P.NOTE,
        _P.CLOSE_OUT_OF_SCOPE,
        _P.ANSWER,
        _P.DRAFT,
        _P.SIGN,
        _P.RETURN,
        _P.BEYOND,
        _P.REOPEN,
        _P.TASK,
        _P.CHECKLIST,
        _P.GROUND,
        _P.COPY,
    }
)
#: What the lead agency may do in every case of its network, whoever owns it.
_LEAD = frozenset(
    {
        _P.VIEW,
        _P.OPEN,
        _P.CATEGORISE,
        _P.CONFIRM,
        _P.ROUTE,
        _P.TRANSFER,
        _P.ESCALATE,
        _P.NOTE,
        _P.CLOSE_OUT_OF_SCOPE,
        _P.DRAFT,
        _P.SIGN,
        _P.REOPEN,
        _P.TASK,
        _P.CHECKLIST,
        _P.GROUND,
        _P.COPY,
    }
)
#: What is left of that to an agency that the claim is about, or to one above or below it.
_CONFLICTED = frozenset({_P.VIEW, _P.NOTE})
#: What an agency may do in a case that waits for its confirmation.
_CONFIRMER = frozenset({_P.VIEW, _P.CONFIRM})
#: What the committee may do in a case that was raised to it.
_COMMITTEE = frozenset({_P.VIEW, _P.NOTE, _P.DIRECT})
#: What needs no standing: there is no case yet.
_WITHOUT_CASE = frozenset({_P.OPEN_OWN})
#: What is done by whoever had no part in the case, which another room has made sure of.
_FROM_OUTSIDE = frozenset({_P.REOPEN_ON_APPEAL})
_OPERATOR = frozenset({_P.ARCHIVE, _P.REBUILD})
#: What the sender of a report may have done, with the receipt in hand; the room that knows the
#: receipt looks at it first.
_SENDER = frozenset({_P.REOPEN_ASKED})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an agency stands to one case.

    ``conflicted`` is an agency that the claim is about, or one above or below it: it takes no
    decision there (SCOPE.md 5). It never holds for a complaint about a service, which that
    service answers.
    """

    leads: bool = False
    owns: bool = False
    confirms: bool = False
    is_committee: bool = False
    conflicted: bool = False

    def allows(self, permission: Permission) -> bool:
        if self.conflicted and permission not in _CONFLICTED:
            return False
        return any(
            held and permission in permissions
            for held, permissions in (
                (self.leads, _LEAD),
                (self.owns, _OWNER),
                (self.confirms, _CONFIRMER),
                (self.is_committee, _COMMITTEE),
            )
        )


def has_permission(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's roles hold this permission on any case at all."""
    if actor.kind in (ActorKind.OPERATOR, ActorKind.SYSTEM):
        return permission in _OPERATOR
    if actor.kind is ActorKind.PUBLIC:
        return permission in _SENDER
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    return any(permission in ROLE_PERMISSIONS[role] for role in actor.roles)


def may(actor: Actor, permission: Permission, standing: Standing) -> bool:
    if not has_permission(actor, permission):
        return False
    if permission in _FROM_OUTSIDE:
        return not standing.conflicted
    return permission in _WITHOUT_CASE or standing.allows(permission)


def authorise(actor: Actor, permission: Permission, standing: Standing) -> None:
    """Raise :class:`NotVisible` unless the actor may; unknown and forbidden look the same."""
    if not may(actor, permission, standing):
        raise NotVisible
