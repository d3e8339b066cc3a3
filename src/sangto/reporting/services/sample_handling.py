"""The measures and answers of a generated year; belongs to ``sample_year``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sangto.cases.domain.states import CaseOutcome
from sangto.cases.models import Case
from sangto.handling.domain.measures import MeasureOutcome, MeasureState, measures_for
from sangto.handling.models import FeedbackAnswer, Measure
from sangto.kernel.categories import Category
from sangto.organisations.models import User
from sangto.sample.year import SampleYearCase

_DAYS = timedelta(days=14)


def write_handling(cases: Sequence[tuple[SampleYearCase, Case]], person: User) -> None:
    """One measure at most a case, of a kind that its category has."""
    Measure.objects.bulk_create(
        Measure(
            reference=f"BP{case.reference.removeprefix('VV')}",
            case=case,
            category=case.category,
            kind=sorted(measures_for(Category(case.category)))[0].value,
            owner_id=case.owner_id,
            asked="Tuyên truyền tới người dân.",
            ground_text="Theo quy chế phối hợp của tỉnh Mẫu.",
            ground_on=one.measure_at.date(),
            created_at=one.measure_at,
            due_at=one.measure_at + _DAYS,
            state=(MeasureState.FINISHED if one.measure_done_at else MeasureState.OPEN).value,
            outcome=MeasureOutcome.DONE.value if one.measure_done_at else "",
            results=1 if one.measure_done_at else 0,
            done_at=one.measure_done_at,
        )
        for one, case in cases
        if one.measure_at is not None and case.category
    )
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(
            reference=f"TL{case.reference.removeprefix('VV')}",
            case=case,
            agency_id=case.owner_id,
            category=case.category,
            text="Trả lời mẫu.",
            answered_by=person,
            answered_at=one.closed_at,
        )
        for one, case in cases
        if case.outcome == CaseOutcome.ANSWERED.value and one.closed_at is not None
    )
