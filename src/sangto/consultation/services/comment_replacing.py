"""A comment of the own agency in other words: the earlier one is taken back in the same step."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.consultation.domain.comments import CommentText
from sangto.consultation.models import Comment
from sangto.consultation.services.comments import (
    give_comment,
    give_comment_by_link,
    withdraw_comment,
    withdraw_comment_by_link,
)
from sangto.kernel.actor import Actor, public_actor


def replace_comment(
    *, replaced: Comment, comment: CommentText, actor: Actor, now: datetime | None = None
) -> Comment:
    """Refused once the round is closed, or when the earlier one was decided about."""
    now = now or timezone.now()
    with change(actor):
        withdraw_comment(comment=replaced, actor=actor, now=now)
        return give_comment(invitation=replaced.invitation, comment=comment, actor=actor, now=now)


def replace_comment_by_link(
    *,
    token: str,
    comment_id: int,
    comment: CommentText,
    actor: Actor,
    now: datetime | None = None,
) -> Comment:
    """As :func:`replace_comment`, for whoever holds the agency's link."""
    now = now or timezone.now()
    del actor
    with change(public_actor()):
        withdraw_comment_by_link(token=token, comment_id=comment_id, actor=public_actor(), now=now)
        return give_comment_by_link(token=token, comment=comment, actor=public_actor(), now=now)
