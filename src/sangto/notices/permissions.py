"""What this room lets people do (`scope:thing:verb`) and who may."""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.actor import Actor, ActorKind, Role, Scope
from sangto.kernel.errors import Refusal, gettext_noop


class NoticePermission(StrEnum):
    SEND_AGAIN = "desk:mail:send_again"
    MANAGE_WEBHOOKS = "desk:webhook:manage"


_RESENDERS = (Role.DESK_OFFICER, Role.APPROVER, Role.ADMINISTRATOR)


def may_send_again(actor: Actor) -> bool:
    """Whoever has a shell, and in the lead agency the desk, the approvers and administrators."""
    if actor.kind is ActorKind.OPERATOR:
        return True
    return actor.kind is ActorKind.STAFF and actor.in_lead_agency and actor.has(*_RESENDERS)


def sending_again_refusal(actor: Actor) -> Refusal | None:
    if may_send_again(actor):
        return None
    return Refusal(
        "notices.not_allowed", gettext_noop("You may not send the desk's e-mails again.")
    )


def may_manage_webhooks(actor: Actor) -> bool:
    """Whoever has a shell; in the lead agency its administrators, and programs with the scope."""
    if actor.kind is ActorKind.OPERATOR:
        return True
    if actor.kind is ActorKind.MACHINE:
        return actor.in_lead_agency and Scope.WEBHOOKS in actor.scopes
    return actor.kind is ActorKind.STAFF and actor.in_lead_agency and actor.has(Role.ADMINISTRATOR)
