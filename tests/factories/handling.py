"""Cases that can be answered."""

from __future__ import annotations

from typing import Any

from sangto.audit.secrets import sealer
from sangto.cases.models import Case
from sangto.cases.services import route
from sangto.intake.models import Contact, Report
from sangto.kernel.categories import Category
from tests.factories.cases import World, categorised, reported_claim

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
