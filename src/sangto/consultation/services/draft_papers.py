"""Papers of a draft that take a number of ours: the submission."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.consultation.domain.draft_workflow import DraftAction, submitting_refusal
from sangto.consultation.domain.submission import SubmissionText
from sangto.consultation.models import Draft
from sangto.consultation.queries.dispositions import undecided_number
from sangto.consultation.queries.draft_outputs import submission_document
from sangto.consultation.services.draft_rows import held, step
from sangto.consultation.services.draft_steps import submit_draft
from sangto.documents.domain.official import Signature
from sangto.documents.models import OfficialDocument
from sangto.documents.services import issue_document, make_files
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.organisations.queries import today


def issue_submission(
    *,
    draft: Draft,
    text: SubmissionText,
    actor: Actor,
    on: date | None = None,
    signature: Signature | None = None,
    now: datetime | None = None,
) -> OfficialDocument:
    """Submit the draft with the next number of the register, and keep the submission as DOCX and
    PDF about it. Refused while a comment has no decision."""
    now = now or timezone.now()
    day = on or today(now)
    with change(actor) as journal:
        draft = held(draft)
        step(draft, DraftAction.SUBMIT, actor)
        insist(submitting_refusal(undecided=undecided_number(draft)))
        document = issue_document(
            agency=draft.drafting_agency,
            content=submission_document(draft, text=text, signed_on=day, signature=signature),
            on=day,
            about=draft,
            actor=actor,
            within=journal,
            now=now,
        )
        submit_draft(draft=draft, number=document.number_text, on=day, actor=actor, now=now)
    return make_files(document=document, actor=actor, now=now)
