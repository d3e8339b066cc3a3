"""Reads: measures of a case, and the answer that belongs to a receipt."""

from __future__ import annotations

from django.db.models import QuerySet

from sangto.cases.models import Case
from sangto.cases.queries import JOINED
from sangto.handling.models import FeedbackAnswer, Measure
from sangto.intake.models import Report


def measures_of(case: Case) -> QuerySet[Measure]:
    return Measure.objects.filter(case=case).select_related("owner")


def receipt_answer(report: Report | int) -> FeedbackAnswer | None:
    """What the sender of this report reads as the answer; None when it has none. One query."""
    return (
        FeedbackAnswer.objects.filter(
            case__claim__report_links__report=report,
            case__claim__report_links__state__in=JOINED,
        )
        .select_related("agency")
        .first()
    )
