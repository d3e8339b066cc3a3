"""The answer of the competent agency."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseOutcome, EntryKind
from sangto.cases.models import Case
from sangto.cases.queries import category_of, reports_of, standing_of, waiting_reports
from sangto.cases.services import close_case, record_entry, refresh_at_the_end, tell_copies
from sangto.handling.domain.answers import answer_refusal, late_refusal
from sangto.handling.domain.measures import ANSWER_MEASURE
from sangto.handling.models import FeedbackAnswer, Measure
from sangto.handling.permissions import Permission, authorise
from sangto.handling.wording import answer_mail, answered_ending
from sangto.intake.domain.reports import ReportOutcome, ReportStatus
from sangto.intake.models import Report
from sangto.intake.queries import recipients
from sangto.intake.services import mark_answered
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.notices.services import queue_mail


def answer_feedback(
    *, case: Case, text: str, actor: Actor, now: datetime | None = None
) -> FeedbackAnswer:
    """Answer a complaint or question about a service, or a private matter, and end the case.

    Every sender finds the answer under the receipt code and, where there is a contact, in a mail;
    about a child's danger the desk sends no mail by itself (SCOPE.md 8).
    Two answers at once: the case closes once, so the second person is refused.
    """
    now = now or timezone.now()
    text = clean(text).strip()
    with change(actor) as journal:
        authorise(actor, Permission.ANSWER, standing_of(actor, case))
        if actor.user_id is None or actor.agency_id is None:
            raise NotVisible
        category = category_of(case)
        insist(answer_refusal(category=category, text=text))
        assert category is not None  # noqa: S101 - refused above
        close_case(case=case, outcome=CaseOutcome.ANSWERED, actor=actor, now=now)
        answer, earlier = _written(case, text, actor, now)
        kind = ANSWER_MEASURE[category].value
        done = Measure.objects.filter(case=case, kind=kind, done_at__isnull=True).update(
            done_at=now
        )
        if not done:
            Measure.objects.create(
                case=case,
                category=category.value,
                kind=kind,
                owner_id=actor.agency_id,
                created_at=now,
                done_at=now,
            )
        record_entry(
            case=case,
            kind=EntryKind.ANSWER,
            actor=actor,
            text=earlier,
            data={"answer": answer.pk, "instead": bool(earlier)},
            now=now,
        )
        journal.record(AuditTag.FEEDBACK_ANSWERED, answer, {"case": case.pk})
        reports = reports_of(case.claim).exclude(status=ReportStatus.CLOSED.value)
        _tell(answer, category, list(reports), actor, now, again=bool(earlier))
        tell_copies(case=case, ending=answered_ending(answer), actor=actor, now=now)
        return answer


def _written(case: Case, text: str, actor: Actor, now: datetime) -> tuple[FeedbackAnswer, str]:
    """The answer, and the text of the earlier one where the case was opened again."""
    values = {
        "agency_id": actor.agency_id,
        "text": text,
        "answered_by_id": actor.user_id,
        "answered_at": now,
    }
    former = FeedbackAnswer.objects.filter(case=case).first()
    if former is None:
        return FeedbackAnswer.objects.create(case=case, **values), ""
    earlier = former.text
    FeedbackAnswer.objects.filter(pk=former.pk).update(**values)
    return FeedbackAnswer.objects.select_related("agency").get(pk=former.pk), earlier


def answer_late_reports(*, case: Case, actor: Actor, now: datetime | None = None) -> FeedbackAnswer:
    """Give the same answer to those who asked after the case was closed.

    Who asked something else is moved to a claim of its own first.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.ANSWER, standing_of(actor, case))
        answer = FeedbackAnswer.objects.filter(case=case).select_related("agency").first()
        if answer is None:
            raise NotVisible
        reports = list(waiting_reports(case.claim))
        insist(late_refusal(waiting=len(reports)))
        _tell(answer, Category(case.category), reports, actor, now)
        refresh_at_the_end(case.claim_id)
        record_entry(
            case=case,
            kind=EntryKind.ANSWER,
            actor=actor,
            data={"answer": answer.pk, "late": len(reports)},
            now=now,
        )
        journal.record(AuditTag.FEEDBACK_ANSWERED, answer, {"case": case.pk, "late": len(reports)})
        return answer


def _tell(
    answer: FeedbackAnswer,
    category: Category,
    reports: list[Report],
    actor: Actor,
    now: datetime,
    *,
    again: bool = False,
) -> None:
    """``again``: there was an answer before, and everybody who got it gets this one too."""
    stamp = f":{now:%Y%m%d%H%M%S}" if again else ""
    mailed = [] if category is Category.CHILD_SAFETY else reports
    for report, to_sealed, language in recipients(mailed):
        subject, body = answer_mail(answer, language)
        queue_mail(
            key=f"answer:{answer.pk}:{report.pk}{stamp}",
            to_sealed=to_sealed,
            language=language,
            subject=subject,
            body=body,
            now=now,
        )
    for report in reports:
        mark_answered(report=report, outcome=ReportOutcome.ANSWERED, actor=actor)
