"""A sender asks for another look at an answer, once."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.models import Case
from sangto.cases.queries import category_of
from sangto.cases.services import reopen_for_sender
from sangto.handling.domain.feedback import ReopeningReason, reopening_refusal
from sangto.handling.models import FeedbackReopening
from sangto.handling.permissions import Permission, authorise_unattended
from sangto.handling.queries.feedback import case_of_receipt, reopening_state
from sangto.handling.services.letters import tell_agency
from sangto.handling.wording import reopened_letter
from sangto.intake.services import add_to_report, reopen_report
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refusal, Refused, insist


def reopen_feedback(
    *,
    receipt: str,
    reason: ReopeningReason,
    text: str,
    key: str,
    actor: Actor,
    now: datetime | None = None,
) -> FeedbackReopening:
    """The case is open again with a new deadline, and the agency that answered is told.

    ``text`` becomes an addition to the report and is as private as that; the agency reads the
    reason, and the text only where the sender shared the report. Asked once a report: the second
    time, also of two at once, is refused.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        authorise_unattended(actor, Permission.REOPEN_ASKED)
        found = case_of_receipt(receipt, now)
        if found is None:
            raise NotVisible
        report, case = found
        insist(_refusal(case, report.pk))
        try:
            with transaction.atomic():
                row = FeedbackReopening.objects.create(
                    case=case, report=report, reason=reason.value, at=now
                )
        except IntegrityError:
            raise Refused(_twice()) from None
        case = reopen_for_sender(case=case, reason=reason.value, actor=actor, now=now)
        reopen_report(receipt=receipt, due_at=case.due_at, actor=actor, now=now)
        if text.strip():
            add_to_report(receipt=receipt, text=text, key=key, actor=actor, now=now)
        journal.record(
            AuditTag.FEEDBACK_REOPENED,
            row,
            {"case": case.pk, "report": report.pk, "reason": reason.value},
        )
        tell_agency(
            case.owner,
            f"feedback-reopened:{row.pk}",
            lambda: reopened_letter(case),
            Category.SERVICE_FEEDBACK,
            now,
        )
        return row


def _refusal(case: Case, report: int) -> Refusal | None:
    state = reopening_state(case, report)
    return reopening_refusal(
        category=category_of(case),
        answered=state.answered,
        again=state.again,
        open_already=state.open_already,
    )


def _twice() -> Refusal:
    refusal = reopening_refusal(
        category=Category.SERVICE_FEEDBACK, answered=True, again=True, open_already=False
    )
    assert refusal is not None  # noqa: S101 - that is what it says of a second time
    return refusal
