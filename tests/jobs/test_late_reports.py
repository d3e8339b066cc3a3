"""Reports that repeat a claim whose case is closed: answered at once, addresses forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.cases.models import Case
from sangto.intake.models import Report
from sangto.jobs.registry import HANDLERS
from sangto.kernel.actor import system_actor
from sangto.matching.models import ReportLink
from sangto.matching.services import add_wording
from sangto.verdicts.models import Delivery, VerdictVersion
from sangto.verdicts.queries import receipt_answer
from tests.factories.cases import World, categorised, make_report, make_world, published
from tests.factories.intake import submit
from tests.factories.verdicts import last_event, published_verdict, recorded

TEXT = (
    "Chúc mừng quý khách đã trúng thưởng một xe máy trị giá 46 triệu đồng. Vui lòng chuyển phí "
    "hồ sơ 1.200.000đ để nhận thưởng trong ngày hôm nay."
)
POST = "https://www.facebook.com/hoang.van.mau/posts/1234567890"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def matched(text: str = TEXT) -> Report:
    report = submit(text=text).report
    HANDLERS["report.match"]({"report": report.pk})()
    report.refresh_from_db()
    return report


def answered_claim(world: World) -> VerdictVersion:
    claim = ReportLink.objects.get(report=matched()).claim
    version = published_verdict(world, case=categorised(world, claim=claim))
    add_wording(claim=claim, language="vi", text=TEXT, actor=world.officer())
    HANDLERS["verdict.announce"]({"version": version.pk})()
    return version


def test_a_report_that_joins_an_answered_claim_is_answered_in_the_same_step(world: World) -> None:
    version = answered_claim(world)
    late = submit(text=TEXT).report
    settle = HANDLERS["report.match"]({"report": late.pk})
    before = last_event()
    settle()
    assert [tag for tag, _ in recorded(before)] == [
        "report:matched",
        "report:answered",
        "verdict:announced",
    ]
    assert {event.actor_label for event in AuditEvent.objects.filter(pk__gt=before)} == {
        "report.match"
    }
    line = receipt_answer(late)
    assert line is not None
    assert line.reference == version.verdict.reference
    before = last_event()
    HANDLERS["report.match"]({"report": late.pk})()
    assert recorded(before) == []
    assert Delivery.objects.filter(report=late).count() == 1


def test_without_a_verdict_it_waits(world: World) -> None:
    matched()
    before = last_event()
    late = matched()
    assert [tag for tag, _ in recorded(before)] == ["report:received", "report:matched"]
    assert (late.status, receipt_answer(late)) == ("received", None)


def late_report(case: Case, *, days: int = 0, closed_ago: int = 0) -> Report:
    """One that was linked ``days`` ago to a case closed ``closed_ago`` days ago."""
    report = make_report(case.claim, text=f"Xem {POST} này")
    ReportLink.objects.filter(report=report).update(linked_at=timezone.now() - timedelta(days=days))
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=closed_ago))
    return report


@pytest.mark.parametrize(
    ("days", "closed_ago", "forgotten"),
    [(0, 5, True), (1, 1, True), (1, 5, True), (3, 5, False), (1, 0, False)],
)
def test_the_sweep_forgets_the_addresses_of_what_came_late(
    world: World, days: int, closed_ago: int, forgotten: bool
) -> None:
    report = late_report(published(world), days=days, closed_ago=closed_ago)
    before = last_event()
    HANDLERS["retention.sweep"]({})()
    report.refresh_from_db()
    assert ("1234567890" not in report.text) == forgotten
    assert recorded(before) == [("report:addresses_forgotten", "intake.report")] * forgotten
    before = last_event()
    HANDLERS["retention.sweep"]({})()
    assert recorded(before) == []


def test_many_late_reports_take_several_transactions(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sangto.cases.services import closing, forget_late_addresses

    monkeypatch.setattr(closing, "_BATCH", 2)
    case = published(world)
    reports = [late_report(case, closed_ago=1) for _ in range(5)]
    since = timezone.now() - timedelta(days=2)
    assert forget_late_addresses(since=since, actor=system_actor("sweep")) == 5
    for report in reports:
        report.refresh_from_db()
        assert "1234567890" not in report.text
