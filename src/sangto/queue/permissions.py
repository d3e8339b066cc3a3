from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role


class QueuePermission(StrEnum):
    READ = "queue:task:read"
    REVIVE = "queue:task:revive"


def may_see_queue(actor: Actor) -> bool:
    """The lead agency's desk, administrators, and whoever has a shell on the server."""
    if actor.kind is ActorKind.OPERATOR or actor.has(Role.ADMINISTRATOR):
        return True
    return actor.in_lead_agency and actor.has(Role.DESK_OFFICER, Role.APPROVER)


def may_revive(actor: Actor) -> bool:
    return may_see_queue(actor)
