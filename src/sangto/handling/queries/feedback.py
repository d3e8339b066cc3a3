"""Answers that everybody may read, and whether a sender can ask once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.cases.queries import JOINED, category_of
from sangto.handling.domain.feedback import AnswerReach, reopening_refusal
from sangto.handling.models import FeedbackAnswer, FeedbackReopening
from sangto.intake.domain.reports import ReportStatus
from sangto.intake.models import Report
from sangto.intake.queries import report_by_receipt
from sangto.kernel.categories import Category
from sangto.organisations.models import Network


@dataclass(frozen=True, slots=True)
class ReopeningState:
    answered: bool
    again: bool
    open_already: bool


def public_answers(network: Network | None) -> QuerySet[FeedbackAnswer]:
    """Newest first; only about services, also where a case got another category since. An answer
    to a case that is looked at again stays until there is another one."""
    return (
        FeedbackAnswer.objects.filter(
            reach=AnswerReach.PUBLIC.value,
            category=Category.SERVICE_FEEDBACK.value,
            case__category=Category.SERVICE_FEEDBACK.value,
            case__network=network,
        )
        .exclude(case__claim__title="")
        .select_related("agency", "case__claim")
        .order_by("-answered_at", "-pk")
    )


def public_answer(network: Network | None, reference: str) -> FeedbackAnswer | None:
    return public_answers(network).filter(reference=reference).first()


def reopenings_of(case: Case) -> QuerySet[FeedbackReopening]:
    return FeedbackReopening.objects.filter(case=case).select_related("report")


def case_of_receipt(receipt: str, now: datetime) -> tuple[Report, Case] | None:
    """The report of a receipt and the case that it belongs to; None for a code that leads to
    neither. Two queries."""
    report = report_by_receipt(receipt, now)
    if report is None:
        return None
    case = case_of_report(report.pk)
    return (report, case) if case is not None else None


def case_of_report(report: int) -> Case | None:
    return (
        Case.objects.filter(
            claim__report_links__report=report, claim__report_links__state__in=JOINED
        )
        .select_related("claim", "owner", "network", "origin_report")
        .first()
    )


def reopening_state(case: Case, report: int) -> ReopeningState:
    answered = (
        case.outcome == CaseOutcome.ANSWERED
        and Report.objects.filter(pk=report, status=ReportStatus.ANSWERED.value).exists()
    )
    return ReopeningState(
        answered=answered or _asked_again_elsewhere(case, report),
        again=FeedbackReopening.objects.filter(report=report).exists(),
        open_already=case.status != CaseStatus.CLOSED,
    )


def _asked_again_elsewhere(case: Case, report: int) -> bool:
    """Somebody else opened the case again after this report was answered."""
    return (
        case.status != CaseStatus.CLOSED
        and Report.objects.filter(pk=report, status=ReportStatus.ANSWERED.value).exists()
    )


def may_ask_again(report: int) -> bool:
    """Whether the receipt page offers it. Four queries at most."""
    case = case_of_report(report)
    if case is None:
        return False
    state = reopening_state(case, report)
    return (
        reopening_refusal(
            category=category_of(case),
            answered=state.answered,
            again=state.again,
            open_already=state.open_already,
        )
        is None
    )


def asked_again_on(report: int) -> datetime | None:
    """When this sender asked for another look. One query."""
    rows = FeedbackReopening.objects.filter(report=report)
    return rows.values_list("at", flat=True).first()
