"""More time for one agency: granted or refused, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.invitations import (
    INVITATION_WORKFLOW,
    InvitationAction,
    TimeDecision,
    granting_refusal,
)
from sangto.consultation.domain.rounds import over_refusal, reason_refusal
from sangto.consultation.models import RoundInvitation
from sangto.consultation.permissions import Permission, authorise_round
from sangto.consultation.queries.links import takes_answers
from sangto.consultation.queries.rounds import round_standing
from sangto.consultation.services.round_rows import (
    change_invitation,
    details,
    held,
    held_invitation,
    own_deadline,
    set_closing,
    tell_case,
)
from sangto.consultation.services.sending import write_to
from sangto.consultation.wording import time_letter
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refused, insist
from sangto.kernel.text import clean
from sangto.organisations.queries import calendar_for, duties_on, today


def decide_extension(
    *,
    invitation: RoundInvitation,
    grant: bool,
    actor: Actor,
    days: int | None = None,
    note: str = "",
    now: datetime | None = None,
) -> RoundInvitation:
    """Grant ``days`` more (as many as were asked for), counted from the agency's deadline until
    now, or refuse with a reason. The agency's officers are told."""
    now = now or timezone.now()
    note = clean(note).strip()
    with change(actor) as journal:
        opinion_round = held(invitation.round)
        authorise_round(actor, Permission.ROUND_EXTEND, round_standing(actor, opinion_round))
        invitation = held_invitation(opinion_round, invitation.pk)
        action = InvitationAction.GRANT if grant else InvitationAction.REFUSE
        move = INVITATION_WORKFLOW.step(invitation.state, action)
        if not takes_answers(opinion_round, now):
            raise Refused(over_refusal())
        values: dict[str, object] = {
            "state": move.target,
            "time_note": note,
            "time_decided_at": now,
            "time_decided_by_id": actor.user_id,
        }
        if grant:
            more = days if days is not None else invitation.time_days or 0
            insist(granting_refusal(days=more))
            calendar = calendar_for(opinion_round.network)
            total = (invitation.granted_days or 0) + more
            due_at = own_deadline(opinion_round, total, calendar)
            change_invitation(
                invitation,
                **values,
                time_decision=TimeDecision.GRANTED.value,
                granted_days=total,
                due_at=due_at,
            )
            set_closing(opinion_round, calendar)
            # `set_closing` wrote the end of every link of the round.
            invitation.refresh_from_db(fields=["expires_at"])
        else:
            insist(reason_refusal(note, "note"))
            change_invitation(
                invitation,
                **values,
                # A deadline that was moved before stays moved.
                time_decision=TimeDecision.REFUSED.value,
            )
        tell_case(
            opinion_round,
            "time_granted" if grant else "time_refused",
            actor=actor,
            now=now,
            text=note,
            data={"agency": invitation.agency_id, "days": invitation.granted_days},
        )
        journal.record(
            AuditTag(move.audit_tag),
            invitation,
            details(opinion_round, agency=invitation.agency_id, days=invitation.granted_days),
        )
        write_to(
            invitation,
            lambda row, language: time_letter(row, language, granted=grant),
            duties_on([invitation.agency_id], today(now)),
            now,
            times=int(now.timestamp()),
            what="time",
        )
    return invitation
