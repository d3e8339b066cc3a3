"""What may be done in this room, and by whom.

Which case an officer holds is asked by the room of cases; here stands only who may touch claims
at all. An administrator and an auditor may not.
"""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible


class MatchingPermission(StrEnum):
    REPORT_MATCH = "system:report:match"
    REPORT_MOVE = "desk:report:move"
    CLAIM_DESCRIBE = "desk:claim:describe"
    CLAIM_MERGE = "desk:claim:merge"
    INDEX_REBUILD = "operator:index:rebuild"
    WEIGHTS_LEARN = "operator:weights:learn"


_P = MatchingPermission
_OFFICERS = frozenset({Role.FOCAL_OFFICER, Role.DESK_OFFICER, Role.APPROVER})
_LEAD_OFFICERS = frozenset({Role.DESK_OFFICER, Role.APPROVER})

ROLE_PERMISSIONS: dict[MatchingPermission, frozenset[Role]] = {
    _P.REPORT_MATCH: frozenset(),
    _P.REPORT_MOVE: _LEAD_OFFICERS,
    _P.CLAIM_DESCRIBE: _OFFICERS,
    _P.CLAIM_MERGE: _LEAD_OFFICERS,
    _P.INDEX_REBUILD: frozenset(),
    _P.WEIGHTS_LEARN: frozenset(),
}
#: These need sight of reports, which the lead agency alone has (SCOPE.md 8).
LEAD_ONLY = frozenset({_P.REPORT_MOVE, _P.CLAIM_MERGE})


def may(actor: Actor, permission: MatchingPermission) -> bool:
    if actor.kind in {ActorKind.SYSTEM, ActorKind.OPERATOR}:
        return True
    if actor.kind is not ActorKind.STAFF or actor.agency_id is None:
        return False
    if permission in LEAD_ONLY and not actor.in_lead_agency:
        return False
    return actor.has(*ROLE_PERMISSIONS[permission])


def authorise(actor: Actor, permission: MatchingPermission) -> None:
    """Raises :class:`NotVisible`: what is forbidden looks like what does not exist."""
    if not may(actor, permission):
        raise NotVisible
