"""The personal link of somebody who is invited to a meeting."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.utils import timezone

from sangto.audit.secrets import digester
from sangto.consultation.domain.meetings import LINK_OUTLIVES
from sangto.consultation.models import MeetingInvitee

_PURPOSE = "consultation.meeting"
TOKEN_LENGTH = 40


def meeting_token(salt: str) -> str:
    """The link's secret: only who has the keys of the installation can derive it from the row."""
    return digester().digest(_PURPOSE, salt)[:TOKEN_LENGTH]


def meeting_token_digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def meeting_token_to_send(invitee: MeetingInvitee) -> str | None:
    """Under whichever key it was made; None when that key is gone."""
    for candidate in digester().candidates(_PURPOSE, invitee.salt):
        if meeting_token_digest(candidate[:TOKEN_LENGTH]) == invitee.token_digest:
            return candidate[:TOKEN_LENGTH]
    return None


def invitee_of(token: str, *, now: datetime | None = None) -> MeetingInvitee | None:
    """None for a link that was never sent, was taken back or is over. One query."""
    if len(token) != TOKEN_LENGTH:
        return None
    invitee = (
        MeetingInvitee.objects.filter(
            token_digest=meeting_token_digest(token), removed_at__isnull=True, times_sent__gte=1
        )
        .select_related("meeting__agency", "meeting__network", "agency", "instead_of")
        .first()
    )
    if invitee is None:
        return None
    ended = invitee.meeting.ended_at
    if ended is not None and (now or timezone.now()) >= ended + LINK_OUTLIVES:
        return None
    return invitee
