"""The register is public; only the machine writes it."""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.errors import NotVisible


class Permission(StrEnum):
    ENTER = "system:register:enter"


def may(actor: Actor, permission: Permission) -> bool:
    return permission is Permission.ENTER and actor.kind in {ActorKind.SYSTEM, ActorKind.OPERATOR}


def authorise(actor: Actor, permission: Permission) -> None:
    if not may(actor, permission):
        raise NotVisible
