"""From a pasted message to a delivered answer, with the real matching and the real outbox."""

from __future__ import annotations

from typing import Any

import pytest

from sangto.intake.models import Report
from sangto.intake.queries import receipt_view
from sangto.kernel.actor import system_actor
from sangto.kernel.categories import Rating
from sangto.matching.models import ReportLink
from sangto.matching.services import add_wording, match_report
from sangto.notices.models import OutboxMessage
from sangto.verdicts.queries import CheckOutcome, check_message, receipt_answer
from sangto.verdicts.services import announce, answer_joined_report
from tests.factories.cases import World, categorised, opened
from tests.factories.intake import submit
from tests.factories.verdicts import published_verdict

TEXT = (
    "Chúc mừng quý khách đã trúng thưởng một xe máy trị giá 46 triệu đồng. Vui lòng chuyển phí "
    "hồ sơ 1.200.000đ để nhận thưởng trong ngày hôm nay."
)
JOB = system_actor("report.match")


def reported(text: str = TEXT, **fields: Any) -> tuple[Report, str]:
    made = submit(text=text, **fields)
    match_report(report=made.report, actor=JOB)
    return made.report, made.receipt


@pytest.mark.parametrize("rating", [Rating.SCAM, Rating.GENUINE])
def test_the_whole_way(world: World, rating: Rating) -> None:
    assert check_message(TEXT).outcome is CheckOutcome.UNKNOWN
    report, receipt = reported(email="ai.do@thu.example")
    claim = ReportLink.objects.get(report=report).claim
    case = categorised(world, claim=claim)
    assert check_message(TEXT).outcome is CheckOutcome.UNKNOWN
    version = published_verdict(world, case=case, rating=rating)
    add_wording(claim=claim, language="vi", text=TEXT, actor=world.officer())
    announce(version.pk)()
    view = receipt_view(receipt)
    assert view is not None
    assert (view.status, view.outcome) == ("answered", "verdict")
    told = receipt_answer(Report.objects.get(pk=view.report_id))
    assert told is not None
    assert told.reference == version.verdict.reference
    assert OutboxMessage.objects.filter(key=f"verdict:{version.pk}:report:{report.pk}").exists()

    answer = check_message(TEXT)
    assert answer.outcome is CheckOutcome.ANSWER
    assert answer.answer is not None
    assert answer.answer.match.wording == TEXT
    assert [TEXT[start:end] for start, end in answer.answer.match.spans]
    assert answer.to_json()["matches"][0]["verdict"]["rating"] == rating.value
    assert answer.answer.why

    unaccented = check_message(
        "CHUC MUNG quy khach da trung thuong mot xe may tri gia 46 trieu dong. Vui long chuyen "
        "phi ho so 1.200.000d de nhan thuong trong ngay hom nay"
    )
    assert unaccented.outcome is CheckOutcome.ANSWER
    assert check_message("Lịch phát quà trung thu của phường").outcome is CheckOutcome.UNKNOWN

    late, _ = reported(text=TEXT)
    assert answer_joined_report(report=late, actor=JOB) is not None


def test_a_copy_with_a_link_put_in_is_not_called_genuine(world: World) -> None:
    report, _ = reported()
    claim = ReportLink.objects.get(report=report).claim
    published_verdict(world, case=categorised(world, claim=claim), rating=Rating.GENUINE)
    add_wording(claim=claim, language="vi", text=TEXT, actor=world.officer())
    assert check_message(TEXT).outcome is CheckOutcome.ANSWER
    poisoned = f"{TEXT} Bấm vào http://nhan-thuong.example/xe"
    assert check_message(poisoned).outcome is not CheckOutcome.ANSWER
    copy, _ = reported(text=poisoned)
    assert answer_joined_report(report=copy, actor=JOB) is None


def test_a_stray_group_of_the_same_message_silences_no_answer(world: World) -> None:
    stray = ReportLink.objects.get(report=reported()[0]).claim
    known = categorised(world)
    published_verdict(world, case=known)
    assert check_message(TEXT).outcome is CheckOutcome.UNKNOWN
    add_wording(claim=known.claim, language="vi", text=TEXT, actor=world.officer())
    assert check_message(TEXT).outcome is CheckOutcome.ANSWER
    late, _ = reported()
    assert ReportLink.objects.get(report=late).claim == known.claim
    opened(world, claim=stray)
    assert check_message(TEXT).outcome is CheckOutcome.SUGGEST


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "a" * 1_000_000, "\u202eabc", "<script>alert(1)</script>"]
)
def test_any_text_is_answered(world: World, text: str) -> None:
    assert check_message(text).outcome is CheckOutcome.UNKNOWN
