"""Opinion rounds on the desk: asked, followed, chased, closed and concluded by the pages."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.models import (
    DecisionInput,
    Opinion,
    OpinionRound,
    ReminderSent,
    RoundInvitation,
)
from sangto.consultation.queries.links import token_to_send
from sangto.documents.models import OfficialDocument
from sangto.kernel.actor import Role
from sangto.organisations.models import Agency
from tests.factories.cases import World, categorised
from tests.factories.consultation import (
    answered,
    closed_round,
    concluded_round,
    make_officer,
    opened_round,
    prepared_round,
    request_to,
)
from tests.factories.organisations import make_agency
from tests.web.desk_scene import queries_of, signed_in, text_of

pytestmark = pytest.mark.django_db

REASON = "Còn chờ số liệu của huyện"


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


@pytest.fixture
def desk(world: World) -> Client:
    return signed_in(world.lead)


@pytest.fixture
def approver(world: World) -> Client:
    return signed_in(world.lead, Role.APPROVER)


def question(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Tin nhắn báo trúng thưởng xe máy",
        "question": "Quý cơ quan có thống nhất coi đây là lừa đảo không?",
        "known": "Tin nhắn yêu cầu chuyển phí.",
        **changes,
    }


def time_data(**changes: Any) -> dict[str, Any]:
    """Five working days and one reminder two working days before."""
    data = {"mode": "working", "days": "5", "grace_days": "3"}
    for row in range(6):
        data |= {
            f"r{row}-days": "",
            f"r{row}-side": "before",
            f"r{row}-mode": "working",
            f"r{row}-whom": "officer",
        }
    return {**data, "r0-days": "2", **changes}


def test_from_the_case_to_letters_on_their_way(world: World, desk: Client) -> None:
    make_officer(world.health)
    case = categorised(world)
    page = text_of(desk.get(at("desk_case", case.reference)))
    assert at("desk_round_new", case.reference) in page

    start = at("desk_round_new", case.reference)
    assert "Sở Y tế" in text_of(desk.get(start))
    refused = desk.post(start, question(question="", others=[world.health.slug]))
    assert refused.status_code == 422
    assert desk.post(start, question()).status_code == 422  # nobody is asked
    answer = desk.post(
        start, question(others=[world.health.slug], groups=[], proposed=[world.trade.slug])
    )
    found = OpinionRound.objects.get()
    assert answer["Location"] == at("desk_round_time", found.reference)

    shown = desk.post(answer["Location"], time_data(do="show", mode="calendar", days="3"))
    assert shown.status_code == 422
    found.refresh_from_db()
    assert found.days == 7  # counted for the eye only
    answer = desk.post(answer["Location"], time_data(seen=str(found.revision)))
    assert answer["Location"] == at("desk_round", found.reference)
    found.refresh_from_db()
    assert (found.mode, found.days) == ("working", 5)
    assert [step["days"] for step in found.reminders] == [-2]

    page = text_of(desk.get(at("desk_round", found.reference)))
    assert "Quý cơ quan có thống nhất" in page
    assert "/y-kien/…/" in page
    draft = desk.get(at("desk_round_letter_draft", found.reference, "docx"))
    assert draft.content.startswith(b"PK")

    answer = desk.post(at("desk_round_send", found.reference), {"letter": "1"})
    assert answer["Location"] == at("desk_round", found.reference)
    found.refresh_from_db()
    assert found.state == "open"
    assert OfficialDocument.objects.get().kind == "cong_van"
    page = text_of(desk.get(at("desk_case", case.reference)))
    assert at("desk_round", found.reference) in page
    assert at("desk_round_new", case.reference) not in page
    # A second round is not begun while one runs.
    assert desk.get(start)["Location"] == at("desk_round", found.reference)


def test_reminders_that_do_not_fit_are_said_at_their_place(world: World, desk: Client) -> None:
    found = prepared_round(world)
    path = at("desk_round_time", found.reference)
    late = desk.post(path, time_data(**{"r1-days": "9", "r1-side": "after"}))
    assert late.status_code == 422
    twice = desk.post(path, time_data(**{"r1-days": "2"}))
    assert "twice" in text_of(twice) or "hai lần" in text_of(twice)
    passed = {"due_on_day": "1", "due_on_month": "1", "due_on_year": "2020"}
    assert desk.post(path, time_data(mode="day", **passed)).status_code == 422
    assert desk.post(path, time_data(seen="99")).status_code == 422


def test_question_files_and_agencies_are_changed(world: World, desk: Client) -> None:
    found = prepared_round(world)
    path = at("desk_round_question", found.reference)
    file = BytesIO(b"So lieu cua bon xa")
    file.name = "so-lieu.txt"
    assert desk.post(path, question(question="Câu hỏi mới?", files=[file])).status_code == 302
    found.refresh_from_db()
    assert found.question == "Câu hỏi mới?"
    attached = found.attachments.get()
    got = desk.get(at("desk_round_attached", found.reference, attached.pk))
    assert got.content == b"So lieu cua bon xa"
    assert "attachment" in got["Content-Disposition"]
    assert desk.post(path, question(remove_files=[str(attached.pk)])).status_code == 302
    assert found.attachments.count() == 0
    path = at("desk_round_agencies", found.reference)
    assert "checked" in text_of(desk.get(path))
    assert desk.post(path, {"others": [world.press.slug]}).status_code == 302
    assert [row.agency for row in found.invitations.all()] == [world.press]


def test_a_second_person_sends_it_out_or_gives_it_back(
    world: World, desk: Client, approver: Client
) -> None:
    found = prepared_round(world)
    assert desk.post(at("desk_round_submit", found.reference)).status_code == 302
    assert found.reference in text_of(approver.get(at("desk_rounds") + "?which=rounds"))
    back = at("desk_round_send_back", found.reference)
    assert approver.post(back, {"reason": "Ngắn"}).status_code == 422
    assert approver.post(back, {"reason": "Câu hỏi chưa rõ ràng"}).status_code == 302
    assert "Câu hỏi chưa rõ ràng" in text_of(desk.get(at("desk_round", found.reference)))
    desk.post(at("desk_round_submit", found.reference))
    assert approver.post(at("desk_round_approve", found.reference)).status_code == 302
    found.refresh_from_db()
    assert found.state == "open"
    # What went out is not changed any more.
    assert desk.get(at("desk_round_question", found.reference)).status_code == 409


def test_the_sheet_has_silent_ones_first_and_marks_differences(world: World, desk: Client) -> None:
    found = opened_round(world, [world.health, world.trade, world.press])
    answered(world, found, world.health, Answer(AnswerKind.AGREE, rating="scam"))
    objection = Answer(AnswerKind.OBJECT, text="Thiếu căn cứ để kết luận", rating="unverified")
    answered(world, found, world.trade, objection)
    page = text_of(desk.get(at("desk_round", found.reference)))
    order = [
        page.index(f'{at("desk_round_request", found.reference, request_to(found, agency).pk)}">')
        for agency in (world.press, world.trade, world.health)
    ]
    assert order == sorted(order)
    assert "n = 3" in page
    assert page.count("st-tone--caution") >= 3
    assert "Thiếu căn cứ để kết luận" in page


def test_the_page_of_two_hundred_costs_the_queries_of_three(world: World, desk: Client) -> None:
    found = opened_round(world, [world.health, world.trade, world.press], sent=False)
    answered(world, found, world.health, Answer(AnswerKind.AGREE_WITH_COMMENTS, text="Cần nói rõ"))
    path = at("desk_round", found.reference)
    few = queries_of(desk, path)
    extra = [
        Agency(
            network=world.network,
            slug=f"xa-moi-{n}",
            name=f"Xã {n}",
            kind="locality",
            valid_from=world.health.valid_from,
        )
        for n in range(197)
    ]
    Agency.objects.bulk_create(extra)
    assert found.opened_at is not None
    made = RoundInvitation.objects.bulk_create(
        RoundInvitation(round=found, agency=agency, salt=f"{agency.pk}", token_digest=agency.slug)
        for agency in Agency.objects.filter(slug__startswith="xa-moi-")
    )
    Opinion.objects.bulk_create(
        Opinion(
            invitation=row,
            version=1,
            kind="agree_with_comments",
            text="Ý kiến của xã về nội dung này",
            via="link",
            given_at=found.opened_at,
        )
        for row in made[:50]
    )
    assert queries_of(desk, path) == few
    assert text_of(desk.get(path)).count("st-opinions__text") == 200


def test_one_press_reminds_all_and_one_agency_can_be_reminded(world: World, desk: Client) -> None:
    make_officer(world.health)
    make_officer(world.trade)
    found = opened_round(world)
    trade = request_to(found, world.trade)
    assert desk.post(at("desk_round_chase", found.reference), {"only": trade.pk}).status_code == 302
    assert ReminderSent.objects.get().invitation_id == trade.pk
    assert desk.post(at("desk_round_chase", found.reference)).status_code == 302
    assert ReminderSent.objects.count() == 2
    assert desk.post(at("desk_round_chase", found.reference)).status_code == 409


def test_links_are_sent_anew_and_revoked(world: World, desk: Client) -> None:
    make_officer(world.health)
    found = opened_round(world)
    row = request_to(found, world.health)
    before = token_to_send(row)
    assert desk.post(at("desk_round_send_again", found.reference, row.pk)).status_code == 302
    row.refresh_from_db()
    assert token_to_send(row) != before
    assert desk.post(at("desk_round_revoke", found.reference, row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
    page = text_of(desk.get(at("desk_round_request", found.reference, row.pk)))
    assert at("desk_round_revoke", found.reference, row.pk) not in page


def test_more_time_is_given_or_not(world: World, desk: Client) -> None:
    found = opened_round(world)
    for agency in (world.health, world.trade):
        wish = Answer(AnswerKind.MORE_TIME, text=REASON, more_days=4)
        answered(world, found, agency, wish)
    page = text_of(desk.get(at("desk_round", found.reference)))
    assert REASON in page
    health, trade = (request_to(found, one) for one in (world.health, world.trade))
    path = at("desk_round_request", found.reference, health.pk)
    assert desk.post(path, {"do": "grant", "days": "99"}).status_code == 422
    assert desk.post(path, {"do": "grant", "days": "4"}).status_code == 302
    path = at("desk_round_request", found.reference, trade.pk)
    assert desk.post(path, {"do": "refuse", "note": ""}).status_code == 422
    assert desk.post(path, {"do": "refuse", "note": "Phải trả lời người dân"}).status_code == 302
    health.refresh_from_db()
    trade.refresh_from_db()
    assert (health.state, trade.state) == ("extended", "sent")


def test_a_letter_on_paper_is_entered_with_its_scan(world: World, desk: Client) -> None:
    found = opened_round(world)
    row = request_to(found, world.health)
    path = at("desk_round_paper", found.reference, row.pk)
    assert desk.get(path).status_code == 200
    scan = BytesIO(b"%PDF-1.4 scan")
    scan.name = "cong-van.pdf"
    day = found.opened_at
    assert day is not None
    parts = {"day": day.day, "month": day.month, "year": day.year}
    data = {
        "kind": "agree",
        "letter_number": "12/SYT-NVY",
        "scan": scan,
        **{f"letter_date_{name}": value for name, value in parts.items()},
        **{f"arrived_on_{name}": value for name, value in parts.items()},
    }
    assert desk.post(path, {**data, "letter_number": "", "scan": ""}).status_code == 422
    scan.seek(0)
    assert desk.post(path, data).status_code == 302
    row.refresh_from_db()
    assert row.state == "answered"
    kept = Opinion.objects.get().files.get()
    page = text_of(desk.get(at("desk_round_request", found.reference, row.pk)))
    assert "12/SYT-NVY" in page
    file = at("desk_round_file", found.reference, kept.pk)
    assert file in page
    assert desk.get(file).content == b"%PDF-1.4 scan"
    assert signed_in(world.trade, Role.FOCAL_OFFICER).get(file).status_code == 404


def test_more_agencies_are_asked(world: World, desk: Client) -> None:
    found = opened_round(world)
    path = at("desk_round_invite", found.reference)
    page = text_of(desk.get(path))
    assert f'value="{world.press.slug}"' in page
    assert f'value="{world.health.slug}"' not in page
    assert desk.post(path, {}).status_code == 422
    assert desk.post(path, {"others": [world.press.slug]}).status_code == 302
    assert found.invitations.count() == 3


def test_closed_concluded_and_beside_the_draft(world: World, desk: Client) -> None:
    found = opened_round(world)
    answered(world, found, world.health, Answer(AnswerKind.AGREE_WITH_COMMENTS, text="Cần nói rõ"))
    objection = Answer(AnswerKind.OBJECT, text="Chưa đủ căn cứ kết luận")
    answered(world, found, world.trade, objection)
    assert desk.get(at("desk_round_conclude", found.reference)).status_code == 409
    close = at("desk_round_close", found.reference)
    assert desk.get(close).status_code == 200
    assert desk.post(close).status_code == 302
    path = at("desk_round_conclude", found.reference)
    page = text_of(desk.get(path))
    followed = Opinion.objects.get(kind="agree_with_comments")
    assert page.count("checked") == 1  # an objection waits for a decision
    data = {"conclusion": "Thống nhất coi là lừa đảo.", "weighed": [str(followed.pk)]}
    assert desk.post(path, data).status_code == 422
    data |= {
        "not_followed": "Sở Công Thương: đã có thư trả lời của hãng",
        "proposed_rating": "scam",
    }
    assert desk.post(path, data).status_code == 302
    kept = DecisionInput.objects.get()
    assert (kept.proposed_rating, kept.concluded_by is not None) == ("scam", True)
    assert found.case is not None
    for name in ("desk_case", "desk_verdict_start"):
        page = text_of(desk.get(at(name, found.case.reference)))
        assert "Thống nhất coi là lừa đảo." in page, name
        assert "đã có thư trả lời của hãng" in page, name


def test_a_round_is_cancelled_with_a_reason(world: World, desk: Client) -> None:
    found = opened_round(world)
    path = at("desk_round_cancel", found.reference)
    assert desk.post(path, {"reason": ""}).status_code == 422
    assert desk.post(path, {"reason": "Vụ việc đã được giải quyết"}).status_code == 302
    assert "Vụ việc đã được giải quyết" in text_of(desk.get(at("desk_round", found.reference)))


def test_the_sheet_goes_home_in_three_kinds(world: World, desk: Client) -> None:
    found = closed_round(world)
    for ending, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        got = desk.get(at("desk_round_sheet", found.reference, ending))
        assert got.status_code == 200, ending
        assert got.content.startswith(start), ending
    book = load_workbook(BytesIO(got.content))
    assert book.active is not None
    assert book.active.max_row == 3
    assert desk.get(at("desk_round_sheet", found.reference, "exe")).status_code == 404


def test_the_list_is_filtered(world: World, desk: Client) -> None:
    found, done = opened_round(world), concluded_round(world)
    path = at("desk_rounds")
    page = text_of(desk.get(path))
    assert found.reference in page
    assert done.reference in page
    page = text_of(desk.get(f"{path}?which=rounds&state=concluded"))
    assert found.reference not in page
    assert done.reference in page
    page = text_of(desk.get(f"{path}?which=rounds&late=on"))
    assert found.reference not in page
    few = queries_of(desk, path)
    opened_round(world)
    assert queries_of(desk, path) == few


def test_the_own_agency_finds_its_requests_and_answers(world: World) -> None:
    health = signed_in(world.health, Role.FOCAL_OFFICER)
    path = at("desk_rounds")
    assert health.get(path).status_code == 200
    found = opened_round(world)
    page = text_of(health.get(path))
    assert at("desk_round_answer", found.reference) in page
    assert 'class="st-nav-count">1<' in page
    assert health.get(at("desk_round", found.reference)).status_code == 404
    answer = at("desk_round_answer", found.reference)
    assert health.get(answer).status_code == 200
    assert health.post(answer, {"kind": "object", "text": ""}).status_code == 422
    assert health.post(answer, {"kind": "agree", "do": "answer"}).status_code == 302
    row = request_to(found, world.health)
    assert row.state == "answered"
    page = text_of(health.get(path))
    assert 'class="st-nav-count"' not in page
    assert health.get(f"{path}?which=answered").status_code == 200
    # Another agency's request is nobody else's.
    assert signed_in(world.press, Role.FOCAL_OFFICER).get(answer).status_code == 404


def test_figures_by_agency_with_their_n(world: World, desk: Client) -> None:
    path = at("desk_round_statistics")
    assert desk.get(path).status_code == 200
    closed_round(world)
    page = text_of(desk.get(path))
    assert world.health.name_en in page or world.health.name in page
    assert "%" not in page[page.index("<tbody") : page.index("</table>")]  # too few for a share
    assert desk.get(f"{path}?since=2020-01-01&until=2020-12-31").status_code == 200
    csv = desk.get(at("desk_round_statistics_file", "csv")).content.decode("utf-8-sig")
    assert csv.count("\n") == 4
    drafts = desk.get(f"{path}?about=drafts")
    assert "<tbody" not in text_of(drafts)
    assert desk.get(f"{path}?about=nothing").status_code == 200
    assert desk.get(at("desk_round_statistics_file", "xlsx")).content.startswith(b"PK")
    assert signed_in(world.health).get(path).status_code == 404


def test_a_merged_agency_shows_its_successor(world: World, desk: Client) -> None:
    old = make_agency(world.network, "xa-cu")
    found = prepared_round(world, [old, world.health])
    Agency.objects.filter(pk=old.pk).update(valid_until=old.valid_from, successor=world.trade)
    for name in ("desk_round", "desk_round_agencies"):
        page = text_of(desk.get(at(name, found.reference)))
        assert old.name in page or old.name_en in page
    assert f'value="{world.trade.slug}"' in page
