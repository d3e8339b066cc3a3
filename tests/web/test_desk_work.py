"""The main way through the desk by its pages: from a report to a published answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case
from sangto.handling.models import FeedbackAnswer
from sangto.intake.models import Report
from sangto.kernel.actor import Role
from sangto.kernel.categories import RULES, Category
from sangto.matching.models import ClaimWording, Indicator
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import Source, VerdictVersion
from tests.factories.cases import (
    World,
    answer_all,
    categorised,
    make_report,
    make_world,
    opened,
    reported_claim,
)
from tests.factories.organisations import make_member
from tests.web.desk_scene import at, client_of, hidden, seen, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def choose_category(
    client: Client, case: Case, category: Category, **changes: Any
) -> tuple[int, str]:
    first = client.post(at("desk_case_category", case.reference), {"category": category.value})
    assert first.status_code == 302
    page = first["Location"]
    data = {
        "seen": seen(client, page),
        "title": "Tin nhắn báo trúng thưởng",
        "checks": list(RULES[category].checks),
        **changes,
    }
    answer = client.post(page, data)
    case.refresh_from_db()
    return answer.status_code, text_of(answer)


def verdict_data(**changes: Any) -> dict[str, Any]:
    last = timezone.localdate() + timedelta(days=100)
    return {
        "rating": "scam",
        "title": "Tin nhắn báo trúng thưởng là giả",
        "summary": "Đây là lừa đảo.",
        "explanation": "Không có giải thưởng nào.",
        "what_to_do": "Đừng chuyển tiền.\n\nGọi ngân hàng.",
        "grounds": ["blhs-174"],
        "valid_until_day": str(last.day),
        "valid_until_month": str(last.month),
        "valid_until_year": str(last.year),
        "source-title": "Cảnh báo",
        "source-publisher": "Hiệp hội người dùng",
        "source-address": "https://baove.example/1",
        **changes,
    }


def test_from_a_report_to_a_published_verdict(world: World) -> None:
    claim = reported_claim(world, reports=2)
    officer = client_of(make_member(world.lead, Role.DESK_OFFICER))
    assert claim.reference in text_of(officer.get(at("desk")))

    answer = officer.post(at("desk_claim_open", claim.reference))
    case = Case.objects.get(claim=claim)
    assert answer["Location"] == at("desk_case", case.reference)
    assert choose_category(officer, case, Category.FRAUD)[0] == 302
    assert case.status == CaseStatus.VERIFYING
    answer_all(case)

    start = at("desk_verdict_start", case.reference)
    answer = officer.post(start, verdict_data(read=""))
    version = VerdictVersion.objects.get(verdict__case=case)
    page = at("desk_version", version.verdict.reference, 1)
    assert answer["Location"] == f"{page}#sources"
    assert version.what_to_do == ["Đừng chuyển tiền.", "Gọi ngân hàng."]
    source = Source.objects.get(version=version)
    assert source.seen_on == timezone.localdate()

    empty = {f"source-{name}": "" for name in ("title", "publisher", "address")}
    data = verdict_data(read=seen(officer, page, "read"), do="submit", **empty)
    assert officer.post(page, data)["Location"] == page
    version.refresh_from_db()
    case.refresh_from_db()
    assert (version.status, case.status) == (VersionStatus.SUBMITTED, CaseStatus.SIGNING)

    approver = signed_in(world.lead, Role.APPROVER)
    read = seen(approver, page, "read")
    sign = at("desk_version_approve", version.verdict.reference, 1)
    asked = approver.post(sign, {"read": read})
    assert asked.status_code == 200
    version.refresh_from_db()
    assert version.status == VersionStatus.SUBMITTED, "the first press only asks"
    assert approver.post(sign, {"read": read, "confirmed": "1"}).status_code == 302
    version.refresh_from_db()
    case.refresh_from_db()
    assert (version.status, case.status) == (VersionStatus.PUBLISHED, CaseStatus.CLOSED)
    assert version.title in text_of(officer.get(at("verdict", version.verdict.reference)))

    renewed = officer.post(at("desk_version_renew", version.verdict.reference))
    assert renewed["Location"] == at("desk_version", version.verdict.reference, 2)
    assert 'name="change_note"' in text_of(officer.get(renewed["Location"]))


def test_a_second_person_joins_the_case_that_the_first_opened(world: World) -> None:
    claim = reported_claim(world)
    first, second = signed_in(world.lead), signed_in(world.lead)
    for client in (first, second):
        assert client.post(at("desk_claim_open", claim.reference)).status_code == 302
    case = Case.objects.get(claim=claim)
    join = f'action="{at("desk_claim_open", claim.reference)}"'
    third = signed_in(world.lead)
    assert join in text_of(third.get(at("desk_case", case.reference)))
    assert join not in text_of(second.get(at("desk_case", case.reference)))
    kinds = list(case.timeline.values_list("kind", flat=True))
    assert kinds == [EntryKind.OPENED, EntryKind.JOINED]


def test_the_first_step_of_a_category_changes_nothing(world: World) -> None:
    case = opened(world)
    client = signed_in(world.lead)
    answer = client.post(at("desk_case_category", case.reference), {"category": "fraud"})
    assert answer["Location"] == at("desk_case_checks", case.reference, "fraud")
    assert client.post(at("desk_case_category", case.reference), {}).status_code == 422
    case.refresh_from_db()
    assert case.category == ""
    unknown = at("desk_case_checks", case.reference, "out_of_scope")
    assert client.get(unknown).status_code == 404


def test_a_check_that_is_not_ticked_refuses_the_category(world: World) -> None:
    case = opened(world)
    client = signed_in(world.lead)
    some = list(RULES[Category.FACTUAL_CLAIM].checks)[:-1]
    status, page = choose_category(
        client, case, Category.FACTUAL_CLAIM, checks=some, topic="health"
    )
    assert status == 422
    assert "govuk-error-summary" in page
    assert case.category == ""


def test_a_case_that_changed_meanwhile_is_shown_again_first(world: World) -> None:
    case = categorised(world)
    client = signed_in(world.lead)
    page = at("desk_case_transfer", case.reference)
    old = seen(client, page)
    choose_category(signed_in(world.lead), case, Category.IMPERSONATION)
    data = {"seen": old, "agency": "so-cong-thuong", "reason": "Thuộc lĩnh vực của sở"}
    answer = client.post(page, data)
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.owner == world.lead
    again = hidden(text_of(answer))
    assert client.post(page, {**data, "seen": again}).status_code == 302
    case.refresh_from_db()
    assert case.owner == world.trade


def test_a_second_agency_confirms_and_leaves(world: World) -> None:
    case = categorised(world, Category.FACTUAL_CLAIM)
    press = signed_in(world.press, Role.FOCAL_OFFICER)
    page = at("desk_case_confirm", case.reference)
    data = {"seen": seen(press, page), "checks": list(RULES[Category.FACTUAL_CLAIM].checks)}
    assert press.post(page, {**data, "checks": []}).status_code == 422
    assert press.post(page, data)["Location"] == at("desk")
    case.refresh_from_db()
    assert case.confirmed_at is not None


def test_closing_names_what_it_deletes_and_then_deletes_it(world: World) -> None:
    case = opened(world, claim=reported_claim(world, text="Tôi thấy dự án này thật tốn kém"))
    client = signed_in(world.lead)
    page = at("desk_case_close", case.reference)
    data = {"seen": seen(client, page), "explanation": "protected_expression"}
    assert client.post(page, {"seen": data["seen"]}).status_code == 422
    asked = client.post(page, data)
    assert asked.status_code == 200
    assert 'name="confirmed"' in text_of(asked)
    report = Report.objects.get(pk=case.origin_report_id)
    assert report.text, "the first press only asks"
    assert client.post(page, {**data, "confirmed": "1"}).status_code == 302
    report.refresh_from_db()
    case.refresh_from_db()
    assert (report.text, case.status, case.category) == ("", CaseStatus.CLOSED, "out_of_scope")


def test_notes_assigning_and_raising(world: World) -> None:
    case = categorised(world)
    colleague = make_member(world.lead, Role.DESK_OFFICER)
    client = signed_in(world.lead)
    note = at("desk_case_note", case.reference)
    assert client.post(note, {"text": "  "}).status_code == 422
    assert client.post(note, {"text": "Đã gọi cho ngân hàng"}).status_code == 302
    page = at("desk_case_assign", case.reference)
    data = {"seen": seen(client, page), "assignee": str(colleague.pk)}
    assert client.post(page, {**data, "assignee": "0"}).status_code == 422
    assert client.post(page, data).status_code == 302
    assert client.post(at("desk_case_take", case.reference)).status_code == 302
    page = at("desk_case_escalate", case.reference)
    data = {"seen": seen(client, page), "reason": "Lan ra nhiều xã"}
    assert client.post(page, {**data, "reason": "gấp"}).status_code == 422
    assert client.post(page, data).status_code == 302
    case.refresh_from_db()
    assert case.escalated_at is not None
    assert case.assignee is not None
    assert case.assignee != colleague
    shown = text_of(client.get(at("desk_case", case.reference)))
    assert "Đã gọi cho ngân hàng" in shown
    assert "Lan ra nhiều xã" not in text_of(
        client.get(at("desk_case", case.reference) + "?shown=notes")
    )


def test_reports_move_and_part_but_a_case_keeps_the_last_that_it_can_stand_on(world: World) -> None:
    case = opened(world, claim=reported_claim(world, reports=3))
    origin = case.origin_report
    others = Report.objects.filter(claim_link__claim=case.claim).exclude(pk=origin.pk)
    one, two = others.order_by("pk")
    client = signed_in(world.lead)
    assert client.post(at("desk_report_part", one.reference)).status_code == 302
    one.refresh_from_db()
    fresh = one.claim_link.claim
    assert fresh != case.claim

    page = at("desk_report_move", two.reference)
    assert client.post(page, {"claim": "ND-26-KHONG0"}).status_code == 422
    assert client.post(page, {"claim": ""}).status_code == 422
    assert client.post(page, {"claim": fresh.reference.lower()}).status_code == 302
    two.refresh_from_db()
    assert two.claim_link.claim == fresh
    last = at("desk_report_move", origin.reference)
    assert client.post(last, {"claim": fresh.reference}).status_code == 422
    origin.claim_link.refresh_from_db()
    assert origin.claim_link.claim == case.claim
    assert client.post(at("desk_report_move", two.reference), {"claim": case.reference})
    two.claim_link.refresh_from_db()
    assert two.claim_link.claim == case.claim


def test_wordings_and_indicators_are_kept_and_taken_away(world: World) -> None:
    case = categorised(world)
    client = signed_in(world.lead)
    page = at("desk_wording", case.claim.reference)
    assert client.post(page, {"language": "vi", "text": " "}).status_code == 422
    assert client.post(page, {"language": "vi", "text": "Bạn đã trúng xe máy"}).status_code == 302
    wording = ClaimWording.objects.get(claim=case.claim)
    away = at("desk_wording_away", case.claim.reference, wording.pk)
    assert client.post(away).status_code == 302
    assert not ClaimWording.objects.filter(claim=case.claim).exists()

    page = at("desk_indicator", case.claim.reference)
    bad = client.post(page, {"kind": "link", "value": "https://facebook.com/nguoi.nao.do/posts/1"})
    assert bad.status_code == 422
    good = {"kind": "domain", "value": "http://TRUNG-thuong.example/x"}
    assert client.post(page, good).status_code == 302
    indicator = Indicator.objects.get(claim=case.claim)
    assert indicator.value == "trung-thuong.example"
    away = at("desk_indicator_away", case.claim.reference, indicator.pk)
    assert client.post(away).status_code == 302
    assert client.post(away).status_code == 404


def test_the_competent_service_answers_and_everybody_may_read_it(world: World) -> None:
    claim = reported_claim(world, share_consent=True, text="Trạm y tế không mở cửa sáng thứ hai")
    case = categorised(world, Category.SERVICE_FEEDBACK, claim=claim, subject_agency=world.health)
    lead = signed_in(world.lead)
    assert lead.post(at("desk_case_route", case.reference)).status_code == 302
    case.refresh_from_db()
    assert case.owner == world.health
    health = signed_in(world.health, Role.FOCAL_OFFICER)
    assert "Trạm y tế không mở cửa" in text_of(health.get(at("desk_case", case.reference)))
    page = at("desk_answer", case.reference)
    assert lead.get(page).status_code == 404, "the owner alone answers"
    data = {
        "seen": seen(health, page),
        "text": "Trạm mở cửa từ bảy giờ mỗi sáng.",
        "reach": "senders",
    }
    assert health.post(page, {**data, "text": "Vâng"}).status_code == 422
    assert health.post(page, data).status_code == 302
    assert FeedbackAnswer.objects.get(case=case).text == data["text"]
    assert data["text"] in text_of(lead.get(page))


def test_measures_are_planned_and_finished(world: World) -> None:
    case = categorised(world)
    client = signed_in(world.lead)
    page = at("desk_measure_plan", case.reference)
    data = {
        "seen": seen(client, page),
        "measure": "awareness",
        "owner": "bao-mau",
        "asked": "Đăng bài hướng dẫn nhận biết.",
        "ground_text": "Trang giả vẫn mở sáng nay.",
        "days": "3",
    }
    assert client.post(page, {**data, "measure": "tell_owner"}).status_code == 422
    assert client.post(page, {**data, "ground_text": ""}).status_code == 422
    assert client.post(page, data).status_code == 302
    measure = case.measures.get()
    assert measure.days == 3
    result = at("desk_measure_result", measure.reference)
    told = {"seen": "0", "outcome": "done", "text": "Đã đăng bài sáng nay."}
    press = signed_in(world.press, Role.FOCAL_OFFICER)
    shown = text_of(press.get(at("desk_measure", measure.reference)))
    assert data["asked"] in shown
    assert "trúng thưởng, yêu cầu chuyển phí" not in shown, "what people sent"
    assert press.get(at("desk_case", case.reference)).status_code == 404
    assert press.post(result, {**told, "outcome": "so-so"}).status_code == 422
    assert press.post(result, told).status_code == 302
    assert press.post(result, told).status_code == 422, "somebody reported meanwhile"
    assert told["text"] in text_of(client.get(at("desk_measure", measure.reference)))
    assert client.post(at("desk_measure_note", measure.reference)).status_code == 302
    assert client.post(at("desk_measure_note", measure.reference)).status_code == 409


def test_a_refused_step_without_a_form_is_a_page_that_says_why(world: World) -> None:
    case = opened(world)
    answer = signed_in(world.lead).post(at("desk_case_route", case.reference))
    assert answer.status_code == 409
    assert answer["X-Refusal"] == "cases.transfer_before_category"


def test_untitled_claims_show_their_first_words_in_quotation_marks(world: World) -> None:
    claim = reported_claim(world)
    make_report(claim, text="Một tin khác")
    page = text_of(signed_in(world.lead).get(at("desk")))
    assert "Tin nhắn số" in page
