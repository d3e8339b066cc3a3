"""A round before it goes out: prepared, changed, handed to a second person, given back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.queries import category_of
from sangto.consultation.domain.invitations import inviting_refusal
from sangto.consultation.domain.reminders import DEFAULT_PLAN, ReminderPlan, plan_refusal
from sangto.consultation.domain.rounds import (
    DEFAULT_GRACE,
    RUNNING_STATES,
    Length,
    RoundAction,
    case_refusal,
    files_refusal,
    grace_refusal,
    invited_refusal,
    length_refusal,
    reason_refusal,
    running_refusal,
    text_refusal,
)
from sangto.consultation.models import (
    DraftVersion,
    OpinionRound,
    RoundAttachment,
    RoundInvitation,
)
from sangto.consultation.permissions import Permission, RoundStanding, authorise_round
from sangto.consultation.queries.rounds import case_round_standing, concerned_agencies
from sangto.consultation.services.request_links import new_link
from sangto.consultation.services.round_rows import (
    change_row,
    details,
    free_reference,
    held,
    keep_case,
    move_on,
    step,
    tell_case,
)
from sangto.documents.domain.files import Purpose
from sangto.documents.models import StoredFile
from sangto.documents.services import store_file
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency
from sangto.organisations.queries import today

_RUNNING = [state.value for state in RUNNING_STATES]


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """Bytes that somebody attaches; ``title`` is written by the person, not the upload's name."""

    content: bytes
    media_type: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, of whom, and until when; everything that other agencies will read."""

    question: str
    length: Length
    agencies: Sequence[Agency]
    title: str = ""
    known: str = ""
    grace_days: int = DEFAULT_GRACE
    reminders: ReminderPlan = DEFAULT_PLAN
    silence_agrees: bool = False
    files: Sequence[OfferedFile] = ()


def prepare_round(
    *,
    request: Request,
    actor: Actor,
    case: Case | None = None,
    draft_version: DraftVersion | None = None,
    now: datetime | None = None,
) -> OpinionRound:
    """Write a round down without sending it. The actor's agency is the one that asks.

    Refused while the case has another round that is not closed; of two people at once the second
    is told so.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        standing = _standing(actor, case, draft_version)
        authorise_round(actor, Permission.ROUND_PREPARE, standing)
        asking = Agency.objects.select_related("network").get(pk=actor.agency_id or 0)
        if case is not None:
            insist(case_refusal(status=CaseStatus(case.status), category=category_of(case)))
            running = OpinionRound.objects.filter(case=case, state__in=_RUNNING)
            insist(running_refusal(running=running.count()))
            keep_case(case)
        columns = _columns(request, case, draft_version, today(now))
        try:
            with transaction.atomic():
                opinion_round = OpinionRound.objects.create(
                    reference=free_reference(now),
                    network=asking.network,
                    agency=asking,
                    case=case,
                    draft_version=draft_version,
                    prepared_at=now,
                    prepared_by_id=actor.user_id,
                    **columns,
                )
        except IntegrityError:
            raise Refused(_running()) from None
        set_invited(opinion_round, request.agencies, now)
        _attach(opinion_round, request.files, journal, now)
        tell_case(opinion_round, "prepared", actor=actor, now=now)
        journal.record(
            AuditTag.ROUND_PREPARED,
            opinion_round,
            details(opinion_round, invited=[row.pk for row in request.agencies]),
        )
    return opinion_round


def change_round(
    *,
    opinion_round: OpinionRound,
    request: Request,
    actor: Actor,
    seen: int | None = None,
    remove_files: Collection[int] = (),
    now: datetime | None = None,
) -> OpinionRound:
    """Another question, other agencies or another length, before it goes out. ``seen`` is the
    revision that the person had before them: of two people the later one looks again first.
    ``request.files`` come to those that are there; ``remove_files`` are keys of attachments."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.CHANGE, actor)
        if seen is not None and seen != opinion_round.revision:
            raise Refused(_changed_meanwhile())
        columns = _columns(request, opinion_round.case, opinion_round.draft_version, today(now))
        change_row(
            opinion_round,
            **columns,
            revision=opinion_round.revision + 1,
            prepared_by_id=actor.user_id,
            reason="",
        )
        set_invited(opinion_round, request.agencies, now)
        RoundAttachment.objects.filter(round=opinion_round, pk__in=list(remove_files)).delete()
        _attach(opinion_round, request.files, journal, now)
        move_on(journal, opinion_round, move, invited=[row.pk for row in request.agencies])
    return opinion_round


def submit_for_approval(
    *, opinion_round: OpinionRound, actor: Actor, now: datetime | None = None
) -> OpinionRound:
    """Hand it to a second person."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.SUBMIT, actor)
        change_row(opinion_round, submitted_at=now)
        tell_case(opinion_round, "submitted", actor=actor, now=now)
        move_on(journal, opinion_round, move)
    return opinion_round


def send_back_round(
    *, opinion_round: OpinionRound, reason: str, actor: Actor, now: datetime | None = None
) -> OpinionRound:
    """Give it back to who prepared it, with a reason."""
    now = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.SEND_BACK, actor)
        insist(reason_refusal(reason))
        change_row(opinion_round, submitted_at=None, reason=reason)
        tell_case(opinion_round, "sent_back", actor=actor, now=now, text=reason)
        move_on(journal, opinion_round, move, reason=reason)
    return opinion_round


def set_invited(opinion_round: OpinionRound, agencies: Sequence[Agency], now: datetime) -> None:
    """Exactly these agencies are asked in a round that was not sent yet."""
    wanted = {agency.pk: agency for agency in agencies}
    insist(invited_refusal(number=len(wanted)))
    day = today(now)
    concerned = concerned_agencies(opinion_round)
    for agency in wanted.values():
        insist(_inviting(opinion_round, agency, day, invited=False))
    known = set(
        RoundInvitation.objects.filter(round=opinion_round).values_list("agency_id", flat=True)
    )
    RoundInvitation.objects.filter(round=opinion_round).exclude(agency__in=list(wanted)).delete()
    RoundInvitation.objects.bulk_create(
        RoundInvitation(
            round=opinion_round, agency=agency, concerned=key in concerned, **new_link()
        )
        for key, agency in wanted.items()
        if key not in known
    )
    RoundInvitation.objects.filter(round=opinion_round).exclude(agency__in=concerned).update(
        concerned=False
    )
    RoundInvitation.objects.filter(round=opinion_round, agency__in=concerned).update(concerned=True)


def _inviting(
    opinion_round: OpinionRound, agency: Agency, day: date, *, invited: bool
) -> Refusal | None:
    return inviting_refusal(
        in_force=agency.valid_from <= day
        and (agency.valid_until is None or day <= agency.valid_until),
        same_network=agency.network_id == opinion_round.network_id,
        asks_itself=agency.pk == opinion_round.agency_id,
        invited=invited,
    )


def insist_on_invitable(
    opinion_round: OpinionRound, agency: Agency, day: date, *, invited: bool = False
) -> None:
    insist(_inviting(opinion_round, agency, day, invited=invited))


def _standing(actor: Actor, case: Case | None, draft_version: DraftVersion | None) -> RoundStanding:
    """Exactly one of both; on a draft the drafting agency asks, or who appraises it."""
    if (case is None) == (draft_version is None):
        raise ValueError("a round is on a case or on a draft")
    if case is not None:
        return case_round_standing(actor, case)
    if draft_version is None or actor.agency_id is None:
        raise NotVisible
    draft = draft_version.draft
    return RoundStanding(asks=actor.agency_id in {draft.drafting_agency_id, draft.appraiser_id})


def _columns(
    request: Request, case: Case | None, version: DraftVersion | None, day: date
) -> dict[str, object]:
    title = " ".join(clean(request.title).split())
    if not title:
        title = case.claim.title if case is not None else ""
        title = version.draft.title if version is not None else title
    question, known = clean(request.question).strip(), clean(request.known).strip()
    insist(text_refusal(title=title, question=question, known=known))
    insist(length_refusal(request.length, today=day))
    insist(plan_refusal(request.reminders))
    insist(
        grace_refusal(days=request.grace_days, last_step=max(request.reminders.last_day_after, 0))
    )
    return {
        "title": title,
        "question": question,
        "known": known,
        "mode": request.length.mode.value,
        "days": request.length.days,
        "due_on": request.length.due_on,
        "grace_days": request.grace_days,
        "reminders": request.reminders.as_data(),
        "silence_agrees": request.silence_agrees,
    }


def _attach(
    opinion_round: OpinionRound, files: Sequence[OfferedFile], journal: Journal, now: datetime
) -> None:
    there = RoundAttachment.objects.filter(round=opinion_round).count()
    insist(
        files_refusal(
            number=there + len(files),
            largest=max((len(one.content) for one in files), default=0),
        )
    )
    for one in files:
        RoundAttachment.objects.create(
            round=opinion_round, file=stored(one, journal=journal, now=now)
        )


def stored(file: OfferedFile, *, journal: Journal, now: datetime) -> StoredFile:
    return store_file(
        content=file.content,
        media_type=file.media_type,
        purpose=Purpose.OPINION,
        title=file.title,
        journal=journal,
        now=now,
    )


def _running() -> Refusal:
    refusal = running_refusal(running=1)
    if refusal is None:
        raise ValueError("one that runs is refused")
    return refusal


def _changed_meanwhile() -> Refusal:
    return Refusal(
        "round.changed_meanwhile",
        gettext_noop("Somebody else changed this round just now. Look at it again first."),
    )
