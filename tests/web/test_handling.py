"""Pages of measures, of the committee, of the press, and what everybody may read of them."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sangto.handling.models import FeedbackAnswer, PressQuestion
from sangto.handling.services import answer_feedback, direct_measure
from sangto.intake.models import Report
from sangto.intake.receipts import receipt_digests
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.kernel.categories import Measure as MeasureKind
from sangto.organisations.models import Agency
from tests.factories.cases import World, categorised, make_world
from tests.factories.handling import ANSWER, FACT, asked_by_press, planned, raised, reported
from tests.factories.handling import routed_feedback as routed
from tests.factories.verdicts import published_verdict
from tests.web.desk_scene import at, hidden, queries_of, seen, signed_in, text_of

pytestmark = pytest.mark.django_db
CODE = "1234567812345678"


@pytest.fixture
def world() -> World:
    return make_world()


def test_lists_cost_the_same_with_one_and_with_three_rows(world: World) -> None:
    client = signed_in(world.lead)
    committee = signed_in(world.committee)
    measures, press = f"{at('desk_measures')}?whose=all", at("desk_press")

    def add() -> None:
        case = raised(world)
        planned(world, case)
        asked_by_press(world, case)
        direct_measure(
            case=case,
            kind=MeasureKind.AWARENESS,
            owner=world.health,
            asked="Đăng cảnh báo trên trang của Sở.",
            ground=FACT,
            actor=world.actor(world.committee),
        )
        raised(world)

    add()
    pages = [(client, measures), (client, press), (committee, at("desk_committee"))]
    for who, page in pages:
        who.get(page)
    one = [queries_of(who, page) for who, page in pages]
    add()
    add()
    assert [queries_of(who, page) for who, page in pages] == one


def test_what_is_late_stands_out_in_lists_and_on_the_case(world: World) -> None:
    case = categorised(world)
    measure = planned(world, case)
    client = signed_in(world.press, Role.FOCAL_OFFICER)
    with override("vi"):
        assert "st-tone--caution" not in text_of(client.get(at("desk_measures")))
        measure.due_at = timezone.now() - timedelta(days=1)
        measure.save(update_fields=["due_at"])
        assert "st-tone--caution" in text_of(client.get(at("desk_measures")))
        page = text_of(signed_in(world.lead).get(at("desk_case", case.reference)))
    assert measure.reference in page or "st-tone--caution" in page


def test_the_committee_directs_from_its_own_page(world: World) -> None:
    case = raised(world)
    client = signed_in(world.committee)
    listed = text_of(client.get(at("desk_committee")))
    assert case.reference in listed
    page = at("desk_measure_direct", case.reference)
    data = {
        "seen": seen(client, page),
        "measure": "publish_warning",
        "owner": world.health.slug,
        "asked": "Đăng cảnh báo trên trang của Sở.",
        "ground_text": "Trang giả vẫn mở sáng nay.",
        "days": "2",
    }
    assert client.post(page, {**data, "days": "0"}).status_code == 422
    assert client.post(page, data).status_code == 302
    measure = case.measures.get()
    assert measure.directed_by == world.committee
    reported(world, measure)
    assert measure.reference in text_of(client.get(at("desk_committee")))
    noted = client.post(at("desk_measure_note", measure.reference))
    assert noted["Location"] == at("desk_committee")
    for agency in (world.lead, world.health):
        assert signed_in(agency).get(at("desk_committee")).status_code == 404


def test_a_question_of_the_press_on_its_pages(world: World) -> None:
    case = categorised(world)
    client = signed_in(world.lead)
    today = timezone.localdate()
    data = {
        "outlet": "Báo Mẫu",
        "question": "Sở đã làm gì với trang giả này?",
        "asked_on_day": today.day,
        "asked_on_month": today.month,
        "asked_on_year": today.year,
        "agency": world.health.slug,
    }
    page = at("desk_press_new", case.reference)
    assert client.post(page, {**data, "outlet": ""}).status_code == 422
    assert client.post(page, data).status_code == 302
    question = PressQuestion.objects.get()
    health = signed_in(world.health, Role.FOCAL_OFFICER)
    form = text_of(health.get(at("desk_press_answer", question.reference)))
    assert world.health.spokesperson in form
    answer = {"answer": "Sở đã cảnh báo từ hôm qua.", "spokesperson": "Người phát ngôn"}
    reply = at("desk_press_answer", question.reference)
    assert health.post(reply, answer).status_code == 302
    assert health.post(reply, answer).status_code == 404
    shown = text_of(client.get(at("desk_press_question", question.reference)))
    assert answer["answer"] in shown


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_press_kit_says_what_the_verdict_says(world: World, language: str) -> None:
    verdict = published_verdict(world).verdict
    assert verdict.case is not None
    Agency.objects.filter(pk=verdict.case.owner_id).update(
        spokesperson="Ông Trần Quốc Bảo", office_address="Số 7 đường Mẫu", office_phone="0299 1"
    )
    with override(language):
        page = at("press_kit", verdict.reference)
        archive = at("press_zip", verdict.reference)
        shown = text_of(Client().get(page))
        assert at("press_kit", verdict.reference) in text_of(
            Client().get(at("verdict", verdict.reference))
        )
    assert "Số 7 đường Mẫu" in shown
    assert "Trần Quốc Bảo" not in shown, "no person"
    assert "CC BY 4.0" in shown
    first = Client().get(archive)
    assert first.status_code == 200
    assert b"".join(first) == b"".join(Client().get(archive)), "the same bytes"
    assert Client().get(archive, headers={"if-none-match": first["ETag"]}).status_code == 304
    with ZipFile(io.BytesIO(first.content)) as kit:
        assert kit.testzip() is None
        names = set(kit.namelist())
        for code in ("vi", "en"):
            assert {
                f"{code}/{one}"
                for one in (
                    "headline.txt",
                    "short.txt",
                    "long.txt",
                    "sources.txt",
                    "read-me.txt",
                    "claimreview.json",
                    "card-wide.png",
                    "card-square.png",
                )
            } <= names
        long = kit.read(f"{language}/long.txt").decode()
        short = kit.read(f"{language}/short.txt").decode()
        assert "Trần Quốc Bảo" not in kit.read("vi/read-me.txt").decode()
    headline = kit_line = long.split("\n", 1)[0]
    assert short.startswith(headline)
    assert kit_line in shown.replace("&#x27;", "'").replace("&quot;", '"')
    assert len(short) < len(long)


def test_a_verdict_that_is_not_public_has_no_kit(world: World) -> None:
    for name in ("press_kit", "press_zip"):
        assert Client().get(at(name, "KL-26-000000")).status_code == 404


def test_answers_for_everybody_and_answers_for_those_who_asked(world: World) -> None:
    public = routed(world, text="Nguyên văn lời người gửi ABCXYZ")
    private = routed(world)
    actor = world.actor(world.health)
    answer_feedback(case=public, text=ANSWER, actor=actor)
    answer_feedback(case=private, text=f"{ANSWER} Gọi 0912 345 678.", actor=actor)
    shown, hidden = FeedbackAnswer.objects.order_by("pk")
    listed = text_of(Client().get(at("answers")))
    assert shown.reference in listed
    assert hidden.reference not in listed
    page = text_of(Client().get(at("public_answer", shown.reference)))
    assert ANSWER in page
    assert "ABCXYZ" not in page
    assert public.reference not in page
    assert Client().get(at("public_answer", hidden.reference)).status_code == 404
    assert Client().get(at("public_answer", "TL-26-000000")).status_code == 404
    assert queries_of(Client(), at("answers")) > 0


def test_the_list_of_answers_costs_the_same(world: World) -> None:
    def add() -> None:
        answer_feedback(case=routed(world), text=ANSWER, actor=world.actor(world.health))

    add()
    Client().get(at("answers"))
    one = queries_of(Client(), at("answers"))
    add()
    add()
    assert queries_of(Client(), at("answers")) == one


def test_the_sender_asks_again_from_the_receipt(world: World) -> None:
    case = routed(world)
    report = case.claim.report_links.get().report
    Report.objects.filter(pk=report.pk).update(receipt_digest=receipt_digests(CODE)[0])
    answer_feedback(case=case, text=ANSWER, actor=world.actor(world.health))
    client = Client()
    page = text_of(client.post(at("receipt"), {"code": CODE}))
    visit = hidden(page, "visit")
    assert f'action="{at("receipt_again")}"' in page
    form = text_of(client.post(at("receipt_again"), {"visit": visit}))
    key = hidden(form, "key")
    data = {"visit": visit, "key": key, "do": "again", "text": "Chưa trả lời giờ chiều."}
    assert client.post(at("receipt_again"), data).status_code == 422
    asked = client.post(at("receipt_again"), {**data, "reason": "incomplete"})
    assert asked.status_code == 200
    assert ANSWER in text_of(asked), "the earlier answer stays"
    assert f'action="{at("receipt_again")}"' not in text_of(asked)
    again = client.post(at("receipt_again"), {**data, "reason": "incomplete"})
    assert again.status_code == 409
    health = signed_in(world.health, Role.FOCAL_OFFICER)
    assert ANSWER in text_of(health.get(at("desk_answer", case.reference)))


def test_private_matters_have_no_press_and_no_public_choice(world: World) -> None:
    case = categorised(world, Category.PRIVACY)
    client = signed_in(world.lead)
    assert client.get(at("desk_press_new", case.reference)).status_code == 404
    assert 'name="reach"' not in text_of(client.get(at("desk_answer", case.reference)))
    assert reverse("answers") == "/tra-loi/"
