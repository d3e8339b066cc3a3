"""What can be done with verdicts, and which role of which agency may do it.

Plain values only: services and queries pass what they know of the case, so that the whole matrix
can be walked without a database.
"""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role


class Permission(StrEnum):
    DRAFT = "verdicts:draft:write"
    SUBMIT = "verdicts:draft:submit"
    SEND_BACK = "verdicts:version:send_back"
    APPROVE = "verdicts:version:approve"
    RENEW = "verdicts:version:renew"
    WITHDRAW = "verdicts:version:withdraw"
    REDACT = "verdicts:version:redact"
    CORRECT = "verdicts:version:correct"
    READ_UNPUBLISHED = "verdicts:version:read_unpublished"
    IMPORT = "verdicts:imported:hold"
    CLASSIFY_IMPORTED = "verdicts:imported:classify"
    FOLLOW_FEED = "verdicts:feed:follow"


_WRITERS = frozenset({Permission.DRAFT, Permission.SUBMIT, Permission.RENEW})
_SIGNERS = frozenset({Permission.APPROVE, Permission.SEND_BACK})
#: Of whoever decides an appeal, whose agency need not be the lead's.
_ON_APPEAL = frozenset({Permission.WITHDRAW, Permission.CORRECT})
_IMPORTERS = frozenset({Permission.IMPORT, Permission.FOLLOW_FEED})


def _permitted_roles(permission: Permission, *, of_lead: bool) -> frozenset[Role]:
    if permission in _WRITERS:
        if of_lead:
            return frozenset({Role.DESK_OFFICER})
        return frozenset({Role.FOCAL_OFFICER, Role.DESK_OFFICER})
    if permission in _SIGNERS:
        return frozenset({Role.APPROVER})
    if permission is Permission.CORRECT:
        return frozenset()
    if permission in {Permission.WITHDRAW, Permission.REDACT}:
        return frozenset({Role.APPROVER}) if of_lead else frozenset()
    if permission in _IMPORTERS:
        return frozenset({Role.DESK_OFFICER, Role.APPROVER}) if of_lead else frozenset()
    if permission is Permission.CLASSIFY_IMPORTED:
        officers = frozenset({Role.DESK_OFFICER, Role.APPROVER})
        return officers if of_lead else officers | {Role.FOCAL_OFFICER}
    if of_lead:
        return frozenset({Role.DESK_OFFICER, Role.APPROVER, Role.EDITOR, Role.APPEALS_OFFICER})
    return frozenset({Role.FOCAL_OFFICER, Role.DESK_OFFICER, Role.APPROVER})


def may(
    actor: Actor,
    permission: Permission,
    *,
    owner_agency: int | None,
    subject_relatives: frozenset[int] = frozenset(),
) -> bool:
    """Whether ``actor`` may do this to a verdict whose case ``owner_agency`` owns.

    ``subject_relatives`` are the subject agency, its parents and its subordinates (SCOPE.md 5):
    nobody of theirs may do anything here, whatever the role. An operator may follow feeds and bring
    in what they say and nothing else, the system only the latter. What an imported verdict is
    about is said by two agencies, so any member's officers may.
    """
    if actor.kind in {ActorKind.OPERATOR, ActorKind.SYSTEM}:
        return permission is Permission.IMPORT or (
            permission is Permission.FOLLOW_FEED and actor.kind is ActorKind.OPERATOR
        )
    if actor.kind is not ActorKind.STAFF or actor.user_id is None or actor.agency_id is None:
        return False
    if actor.agency_id in subject_relatives:
        return False
    if permission in _ON_APPEAL and actor.has(Role.APPEALS_OFFICER):
        return True
    if actor.in_lead_agency and actor.has(*_permitted_roles(permission, of_lead=True)):
        return True
    anywhere = permission is Permission.CLASSIFY_IMPORTED and not actor.in_lead_agency
    return (anywhere or actor.agency_id == owner_agency) and actor.has(
        *_permitted_roles(permission, of_lead=False)
    )
