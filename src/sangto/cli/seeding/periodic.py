"""Periodic reports of the sample network: two agencies submitted the half-year, one is late, the
consolidated one is being written. And two training sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial

from sangto.kernel.actor import Actor
from sangto.kernel.worktime import ZONE
from sangto.organisations.domain.kinds import ReportPeriod
from sangto.organisations.models import Network
from sangto.organisations.queries import agency_by_slug
from sangto.reporting.domain.periodic import ReportKind, ReportState, period_before, period_of
from sangto.reporting.models import PeriodicReport, ReportPoint, ReportVersion, Training
from sangto.reporting.services import (
    TrainingText,
    add_material,
    group_points,
    hand_in,
    open_due_reports,
    record_training,
    refresh_figures,
    save_section,
    submit_report_version,
)

Step = Callable[[], object]

HEALTH = {
    "results": "Đã trả lời các phản ánh về thuốc và bảo hiểm y tế được chuyển đến; cử người phát "
    "ngôn cho hai vụ việc báo chí hỏi.",
    "difficulties": "Chưa có người trực ngoài giờ, phản ánh cuối tuần phải đợi đến thứ Hai.\n\n"
    "Trạm y tế xã chưa có máy in để dán tờ hướng dẫn.",
    "causes": "Biên chế của Sở không đổi trong khi số phản ánh tăng.",
    "proposals": "Bổ sung quy định trực ngoài giờ luân phiên giữa các cơ quan.\n\nCấp tờ hướng dẫn "
    "in sẵn cho trạm y tế.",
    "resources": "Một cán bộ kiêm nhiệm; không có kinh phí riêng; tham gia hai buổi tập huấn.",
}
PRESS = {
    "results": "Đăng lại các cảnh báo đã duyệt; mở chuyên mục hỏi đáp hằng tuần.",
    "difficulties": "Cảnh báo gửi sau 17 giờ không có người biên tập để đăng trong ngày.",
    "proposals": "Gửi kèm bản tóm tắt ngắn để báo đăng ngay.",
    "resources": "Hai phóng viên theo dõi chuyên mục.",
}


def report_steps(
    network: Network,
    editor: Actor,
    system: Actor,
    pairs: Mapping[str, tuple[Actor, Actor]],
    now: datetime,
) -> Iterator[Step]:
    """``pairs`` are who writes and who approves, by the slug of their agency."""
    yield partial(_training, pairs["so-y-te"][0], now)
    yield partial(_opened, network, system, now)
    for slug, texts in (("so-y-te", HEALTH), ("hoi-nha-bao", PRESS)):
        yield partial(_submitted, network, slug, texts, pairs[slug], now)
    yield partial(_consolidated, network, editor, now)


def _moment(now: datetime) -> tuple[date, datetime]:
    """The first day of the half-year that ended last, and a moment soon after its end."""
    current = period_of(ReportPeriod.HALF_YEAR, now.astimezone(ZONE).date())
    assert current is not None  # noqa: S101 - a half-year has its period
    ended = period_before(ReportPeriod.HALF_YEAR, current)
    return ended.since, datetime.combine(ended.before + timedelta(days=5), time(9), tzinfo=ZONE)


def _opened(network: Network, system: Actor, now: datetime) -> None:
    since, moment = _moment(now)
    if not PeriodicReport.objects.filter(network=network, since=since).exists():
        open_due_reports(actor=system, now=min(moment - timedelta(days=19), now))


def _report(network: Network, kind: ReportKind, since: date, slug: str = "") -> PeriodicReport:
    rows = PeriodicReport.objects.filter(
        network=network, kind=kind.value, since=since, span=ReportPeriod.HALF_YEAR.value
    )
    return rows.get(agency=agency_by_slug(network, slug)) if slug else rows.get()


def _submitted(
    network: Network,
    slug: str,
    texts: Mapping[str, str],
    pair: tuple[Actor, Actor],
    now: datetime,
) -> ReportVersion | None:
    since, moment = _moment(now)
    report = _report(network, ReportKind.OWN, since, slug)
    if report.first_submitted_at is not None or report.state != ReportState.WRITING:
        return None
    writer, signer = pair
    at = min(moment, now)
    _write(report, texts, writer, at)
    refresh_figures(report=report, actor=writer, now=at)
    hand_in(report=report, actor=writer, now=at)
    return submit_report_version(report=report, actor=signer, now=at + timedelta(hours=2))


def _write(report: PeriodicReport, texts: Mapping[str, str], actor: Actor, at: datetime) -> None:
    for row in report.section_rows.all():
        save_section(
            report=report,
            key=row.key,
            text=texts.get(row.key, ""),
            seen=row.revision,
            actor=actor,
            now=at,
        )


def _consolidated(network: Network, editor: Actor, now: datetime) -> None:
    """In work: the figures stand, one group is made, the results are begun."""
    since, _moment_after = _moment(now)
    report = _report(network, ReportKind.CONSOLIDATED, since)
    if report.figures or report.state != ReportState.WRITING:
        return
    refresh_figures(report=report, actor=editor, now=now)
    begun = "Mạng lưới đã vận hành đủ sáu tháng; xem số liệu ở mục II."
    _write(report, {"results": begun}, editor, now)
    points = ReportPoint.objects.filter(version__report__into=report, section="difficulties")
    outside = [point.pk for point in points if "giờ" in point.text]
    if outside:
        group_points(
            report=report,
            section="difficulties",
            title="Trực ngoài giờ",
            points=outside,
            actor=editor,
        )


def _training(actor: Actor, now: datetime) -> None:
    since, _moment_after = _moment(now)
    for topic, days, officers, citizens, answered, useful in (
        ("Nhận biết tin nhắn mạo danh cơ quan y tế", 40, 24, 0, 20, 18),
        ("Người cao tuổi và các chiêu lừa qua điện thoại", 95, 3, 65, 31, 30),
    ):
        if Training.objects.filter(topic=topic).exists():
            continue
        training = record_training(
            text=TrainingText(
                topic,
                since + timedelta(days=days),
                "Hội trường Sở Y tế Mẫu",
                officers,
                citizens,
                answered,
                useful,
            ),
            actor=actor,
            now=now,
        )
        add_material(
            training=training,
            title="Trang nhận biết",
            guide="tin-don-suc-khoe" if citizens == 0 else "cong-an-tren-man-hinh",
            actor=actor,
            now=now,
        )
