"""The way of a draft after its comments: submitted, appraised, issued or dropped; and agencies are
told what became of their comments."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.comments import CommentState
from sangto.consultation.domain.draft_workflow import (
    DraftAction,
    StepKind,
    appraising_refusal,
    date_refusal,
    letter_refusal,
    round_refusal,
    submitting_refusal,
)
from sangto.consultation.domain.drafts import DraftOutcome
from sangto.consultation.draft_wording import ToldComment, outcome_letter
from sangto.consultation.models import Comment, Draft, DraftStep
from sangto.consultation.permissions import Permission
from sangto.consultation.queries.dispositions import comments_on, decision_of, undecided_number
from sangto.consultation.queries.drafts import latest_version, unfinished_rounds
from sangto.consultation.services.draft_rows import authorised, held, make_move, step
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.notices.services import queue_mail
from sangto.organisations.models import Agency
from sangto.organisations.queries import duties_on, today


def date_table(
    *, draft: Draft, on: date, actor: Actor, number: str = "", now: datetime | None = None
) -> DraftStep:
    """Enter that the consolidated table was made on this day. Refused while a comment has no
    decision."""
    now = now or timezone.now()
    with change(actor) as journal:
        draft = held(draft)
        authorised(draft, Permission.DRAFT_SUBMIT, actor)
        insist(date_refusal(on=on, today=today(now)))
        insist(submitting_refusal(undecided=undecided_number(draft)))
        made = _step(draft, StepKind.TABLE, number, on, actor, now)
        journal.record(AuditTag.DRAFT_TABLE_DATED, draft, {"step": made.pk, "on": on.isoformat()})
    return made


def submit_draft(
    *,
    draft: Draft,
    number: str,
    on: date,
    actor: Actor,
    note: str = "",
    now: datetime | None = None,
) -> DraftStep:
    """Submit the draft for issuing, with the number and date of the submission; a second one
    replaces the first. Refused while a comment has no decision."""
    now = now or timezone.now()
    with change(actor) as journal:
        draft = held(draft)
        move = step(draft, DraftAction.SUBMIT, actor)
        insist(letter_refusal(number=number, on=on, today=today(now)))
        insist(submitting_refusal(undecided=undecided_number(draft)))
        earlier = (
            DraftStep.objects.filter(
                draft=draft, kind=StepKind.SUBMISSION.value, replaced_by__isnull=True
            )
            .order_by("-pk")
            .first()
        )
        made = _step(draft, StepKind.SUBMISSION, number, on, actor, now, note, earlier)
        make_move(
            journal,
            draft,
            move,
            {"step": made.pk, "replaces": earlier.pk if earlier is not None else None},
        )
    return made


def take_back_draft(*, draft: Draft, actor: Actor, now: datetime | None = None) -> Draft:
    """Work on a submitted draft again. Refused while its vote runs."""
    with change(actor) as journal:
        draft = held(draft)
        move = step(draft, DraftAction.TAKE_BACK, actor)
        insist(round_refusal(unfinished=unfinished_rounds(draft).count()))
        make_move(journal, draft, move)
    return draft


def name_appraiser(
    *, draft: Draft, appraiser: Agency, actor: Actor, now: datetime | None = None
) -> Draft:
    """Say which agency appraises the draft."""
    with change(actor) as journal:
        draft = held(draft)
        authorised(draft, Permission.DRAFT_SUBMIT, actor)
        if appraiser.network_id != draft.network_id:
            raise NotVisible
        insist(appraising_refusal(drafted_by_own=appraiser.pk == draft.drafting_agency_id, note=""))
        Draft.objects.filter(pk=draft.pk).update(appraiser=appraiser)
        draft.appraiser = appraiser
        journal.record(AuditTag.DRAFT_APPRAISER_NAMED, draft, {"appraiser": appraiser.pk})
    return draft


def enter_appraisal(
    *,
    draft: Draft,
    number: str,
    on: date,
    actor: Actor,
    note: str = "",
    now: datetime | None = None,
) -> DraftStep:
    """Enter what the appraisal found, as the agency that appraises."""
    now = now or timezone.now()
    note = clean(note).strip()
    with change(actor) as journal:
        draft = held(draft)
        move = step(draft, DraftAction.APPRAISE, actor)
        insist(
            appraising_refusal(
                drafted_by_own=actor.agency_id == draft.drafting_agency_id, note=note
            )
        )
        insist(letter_refusal(number=number, on=on, today=today(now)))
        made = _step(draft, StepKind.APPRAISAL, number, on, actor, now, note)
        make_move(journal, draft, move, {"step": made.pk})
    return made


def close_draft(
    *,
    draft: Draft,
    outcome: DraftOutcome,
    on: date,
    actor: Actor,
    number: str = "",
    note: str = "",
    now: datetime | None = None,
) -> DraftStep:
    """Say how it ended: issued, with the number of the decision, or dropped. Refused while a round
    or vote is not closed."""
    now = now or timezone.now()
    issued = outcome is DraftOutcome.ISSUED
    with change(actor) as journal:
        draft = held(draft)
        move = step(draft, DraftAction.ISSUE if issued else DraftAction.DROP, actor)
        insist(round_refusal(unfinished=unfinished_rounds(draft).count()))
        day = today(now)
        insist(
            letter_refusal(number=number, on=on, today=day)
            if issued
            else date_refusal(on=on, today=day)
        )
        made = _step(draft, StepKind.END, number, on, actor, now, clean(note).strip())
        make_move(
            journal,
            draft,
            move,
            {"step": made.pk},
            outcome=(DraftOutcome.ISSUED if issued else DraftOutcome.DROPPED).value,
        )
    return made


def tell_outcomes(*, draft: Draft, actor: Actor, now: datetime | None = None) -> int:
    """Write to each agency whose comments are all decided and who was not told yet; how many
    agencies. Of a decision that was changed later its agency is told again. An agency where nobody
    is on duty stays untold, and the table shows it."""
    now = now or timezone.now()
    with change(actor) as journal:
        draft = held(draft)
        authorised(draft, Permission.DRAFT_DISPOSE, actor)
        own: dict[int, list[Comment]] = defaultdict(list)
        for row in comments_on(draft):
            own[row.agency_id].append(row)
        ready = {
            key: rows
            for key, rows in own.items()
            if all(decision_of(row) is not None for row in rows)
            and any(row.told_at is None for row in rows)
        }
        duties = duties_on(list(ready), today(now)) if ready else {}
        told = []
        for key, rows in ready.items():
            if not duties.get(key):
                continue
            outcomes = [_told(row) for row in rows]
            for duty in duties[key]:
                letter = outcome_letter(draft, outcomes, duty.language)
                queue_mail(
                    key=f"draft-outcome:{draft.pk}:{key}:{now:%Y%m%d%H%M%S}:{duty.officer.pk}",
                    to_sealed=sealer().seal(duty.officer.email),
                    language=duty.language,
                    subject=letter.subject,
                    body=letter.body,
                    now=now,
                )
            told.append(key)
        if told:
            Comment.objects.filter(
                draft=draft, agency__in=told, state=CommentState.GIVEN.value
            ).update(told_at=now)
            journal.record(AuditTag.DRAFT_TOLD, draft, {"agencies": told})
        else:
            journal.nothing_changed()
    return len(told)


def _told(comment: Comment) -> ToldComment:
    decision = decision_of(comment)
    return ToldComment(
        place=comment.anchor,
        text=comment.text or comment.proposed_wording,
        decision=decision.kind if decision is not None else "",
        explanation=decision.explanation if decision is not None else "",
        wording=decision.wording if decision is not None else "",
    )


def _step(
    draft: Draft,
    kind: StepKind,
    number: str,
    on: date,
    actor: Actor,
    now: datetime,
    note: str = "",
    replaces: DraftStep | None = None,
) -> DraftStep:
    return DraftStep.objects.create(
        draft=draft,
        kind=kind.value,
        number=" ".join(clean(number).split()),
        on=on,
        note=note,
        version=latest_version(draft),
        replaces=replaces,
        agency_id=actor.agency_id,
        user_id=actor.user_id,
        at=now,
    )
