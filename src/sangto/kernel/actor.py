"""Who does something: every write names an actor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PUBLIC = "public"
    STAFF = "staff"
    SYSTEM = "system"
    OPERATOR = "operator"
    MACHINE = "machine"


class Role(StrEnum):
    """What a member of staff does for an agency. An administrator has no content rights."""

    FOCAL_OFFICER = "focal_officer"
    DESK_OFFICER = "desk_officer"
    APPROVER = "approver"
    EDITOR = "editor"
    APPEALS_OFFICER = "appeals_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """What a machine's key is good for; a closed list. A machine has no role."""

    CHECK = "check:read"
    VERDICTS = "verdicts:read"
    INDICATORS = "indicators:read"
    REPORTS_SEND = "reports:send"
    REPORTS_READ = "reports:read"
    ROUNDS_READ = "rounds:read"
    ROUNDS_ANSWER = "rounds:answer"
    WEBHOOKS = "webhooks:manage"


#: Scopes that show what is not public, or speak for an agency.
CONFIDENTIAL_SCOPES = frozenset({Scope.ROUNDS_READ, Scope.ROUNDS_ANSWER, Scope.WEBHOOKS})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or process as the rooms see it, detached from any request or session.

    ``in_lead_agency`` holds when ``agency_id`` is the lead agency of the network. ``scopes`` are
    those of a machine's key; nobody else has any.
    """

    kind: ActorKind
    user_id: int | None = None
    agency_id: int | None = None
    roles: frozenset[Role] = frozenset()
    in_lead_agency: bool = False
    label: str = ""
    scopes: frozenset[Scope] = frozenset()

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)


def public_actor() -> Actor:
    """Anybody on the public side; nothing about them is known or kept."""
    return Actor(kind=ActorKind.PUBLIC)


def system_actor(label: str) -> Actor:
    """A background job; ``label`` says which."""
    return Actor(kind=ActorKind.SYSTEM, label=label)


def operator_actor(label: str) -> Actor:
    """Whoever has a shell on the server and runs the command ``label``."""
    return Actor(kind=ActorKind.OPERATOR, label=label)


def machine_actor(
    *, label: str, agency_id: int, scopes: frozenset[Scope], in_lead_agency: bool = False
) -> Actor:
    """An integration that showed a key; ``label`` says which one."""
    return Actor(
        kind=ActorKind.MACHINE,
        agency_id=agency_id,
        in_lead_agency=in_lead_agency,
        label=label,
        scopes=scopes,
    )
