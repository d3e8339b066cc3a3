"""Verdicts in every stage, through the services, inside the demo network."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.cases.models import Case
from sangto.kernel.actor import Actor, Role
from sangto.kernel.categories import Category, Rating
from sangto.kernel.text import folded
from sangto.matching.models import ClaimWording
from sangto.verdicts.domain.content import SourceContent, VerdictContent
from sangto.verdicts.domain.version import VerdictOrigin, VersionStatus
from sangto.verdicts.models import Verdict, VerdictVersion
from sangto.verdicts.services import approve_and_publish, draft_verdict, submit_draft
from tests.factories.cases import World, categorised

GROUND = "blhs-174"
EXPIRED_GROUND = "attt-2015"


def outside_source(**changes: Any) -> SourceContent:
    source = SourceContent(
        title="Cảnh báo tin nhắn giả",
        publisher="Hiệp hội Bảo vệ người dùng mạng",
        address="https://baove.example/canh-bao/1",
        seen_on=timezone.localdate(),
    )
    return replace(source, **changes)


def content(rating: Rating = Rating.SCAM, **changes: Any) -> VerdictContent:
    """Whole content that any approver could sign."""
    whole = VerdictContent(
        rating=rating,
        title="Tin nhắn báo trúng thưởng xe máy là giả",
        title_en="The message about a won motorbike is fake",
        summary="Đây là lừa đảo. Không có giải thưởng nào.",
        summary_en="This is a scam. There is no prize.",
        explanation="Không cơ quan nào thu phí nhận thưởng qua tin nhắn.",
        what_to_do=("Đừng chuyển tiền.", "Gọi ngân hàng nếu đã chuyển."),
        missing="Chờ trả lời của ngân hàng." if rating is Rating.UNVERIFIED else "",
        valid_until=timezone.localdate() + timedelta(days=180),
        sources=(outside_source(),),
        grounds=(GROUND,),
    )
    return replace(whole, **changes)


def approver(world: World) -> Actor:
    return world.actor(world.lead, Role.APPROVER)


def drafted(
    world: World, *, case: Case | None = None, actor: Actor | None = None, **changes: Any
) -> VerdictVersion:
    case = case or categorised(world)
    return draft_verdict(case=case, content=content(**changes), actor=actor or world.officer())


def submitted(world: World, *, actor: Actor | None = None, **arguments: Any) -> VerdictVersion:
    officer = actor or world.officer()
    return submit_draft(version=drafted(world, actor=officer, **arguments), actor=officer)


def published_verdict(world: World, **arguments: Any) -> VerdictVersion:
    return approve_and_publish(version=submitted(world, **arguments), actor=approver(world))


def fresh(version: VerdictVersion) -> VerdictVersion:
    return VerdictVersion.objects.select_related("verdict__case").get(pk=version.pk)


def with_wording(version: VerdictVersion, text: str) -> ClaimWording:
    """A wording row of the verdict's claim, without the index."""
    return ClaimWording.objects.create(
        claim=version.verdict.claim, language="vi", text=text, folded=folded(text)
    )


def raw_version(case: Case, **fields: Any) -> VerdictVersion:
    """A row as if no service had been asked, to try the database's own rules."""
    verdict, _ = Verdict.objects.get_or_create(
        claim=case.claim,
        origin=VerdictOrigin.OWN.value,
        defaults={"case": case, "reference": f"KL-26-{case.pk:06d}"},
    )
    values: dict[str, Any] = {
        "number": verdict.versions.count() + 1,
        "status": VersionStatus.DRAFT.value,
        "category": Category.FRAUD.value,
        "rating": Rating.SCAM.value,
        "title": "Tiêu đề",
        "title_folded": "tieu de",
        "summary": "Tóm tắt",
        "explanation": "Giải thích",
        "valid_until": timezone.localdate() + timedelta(days=30),
        **fields,
    }
    return VerdictVersion.objects.create(verdict=verdict, **values)


def recorded(after: int) -> list[tuple[str, str]]:
    """Tags and subjects of the audit rows after this one, in order."""
    return list(
        AuditEvent.objects.filter(pk__gt=after).order_by("pk").values_list("tag", "subject_type")
    )


def last_event() -> int:
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
