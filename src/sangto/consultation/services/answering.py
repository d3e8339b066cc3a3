"""What agencies answer: by account, by the personal link, or by a letter that the desk enters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.answers import Answer, AnswerKind, AnswerVia, answer_refusal
from sangto.consultation.domain.invitations import (
    INVITATION_WORKFLOW,
    InvitationAction,
    InvitationState,
    TimeDecision,
)
from sangto.consultation.domain.rounds import files_refusal, over_refusal
from sangto.consultation.models import Opinion, OpinionFile, OpinionRound, RoundInvitation
from sangto.consultation.permissions import Permission, authorise_round
from sangto.consultation.queries.links import invitation_by_token, takes_answers, token_digest
from sangto.consultation.queries.rounds import category_asked_about, round_standing
from sangto.consultation.services.preparing import OfferedFile, stored
from sangto.consultation.services.round_rows import (
    change_invitation,
    details,
    held,
    held_invitation,
    tell_case,
)
from sangto.documents.services import LetterFile, register_incoming
from sangto.kernel.actor import Actor, ActorKind, public_actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.kernel.worktime import ZONE
from sangto.organisations.models import Agency
from sangto.organisations.queries import today


def give_opinion(
    *,
    invitation: RoundInvitation,
    answer: Answer,
    actor: Actor,
    files: Sequence[OfferedFile] = (),
    now: datetime | None = None,
) -> Opinion:
    """Answer for the own agency, or replace the answer that it gave: every version stays, the
    latest one counts. Refused once the round is closed."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(invitation.round)
        if invitation.agency_id != actor.agency_id:
            raise NotVisible
        authorise_round(actor, Permission.OPINION_GIVE, round_standing(actor, opinion_round))
        held_one = held_invitation(opinion_round, invitation.pk)
        via = AnswerVia.MACHINE if actor.kind is ActorKind.MACHINE else AnswerVia.OFFICER
        return _record(journal, held_one, answer, files, None, via, actor, now, now)


def give_opinion_by_link(
    *,
    token: str,
    answer: Answer,
    actor: Actor,
    files: Sequence[OfferedFile] = (),
    now: datetime | None = None,
) -> Opinion:
    """As :func:`give_opinion`, for whoever holds the agency's link; nobody's account is named.

    Raises :class:`NotVisible` for a link that opens nothing.
    """
    now = now or timezone.now()
    del actor
    with change(public_actor()) as journal:
        known = invitation_by_token(token, now).invitation
        opinion_round = held(known.round)
        invitation = held_invitation(opinion_round, known.pk)
        if invitation.revoked_at is not None or invitation.token_digest != token_digest(token):
            raise NotVisible
        return _record(
            journal, invitation, answer, files, None, AnswerVia.LINK, public_actor(), now, now
        )


def register_paper_opinion(
    *,
    invitation: RoundInvitation,
    answer: Answer,
    actor: Actor,
    scan: OfferedFile | None = None,
    files: Sequence[OfferedFile] = (),
    arrived_on: date | None = None,
    now: datetime | None = None,
) -> Opinion:
    """Enter the letter of an agency, with its number, its date and its scan. It counts from the day
    on which it arrived (today), not from the one on which somebody entered it."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(invitation.round)
        authorise_round(actor, Permission.ROUND_REGISTER, round_standing(actor, opinion_round))
        held_one = held_invitation(opinion_round, invitation.pk)
        insist(_arrival_refusal(opinion_round, arrived_on, today(now)))
        at = now
        if arrived_on is not None and arrived_on < today(now):
            at = datetime.combine(arrived_on, time(12, 0), tzinfo=ZONE)
        at = max(at, opinion_round.opened_at or at)
        return _record(journal, held_one, answer, files, scan, AnswerVia.PAPER, actor, at, now)


def ask_extension(
    *,
    invitation: RoundInvitation,
    reason: str,
    days: int,
    actor: Actor,
    now: datetime | None = None,
) -> Opinion:
    """Ask for so many days more; the same as an answer of the kind “needs more time”."""
    answer = Answer(AnswerKind.MORE_TIME, text=reason, more_days=days)
    return give_opinion(invitation=invitation, answer=answer, actor=actor, now=now)


def _record(
    journal: Journal,
    invitation: RoundInvitation,
    answer: Answer,
    files: Sequence[OfferedFile],
    scan: OfferedFile | None,
    via: AnswerVia,
    actor: Actor,
    at: datetime,
    now: datetime,
) -> Opinion:
    opinion_round = invitation.round
    if not takes_answers(opinion_round, now):
        raise Refused(over_refusal())
    answer = _cleaned(answer)
    insist(
        answer_refusal(
            answer,
            case_category=category_asked_about(opinion_round),
            own_agency=invitation.agency_id,
            paper=via is AnswerVia.PAPER,
            files=len(files),
            today=today(now),
        )
    )
    insist(files_refusal(number=0, largest=max((len(one.content) for one in files), default=0)))
    if (
        answer.competent is not None
        and not Agency.objects.filter(
            pk=answer.competent, network_id=opinion_round.network_id
        ).exists()
    ):
        raise NotVisible
    more_time = answer.kind is AnswerKind.MORE_TIME
    action = InvitationAction.ASK_TIME if more_time else InvitationAction.ANSWER
    move = INVITATION_WORKFLOW.step(invitation.state, action)
    opinion = _version(invitation, answer, via, actor, at)
    for one in files:
        OpinionFile.objects.create(opinion=opinion, file=stored(one, journal=journal, now=now))
    if via is AnswerVia.PAPER:
        _enter_letter(journal, opinion, scan, actor, at, now)
    if more_time:
        change_invitation(
            invitation,
            state=move.target,
            time_reason=answer.text,
            time_days=answer.more_days,
            time_asked_at=at,
            time_decision=TimeDecision.WAITING.value,
        )
    else:
        waiting = invitation.time_decision == TimeDecision.WAITING
        change_invitation(
            invitation,
            state=InvitationState.ANSWERED.value,
            answered_at=invitation.answered_at or at,
            time_decision="" if waiting else invitation.time_decision,
        )
    tag = AuditTag.OPINION_REGISTERED if via is AnswerVia.PAPER else AuditTag(move.audit_tag)
    journal.record(
        tag,
        opinion,
        details(
            opinion_round,
            request=invitation.pk,
            agency=invitation.agency_id,
            kind=answer.kind.value,
            version=opinion.version,
        ),
    )
    what = "registered" if via is AnswerVia.PAPER else "answered"
    tell_case(
        opinion_round,
        "time_asked" if more_time else what,
        actor=actor,
        now=now,
        data={"agency": invitation.agency_id, "kind": answer.kind.value},
    )
    return opinion


def _version(
    invitation: RoundInvitation, answer: Answer, via: AnswerVia, actor: Actor, at: datetime
) -> Opinion:
    """The next version; the one before is not the latest any more."""
    earlier = Opinion.objects.filter(invitation=invitation)
    last = earlier.order_by("-version").values_list("version", flat=True).first() or 0
    earlier.filter(latest=True).update(latest=False)
    return Opinion.objects.create(
        invitation=invitation,
        version=last + 1,
        kind=answer.kind.value,
        text=answer.text,
        proposed_category=answer.category,
        proposed_rating=answer.rating,
        proposed_measure=answer.measure,
        competent_agency_id=answer.competent,
        competent_text=answer.competent_text,
        more_days=answer.more_days if answer.kind is AnswerKind.MORE_TIME else None,
        signatory=answer.signatory,
        letter_number=answer.letter_number,
        letter_date=answer.letter_date,
        via=via.value,
        user_id=actor.user_id,
        given_at=at,
    )


def _enter_letter(
    journal: Journal,
    opinion: Opinion,
    scan: OfferedFile | None,
    actor: Actor,
    at: datetime,
    now: datetime,
) -> None:
    """The letter gets our number in the register of incoming documents, with its scan."""
    invitation = opinion.invitation
    opinion_round = invitation.round
    document = register_incoming(
        agency=opinion_round.agency,
        number_text=opinion.letter_number,
        on=opinion.letter_date or today(at),
        subject=opinion_round.title,
        received_on=today(at),
        sender=invitation.agency,
        letter=LetterFile(scan.content, scan.media_type) if scan is not None else None,
        about=opinion,
        actor=actor,
        within=journal,
        now=now,
    )
    if document.scan is not None:
        OpinionFile.objects.create(opinion=opinion, file=document.scan, is_scan=True)


def _cleaned(answer: Answer) -> Answer:
    def line(text: str) -> str:
        return " ".join(clean(text).split())

    competent = answer.kind is AnswerKind.NOT_COMPETENT
    return Answer(
        kind=answer.kind,
        text=clean(answer.text).strip(),
        category=answer.category,
        rating=answer.rating,
        measure=answer.measure,
        competent=answer.competent if competent else None,
        competent_text=line(answer.competent_text) if competent else "",
        more_days=answer.more_days,
        signatory=line(answer.signatory),
        letter_number=line(answer.letter_number),
        letter_date=answer.letter_date,
    )


def _arrival_refusal(
    opinion_round: OpinionRound, arrived_on: date | None, day: date
) -> Refusal | None:
    if arrived_on is None or opinion_round.opened_at is None:
        return None
    if today(opinion_round.opened_at) <= arrived_on <= day:
        return None
    return Refusal(
        "opinion.arrival",
        gettext_noop("The letter arrived after the round was opened, and not later than today."),
        {},
        "arrived_on",
    )
