"""The personal link of a request: its secret, and what somebody who holds it may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils import timezone

from sangto.audit.secrets import digester
from sangto.consultation.domain.invitations import LinkStanding, link_standing
from sangto.consultation.domain.rounds import RoundState, taking_answers
from sangto.consultation.models import OpinionRound, RoundInvitation
from sangto.kernel.errors import NotVisible

_PURPOSE = "consultation.request"


def token_of(salt: str) -> str:
    """The link's secret: only who has the keys of the installation can derive it from the row."""
    return digester().digest(_PURPOSE, salt)[:40]


def token_digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def token_to_send(invitation: RoundInvitation) -> str | None:
    """Under whichever key it was made; None when that key is gone."""
    for candidate in digester().candidates(_PURPOSE, invitation.salt):
        if token_digest(candidate[:40]) == invitation.token_digest:
            return candidate[:40]
    return None


def takes_answers(opinion_round: OpinionRound, now: datetime | None = None) -> bool:
    return taking_answers(
        RoundState(opinion_round.state), opinion_round.closes_at, now or timezone.now()
    )


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link opens. ``over``: the round takes no answers any more."""

    invitation: RoundInvitation
    over: bool


def invitation_by_token(token: str, now: datetime | None = None) -> Linked:
    """The request behind a link. Reading changes nothing. Raises :class:`NotVisible` for a link
    that is unknown, expired or revoked, or whose round was cancelled: they all look the same."""
    now = now or timezone.now()
    found = (
        RoundInvitation.objects.filter(token_digest=token_digest(token))
        .select_related(
            "agency",
            "round__case__claim",
            "round__draft_version__draft",
            "round__agency",
            "round__network",
        )
        .first()
    )
    if found is None or found.expires_at is None or found.round.state == RoundState.CANCELLED:
        raise NotVisible
    standing = link_standing(
        revoked=found.revoked_at is not None,
        expires_at=found.expires_at,
        taking_answers=takes_answers(found.round, now),
        now=now,
    )
    if standing is LinkStanding.DEAD:
        raise NotVisible
    return Linked(found, standing is LinkStanding.OVER)
