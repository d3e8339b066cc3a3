"""A round takes no answers any more: early, when its time is over, with its case, or cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models.functions import Coalesce
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.consultation.domain.answers import AnswerKind
from sangto.consultation.domain.draft_workflow import RoundPurpose, StepKind
from sangto.consultation.domain.invitations import (
    INVITATION_WORKFLOW,
    WAITING_STATES,
    InvitationAction,
    InvitationState,
)
from sangto.consultation.domain.rounds import (
    ROUND_WORKFLOW,
    RUNNING_STATES,
    Closing,
    RoundAction,
    RoundState,
    reason_refusal,
)
from sangto.consultation.models import (
    DecisionInput,
    DraftRound,
    DraftStep,
    Opinion,
    OpinionFile,
    OpinionRound,
    RoundAttachment,
    RoundInvitation,
)
from sangto.consultation.permissions import authorise_round_work
from sangto.consultation.queries.sheet import tally
from sangto.consultation.services.round_rows import (
    change_invitation,
    change_row,
    details,
    held,
    held_by_key,
    held_invitation,
    move_on,
    step,
    tell_case,
)
from sangto.consultation.services.sending import write_to
from sangto.consultation.wording import Letter, cancelled_letter, closed_letter
from sangto.documents.services import delete_file
from sangto.kernel.actor import Actor
from sangto.kernel.errors import gettext_noop, insist
from sangto.kernel.text import clean
from sangto.kernel.workflow import Transition
from sangto.organisations.queries import duties_on, today

_WAITING = [state.value for state in WAITING_STATES]
_LAPSING = [row.source for row in INVITATION_WORKFLOW if row.action == InvitationAction.LAPSE.value]
#: Ends of a case after which nothing of what was said about it is kept.
_FORGOTTEN = [CaseOutcome.OUT_OF_SCOPE.value, CaseOutcome.WITHDRAWN.value]
CASE_CLOSED = gettext_noop("The case was closed.")


def close_round(
    *, opinion_round: OpinionRound, actor: Actor, now: datetime | None = None
) -> OpinionRound:
    """Take no more answers, before the time is over. Who has not answered stays silent."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.CLOSE, actor)
        _close(journal, opinion_round, move, Closing.EARLY, actor, now)
    return opinion_round


def cancel_round(
    *, opinion_round: OpinionRound, reason: str, actor: Actor, now: datetime | None = None
) -> OpinionRound:
    """Take the whole request back, with a reason; who was asked is told, and links end."""
    now = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.CANCEL, actor)
        insist(reason_refusal(reason))
        _cancel(journal, opinion_round, move, reason, actor, now)
    return opinion_round


def close_due_rounds(*, actor: Actor, now: datetime | None = None) -> int:
    """Close every round whose time for late answers is over; how many."""
    authorise_round_work(actor)
    now = now or timezone.now()
    due = OpinionRound.objects.filter(state=RoundState.OPEN.value, closes_at__lte=now)
    closed = 0
    for key in list(due.order_by("pk").values_list("pk", flat=True)):
        with change(actor) as journal:
            opinion_round = held_by_key(key)
            closes_at = opinion_round.closes_at
            if opinion_round.state != RoundState.OPEN or closes_at is None or closes_at > now:
                journal.nothing_changed()
                continue
            move = ROUND_WORKFLOW.step(opinion_round.state, RoundAction.CLOSE)
            _close(journal, opinion_round, move, Closing.DUE, actor, now)
            closed += 1
    return closed


def close_rounds_of_closed_cases(*, actor: Actor, now: datetime | None = None) -> int:
    """Rounds end with their case: an open one is closed with a note, one that was not sent is
    cancelled; where the case's content was deleted, what the round says goes too. How many."""
    authorise_round_work(actor)
    now = now or timezone.now()
    running = OpinionRound.objects.filter(
        state__in=[state.value for state in RUNNING_STATES],
        case__status=CaseStatus.CLOSED.value,
    )
    ended = 0
    for key in list(running.order_by("pk").values_list("pk", flat=True)):
        with change(actor) as journal:
            opinion_round = held_by_key(key)
            case = opinion_round.case
            if (
                opinion_round.state not in RUNNING_STATES
                or case is None
                or case.status != CaseStatus.CLOSED
            ):
                journal.nothing_changed()
                continue
            if opinion_round.state == RoundState.OPEN:
                move = ROUND_WORKFLOW.step(opinion_round.state, RoundAction.CLOSE)
                _close(journal, opinion_round, move, Closing.CASE_CLOSED, actor, now)
            else:
                move = ROUND_WORKFLOW.step(opinion_round.state, RoundAction.CANCEL)
                _cancel(journal, opinion_round, move, CASE_CLOSED, actor, now)
            ended += 1
    return ended + _forget(actor, now)


def lapse_requests(*, actor: Actor, now: datetime | None = None) -> int:
    """Requests whose deadline has passed without an answer are overdue; they can still be answered
    while the round is open. How many."""
    authorise_round_work(actor)
    now = now or timezone.now()
    late = (
        RoundInvitation.objects.filter(state__in=_LAPSING, round__state=RoundState.OPEN.value)
        .annotate(own=Coalesce("due_at", "round__due_at"))
        .filter(own__lte=now)
        .order_by("round_id", "pk")
        .select_related("round")
    )
    count = 0
    for found in list(late):
        with change(actor) as journal:
            opinion_round = held(found.round)
            invitation = held_invitation(opinion_round, found.pk)
            due_at = invitation.due_at or opinion_round.due_at
            if (
                invitation.state not in _LAPSING
                or opinion_round.state != RoundState.OPEN
                or due_at is None
                or due_at > now
            ):
                journal.nothing_changed()
                continue
            change_invitation(invitation, state=InvitationState.OVERDUE.value)
            journal.record(AuditTag.REQUEST_OVERDUE, invitation, details(opinion_round))
            count += 1
    return count


def _close(
    journal: Journal,
    opinion_round: OpinionRound,
    move: Transition,
    closing: Closing,
    actor: Actor,
    now: datetime,
) -> None:
    invitations = _end_requests(journal, opinion_round)
    answered = sum(row.state == InvitationState.ANSWERED for row in invitations)
    move_on(
        journal,
        opinion_round,
        move,
        {"closed_at": now, "closed_by_id": actor.user_id, "closing": closing.value},
        closing=closing.value,
        asked=len(invitations),
        answered=answered,
    )
    _note_vote(journal, opinion_round, actor, now)
    tell_case(
        opinion_round,
        "closed",
        actor=actor,
        now=now,
        text=CASE_CLOSED if closing is Closing.CASE_CLOSED else "",
        data={"asked": len(invitations), "answered": answered, "closing": closing.value},
    )

    def written(row: RoundInvitation, language: str) -> Letter:
        return closed_letter(row, language, answered=row.state == InvitationState.ANSWERED)

    write_to_all(invitations, written, now, "closed")


def _note_vote(journal: Journal, opinion_round: OpinionRound, actor: Actor, now: datetime) -> None:
    """A vote of the members is a step on the way of its draft, under the round's reference."""
    vote = (
        DraftRound.objects.filter(round=opinion_round, purpose=RoundPurpose.VOTE.value)
        .select_related("draft")
        .first()
    )
    if vote is None:
        return
    made = DraftStep.objects.create(
        draft=vote.draft,
        kind=StepKind.VOTE.value,
        number=opinion_round.reference,
        on=today(now),
        version_id=opinion_round.draft_version_id,
        agency_id=opinion_round.agency_id,
        user_id=actor.user_id,
        at=now,
    )
    counted = tally(opinion_round)
    journal.record(
        AuditTag.DRAFT_VOTED,
        vote.draft,
        {
            "step": made.pk,
            "round": opinion_round.pk,
            "agreed": counted.agreed,
            "objected": counted.by_kind[AnswerKind.OBJECT],
            "silent": counted.silent,
        },
    )


def _cancel(
    journal: Journal,
    opinion_round: OpinionRound,
    move: Transition,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    was_open = opinion_round.state == RoundState.OPEN
    invitations = _end_requests(journal, opinion_round) if was_open else []
    RoundInvitation.objects.filter(round=opinion_round, revoked_at__isnull=True).update(
        revoked_at=now
    )
    move_on(journal, opinion_round, move, {"reason": reason}, reason=reason)
    tell_case(opinion_round, "cancelled", actor=actor, now=now, text=reason)
    if was_open:
        write_to_all(invitations, cancelled_letter, now, "cancelled")


def _end_requests(journal: Journal, opinion_round: OpinionRound) -> list[RoundInvitation]:
    """Everybody who has not answered is recorded as silent."""
    invitations = list(
        RoundInvitation.objects.select_for_update(of=("self",))
        .filter(round=opinion_round)
        .select_related("agency")
        .order_by("pk")
    )
    silent = [row for row in invitations if row.state in _WAITING]
    target = InvitationState.CLOSED_WITHOUT_ANSWER.value
    RoundInvitation.objects.filter(pk__in=[row.pk for row in silent]).update(state=target)
    for row in invitations:
        row.round = opinion_round
        row.state = target if row.state in _WAITING else row.state
    journal.record_all(
        AuditTag.REQUEST_UNANSWERED, [(row, details(opinion_round)) for row in silent]
    )
    return invitations


def write_to_all(
    invitations: list[RoundInvitation],
    letter: Callable[[RoundInvitation, str], Letter],
    now: datetime,
    what: str,
) -> None:
    """Only to agencies that had a letter before."""
    reached = [row for row in invitations if row.letters]
    duties = duties_on([row.agency_id for row in reached], today(now)) if reached else {}
    for row in reached:
        write_to(row, letter, duties, now, times=1, what=what)


def _forget(actor: Actor, now: datetime) -> int:
    found = OpinionRound.objects.filter(
        case__status=CaseStatus.CLOSED.value,
        case__outcome__in=_FORGOTTEN,
        content_deleted_at__isnull=True,
    )
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with change(actor) as journal:
            opinion_round = held_by_key(key)
            opinions = Opinion.objects.filter(invitation__round=opinion_round)
            for attached in RoundAttachment.objects.filter(round=opinion_round):
                delete_file(file=attached.file, journal=journal, now=now)
            for given in OpinionFile.objects.filter(opinion__in=opinions).select_related("file"):
                delete_file(file=given.file, journal=journal, now=now)
            opinions.update(text="", competent_text="", signatory="", content_deleted_at=now)
            RoundInvitation.objects.filter(round=opinion_round).update(time_reason="", time_note="")
            DecisionInput.objects.filter(opinion_round=opinion_round).update(
                text="", not_followed=""
            )
            change_row(
                opinion_round,
                title="",
                question="",
                known="",
                reason="",
                conclusion="",
                not_followed="",
                content_deleted_at=now,
            )
            journal.record(AuditTag.ROUND_CONTENT_DELETED, opinion_round, details(opinion_round))
    return len(keys)
