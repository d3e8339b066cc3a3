"""Cases that can be answered."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.cases.models import Case
from sangto.cases.services import escalate, route
from sangto.handling.domain.measures import MeasureOutcome
from sangto.handling.models import Measure, MeasureResult, PressQuestion
from sangto.handling.services import (
    Ground,
    create_measure,
    record_press_question,
    report_result,
)
from sangto.intake.models import Contact, Report
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.kernel.categories import Measure as MeasureKind
from tests.factories.cases import World, categorised, reported_claim

FACT = Ground(text="Trang giả vẫn hỏi số thẻ khi xem lúc 9 giờ.")
ANSWER = "Trạm y tế mở cửa từ 7 giờ sáng các ngày trong tuần."


def with_contact(report: Report, email: str, language: str = "vi") -> Contact:
    return Contact.objects.create(
        report=report,
        email_sealed=sealer().seal(email),
        language=language,
        created_at=report.received_at,
    )


def routed_feedback(world: World, reports: int = 1, **fields: Any) -> Case:
    """A complaint about health services that lies with the department of health."""
    case = categorised(
        world,
        Category.SERVICE_FEEDBACK,
        claim=reported_claim(world, reports=reports, **fields),
        subject_agency=world.health,
    )
    return route(case=case, actor=world.officer())


def planned(world: World, case: Case, **changes: Any) -> Measure:
    """A measure that the lead agency asked for; ``changes`` go to the service."""
    arguments: dict[str, Any] = {
        "kind": MeasureKind.AWARENESS,
        "owner": world.press,
        "asked": "Đăng bài hướng dẫn nhận biết trong tuần này.",
        "ground": FACT,
        "actor": world.officer(),
        **changes,
    }
    return create_measure(case=case, **arguments)


def reported(world: World, measure: Measure, **changes: Any) -> MeasureResult:
    arguments: dict[str, Any] = {
        "outcome": MeasureOutcome.DONE,
        "text": "Đã đăng bài trên trang nhất ngày hôm nay.",
        "seen": measure.results,
        "upload_bytes": 1_000_000,
        "actor": world.actor(measure.owner, Role.FOCAL_OFFICER),
        **changes,
    }
    return report_result(measure=measure, **arguments)


def raised(world: World, **fields: Any) -> Case:
    """A fraud case that was raised to the committee."""
    case = categorised(world, **fields)
    return escalate(case=case, reason="Vượt quá thẩm quyền của sở.", actor=world.officer())


def asked_by_press(world: World, case: Case, **changes: Any) -> PressQuestion:
    arguments: dict[str, Any] = {
        "verdict": None,
        "agency": world.health,
        "outlet": "Báo Mẫu",
        "question": "Sở đã làm gì với trang giả này?",
        "asked_on": timezone.localdate(),
        "actor": world.officer(),
        **changes,
    }
    return record_press_question(case=case, **arguments)
