"""Signed-in browsers, ended by whom they belong to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import StaffSession, User
from sangto.organisations.services.shared import insist_not_shared


def end_session(*, user: User, public_id: UUID, actor: Actor) -> None:
    """One of the own sessions; it is signed out with its next click."""
    if actor.user_id != user.pk:
        raise NotVisible
    insist_not_shared(user, actor)
    with change(actor) as journal:
        ended, _ = StaffSession.objects.filter(user=user, public_id=public_id).delete()
        if not ended:
            raise NotVisible
        journal.record(AuditTag.SESSION_ENDED, user, {"sessions": ended})


def end_other_sessions(*, user: User, keep: str, actor: Actor) -> int:
    """All own sessions but the one with the key ``keep``; how many."""
    if actor.user_id != user.pk:
        raise NotVisible
    insist_not_shared(user, actor)
    with change(actor) as journal:
        ended, _ = StaffSession.objects.filter(user=user).exclude(session_key=keep).delete()
        if ended:
            journal.record(AuditTag.SESSION_ENDED, user, {"sessions": ended})
        else:
            journal.nothing_changed()
    return ended


def forget_expired_sessions(*, actor: Actor, now: datetime | None = None) -> int:
    """Rows of sessions whose time is over, of anybody; nothing ends by it that had not ended."""
    with change(actor) as journal:
        journal.nothing_changed()
        expired, _ = StaffSession.objects.filter(expire_date__lte=now or timezone.now()).delete()
    return expired
