"""The answer of the competent agency."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseOutcome, EntryKind
from sangto.cases.models import Case
from sangto.cases.queries import category_of, reports_of, standing_of, waiting_reports
from sangto.cases.services import close_case, record_entry, refresh_at_the_end, tell_copies
from sangto.handling.domain.answers import answer_refusal, late_refusal
from sangto.handling.domain.feedback import AnswerReach, reach_refusal, usual_reach
from sangto.handling.domain.measures import ANSWER_MEASURE, MeasureOutcome, MeasureState
from sangto.handling.models import FeedbackAnswer, Measure
from sangto.handling.permissions import Permission, authorise
from sangto.handling.services.measures_results import write_result
from sangto.handling.services.numbering import free_reference
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
    *,
    case: Case,
    text: str,
    reach: AnswerReach | None = None,
    looked_through: bool = False,
    actor: Actor,
    now: datetime | None = None,
) -> FeedbackAnswer:
    """Answer a complaint or question about a service, or a private matter, and end the case.

    ``reach`` says who reads it; without one it is public only where it is about a service and
    nothing personal is found. ``looked_through`` confirms that what was found is no person's.

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
        titles = (case.claim.title, case.claim.title_en)
        if reach is None:
            reach = usual_reach(category=category, texts=(*titles, text))
            if not case.claim.title:
                reach = AnswerReach.SENDERS
        insist(
            reach_refusal(
                reach=reach,
                category=category,
                title=case.claim.title,
                texts=(case.claim.title_en, text),
                looked_through=looked_through,
            )
        )
        close_case(case=case, outcome=CaseOutcome.ANSWERED, actor=actor, now=now)
        checked = actor.user_id if looked_through and reach is AnswerReach.PUBLIC else None
        answer, earlier = _written(case, category, text, reach, checked, actor, now)
        _measure_done(case, category, actor, now)
        record_entry(
            case=case,
            kind=EntryKind.ANSWER,
            actor=actor,
            text=earlier,
            data={"answer": answer.pk, "instead": bool(earlier)},
            now=now,
        )
        journal.record(AuditTag.FEEDBACK_ANSWERED, answer, {"case": case.pk, "reach": reach.value})
        reports = reports_of(case.claim).exclude(status=ReportStatus.CLOSED.value)
        _tell(answer, category, list(reports), actor, now, again=bool(earlier))
        tell_copies(case=case, ending=answered_ending(answer), actor=actor, now=now)
        return answer


def _written(
    case: Case,
    category: Category,
    text: str,
    reach: AnswerReach,
    checked_by: int | None,
    actor: Actor,
    now: datetime,
) -> tuple[FeedbackAnswer, str]:
    """The answer, and the text of the earlier one where the case was opened again."""
    values = {
        "agency_id": actor.agency_id,
        "category": category.value,
        "text": text,
        "reach": reach.value,
        "checked_by_id": checked_by,
        "answered_by_id": actor.user_id,
        "answered_at": now,
    }
    former = FeedbackAnswer.objects.filter(case=case).first()
    if former is None:
        reference = free_reference(FeedbackAnswer, now)
        return FeedbackAnswer.objects.create(case=case, reference=reference, **values), ""
    earlier = former.text
    FeedbackAnswer.objects.filter(pk=former.pk).update(**values)
    return FeedbackAnswer.objects.select_related("agency").get(pk=former.pk), earlier


def _measure_done(case: Case, category: Category, actor: Actor, now: datetime) -> None:
    """The answer is the result of the agency's measure, which comes about with it where nobody
    planned one. Its ground is what people sent; its day that of the first report."""
    kind = ANSWER_MEASURE[category].value
    with override("vi"):
        ground = _("What people sent to the desk (case %(reference)s).") % {
            "reference": case.reference
        }
        result = _("Answered to those who had asked.")
    measure = Measure.objects.filter(
        case=case, kind=kind, owner_id=actor.agency_id, state=MeasureState.OPEN.value
    ).first()
    if measure is None:
        with override("vi"):
            asked = _("Answer the people who asked.")
        measure = Measure.objects.create(
            reference=free_reference(Measure, now),
            case=case,
            category=category.value,
            kind=kind,
            owner_id=actor.agency_id or 0,
            asked=asked,
            ground_text=ground,
            ground_on=timezone.localdate(case.origin_report.received_at),
            created_by_id=actor.user_id,
            created_at=now,
            due_at=case.due_at,
        )
    write_result(measure, MeasureOutcome.DONE, result, seen=0, actor=actor, now=now)


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
