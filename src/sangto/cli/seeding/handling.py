"""Measures of the sample in every state, what the committee has before it, questions of the press,
and a complaint whose sender asked for another look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone

from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.cases.services import EvidenceFile, escalate, open_case, route, set_category
from sangto.cli.seeding.rounds import FUND
from sangto.handling.domain.feedback import ReopeningReason
from sangto.handling.domain.measures import MeasureOutcome
from sangto.handling.models import FeedbackReopening, Measure, PressQuestion
from sangto.handling.services import (
    Ground,
    answer_feedback,
    answer_press_question,
    cancel_measure,
    create_measure,
    direct_measure,
    record_press_question,
    reopen_feedback,
    report_result,
)
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.domain.submission import Submission
from sangto.intake.services import submit_report
from sangto.kernel.actor import Actor, public_actor, system_actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.categories import Measure as Kind
from sangto.matching.models import ReportLink
from sangto.matching.services import match_report
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import agency_by_slug
from sangto.verdicts.models import Verdict

FILTER = "Nhóm “kiểm tra máy lọc nước miễn phí” vào nhà bán lõi lọc giá cao"
TRAFFIC = "Tin nhắn báo vi phạm giao thông, bắt nộp phạt qua đường link trong 24 giờ"
PARCEL = "Tin nhắn báo bưu kiện bị giữ, phải trả phí nhỏ qua link để nhận hàng"
_KEY = "sample-parking-of-the-demo"


def handling_steps(
    network: Network, officer: Actor, health: Actor, press: Actor, committee: Actor
) -> Iterator[Callable[[], None]]:
    yield partial(_committee, network, officer, committee, health, press)
    yield partial(_measures, network, officer, health, press)
    yield partial(_questions, network, officer, health)
    yield partial(_asked_again, network, officer, health)


def _committee(
    network: Network, officer: Actor, committee: Actor, health: Actor, press: Actor
) -> None:
    waiting, directed = _open_case(network, FILTER), _open_case(network, FUND)
    if waiting is not None and waiting.escalated_at is None:
        reason = "Đội bán hàng đi qua nhiều phường, cần một đầu mối chung của tỉnh."
        escalate(case=waiting, reason=reason, actor=officer)
    if directed is None or directed.escalated_at is not None:
        return
    at = _after(directed, 5)
    escalate(
        case=directed,
        reason="Nhiều trường học bị nhắn tin, cần Ủy ban chỉ đạo chung.",
        actor=officer,
        now=at,
    )
    ground = Ground(text="Ba trường báo phụ huynh nhận tin nhắn trong tuần.", on=_day(at))
    ask = partial(direct_measure, case=directed, ground=ground, actor=committee)
    ask(
        kind=Kind.HELP_COMPLAIN,
        owner=_agency(network, "congan"),
        asked="Cử đầu mối hướng dẫn phụ huynh đã chuyển tiền gửi đơn, báo kết quả về Ủy ban.",
        now=_after(directed, 6),
    )
    done = ask(
        kind=Kind.AWARENESS,
        owner=_agency(network, "bao-mau"),
        asked="Đăng bài nhận biết tin học bổng giả trên trang nhất và trang điện tử.",
        days=2,
        now=_after(directed, 6),
    )
    _report(
        done,
        MeasureOutcome.DONE,
        "Bài đã đăng trên số báo sáng nay và trên trang điện tử, có mục hỏi đáp cho phụ huynh.",
        press,
        _after(directed, 9),
    )


def _measures(network: Network, officer: Actor, health: Actor, press: Actor) -> None:
    case = _published_case(network, TRAFFIC)
    if case is None or Measure.objects.filter(case=case).exists():
        return
    at = _days_ago(case, 9)
    ground = Ground(text="Trang giả vẫn hỏi số thẻ khi cán bộ xem lại.", on=_day(at))
    ask = partial(create_measure, case=case, ground=ground, actor=officer)
    first = ask(
        kind=Kind.PUBLISH_WARNING,
        owner=_agency(network, "so-y-te"),
        asked="Dán cảnh báo tại nơi tiếp dân của các cơ sở y tế.",
        now=at,
    )
    later = at + timedelta(days=1)
    text = "Đã dán tại bệnh viện tỉnh; các trạm xã chưa in kịp."
    _report(first, MeasureOutcome.PARTLY, text, health, later)
    photo = EvidenceFile("Danh sách 12 trạm đã dán cảnh báo.".encode(), "text/plain", "Danh sách")
    _report(
        first,
        MeasureOutcome.DONE,
        "Đã dán tại bệnh viện tỉnh và đủ 12 trạm xã.",
        health,
        min(timezone.now(), later + timedelta(days=1)),
        photo,
    )
    refused = ask(
        kind=Kind.AWARENESS,
        owner=_agency(network, "bao-mau"),
        asked="Phát lại bản tin nhận biết trong ba tối liên tiếp.",
        now=at,
    )
    why = "Báo không có chương trình buổi tối; đề nghị giao Đài Phát thanh và Truyền hình."
    _report(refused, MeasureOutcome.REFUSED, why, press, later)
    ask(
        kind=Kind.AWARENESS,
        owner=_agency(network, "dai-ptth"),
        asked="Phát lại bản tin nhận biết trong ba tối liên tiếp.",
        days=2,
        now=at,
    )
    gone = ask(
        kind=Kind.HELP_COMPLAIN,
        owner=_agency(network, "vpubnd"),
        asked="Tiếp nhận người bị mất tiền tại bộ phận một cửa.",
        now=at,
    )
    cancel_measure(
        measure=gone,
        reason="Công an tỉnh đã mở điểm tiếp nhận riêng.",
        actor=officer,
        now=min(timezone.now(), later),
    )


def _questions(network: Network, officer: Actor, health: Actor) -> None:
    case = _published_case(network, PARCEL)
    if case is None or PressQuestion.objects.filter(case=case).exists():
        return
    at = _days_ago(case, 4)
    ask = partial(
        record_press_question,
        case=case,
        verdict=Verdict.objects.filter(case=case).first(),
        asked_on=_day(at),
        actor=officer,
        now=at,
    )
    answered = ask(
        agency=_agency(network, "so-y-te"),
        outlet="Báo Mẫu",
        question="Thuốc gửi qua bưu kiện có bị lợi dụng trong các tin nhắn này không?",
    )
    answer_press_question(
        question=answered,
        answer="Chưa ghi nhận trường hợp nào liên quan đến thuốc. Người nhận thuốc không phải trả "
        "phí qua đường link.",
        spokesperson=answered.agency.spokesperson,
        actor=health,
        now=min(timezone.now(), at + timedelta(days=1)),
    )
    ask(
        agency=_agency(network, "so-cong-thuong"),
        outlet="Đài Phát thanh và Truyền hình tỉnh Mẫu",
        question="Bao nhiêu người đã chuyển phí, và Sở làm gì với các trang bán hàng giả?",
        days=3,
    )


def _asked_again(network: Network, officer: Actor, health: Actor) -> None:
    """In one piece, because the receipt is known only here."""
    if FeedbackReopening.objects.exists():
        return
    now = timezone.now()
    at = now - timedelta(days=3)
    sent = submit_report(
        submission=Submission(
            text="Bãi gửi xe của bệnh viện tỉnh thu cao hơn bảng giá vào cuối tuần, hỏi thì không "
            "ai trả lời.",
            territory="song-xanh",
            language="vi",
            consent_version=CONSENT_VERSION,
            share_consent=True,
        ),
        channel=Channel.WEB,
        origin=OriginKind.CITIZEN,
        idempotency_key=_KEY,
        actor=public_actor(),
        received_at=at,
    )
    if not sent.receipt:
        return
    match_report(report=sent.report, actor=system_actor("demo"))
    claim = ReportLink.objects.select_related("claim").get(report=sent.report).claim
    case = open_case(claim=claim, actor=officer, now=at + timedelta(hours=2))
    case = set_category(
        case=case,
        category=Category.SERVICE_FEEDBACK,
        topic="health_service",
        subject_agency=None,
        title="Giá gửi xe cuối tuần tại bệnh viện tỉnh",
        title_en="Weekend parking fees at the provincial hospital",
        checks=RULES[Category.SERVICE_FEEDBACK].checks,
        actor=officer,
        now=at + timedelta(hours=3),
    )
    if case.owner_id == officer.agency_id:
        case = route(case=case, actor=officer, now=at + timedelta(hours=4))
    answer_feedback(
        case=case,
        text="Bệnh viện đã nhắc đơn vị trông xe niêm yết lại bảng giá ở cả hai cổng.",
        actor=health,
        now=at + timedelta(days=1),
    )
    reopen_feedback(
        receipt=sent.receipt,
        reason=ReopeningReason.NOT_DONE,
        text="Cuối tuần này vẫn thu như cũ, chưa thấy bảng giá.",
        key=f"{_KEY}-again",
        actor=public_actor(),
        now=now,
    )


def _report(
    measure: Measure,
    outcome: MeasureOutcome,
    text: str,
    actor: Actor,
    at: datetime,
    *files: EvidenceFile,
) -> None:
    report_result(
        measure=measure,
        outcome=outcome,
        text=text,
        seen=measure.results,
        upload_bytes=settings.SANGTO_UPLOAD_BYTES,
        files=files,
        actor=actor,
        now=min(timezone.now(), at),
    )


def _open_case(network: Network, title: str) -> Case | None:
    cases = Case.objects.filter(network=network, claim__title=title)
    return cases.exclude(status=CaseStatus.CLOSED.value).exclude(category="").first()


def _published_case(network: Network, title: str) -> Case | None:
    return Case.objects.filter(
        network=network, claim__title=title, outcome=CaseOutcome.VERDICT.value
    ).first()


def _agency(network: Network, slug: str) -> Agency:
    agency = agency_by_slug(network, slug)
    if agency is None:
        raise LookupError(f"the sample network has no agency {slug}")
    return agency


def _after(case: Case, hours: float) -> datetime:
    """So long after the case was opened, but not in the future."""
    return min(timezone.now(), case.opened_at + timedelta(hours=hours))


def _days_ago(case: Case, days: int) -> datetime:
    """But not before the case was opened."""
    now = timezone.now()
    return min(now, max(case.opened_at + timedelta(hours=3), now - timedelta(days=days)))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
