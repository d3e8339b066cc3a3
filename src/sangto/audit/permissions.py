from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role


class AuditPermission(StrEnum):
    READ = "audit:event:read"
    VERIFY = "audit:record:verify"


def may_read_record(actor: Actor) -> bool:
    """Auditors, and whoever has a shell on the server; it holds ids only, never content."""
    return actor.kind is ActorKind.OPERATOR or actor.has(Role.AUDITOR)


def may_verify_record(actor: Actor) -> bool:
    return may_read_record(actor) or actor.has(Role.ADMINISTRATOR)
