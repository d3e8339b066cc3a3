"""Lists of the desk: filters, empty states, pages, and the same queries for any number of rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sangto.audit.services import seal_pending
from sangto.cases.models import Case
from sangto.cases.services import refresh_entries
from sangto.intake.models import Report
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.queue.models import Task
from sangto.queue.services import put
from tests.factories.cases import (
    World,
    categorised,
    make_report,
    make_world,
    opened,
    reported_claim,
)
from tests.factories.organisations import make_member
from tests.factories.verdicts import drafted, submitted
from tests.web.desk_scene import client_of, queries_of, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def make_dead_letter(number: int = 1) -> Task:
    with transaction.atomic():
        put(kind="notice.deliver", key=f"mail:{number}")
    task = Task.objects.get(key=f"mail:{number}")
    Task.objects.filter(pk=task.pk).update(
        state="dead", attempts=8, finished_at=timezone.now(), last_error="SMTPServerDisconnected"
    )
    return task


def test_the_parts_of_the_inbox(world: World) -> None:
    fresh = reported_claim(world)
    triage = opened(world)
    work = categorised(world)
    client = signed_in(world.lead)

    def shown(query: str) -> str:
        return text_of(client.get(reverse("desk") + query))

    first = shown("")
    assert fresh.reference in first
    assert triage.reference in first
    assert work.reference not in first
    assert work.reference in shown("?tab=work")
    assert work.reference not in shown("?tab=approval")
    assert work.reference not in shown("?tab=work&category=impersonation")
    assert work.reference in shown("?tab=work&category=fraud&agency=so-khcn")
    assert work.reference not in shown("?tab=work&mine=on")
    assert work.reference not in shown("?tab=work&late=on")
    Case.objects.filter(pk=work.pk).update(due_at=timezone.now() - timedelta(days=2))
    refresh_entries(claims=[work.claim_id])
    assert work.reference in shown("?tab=work&late=on")


def test_a_search_finds_references_and_titles_and_nothing_that_people_sent(world: World) -> None:
    claim = reported_claim(world, text="Bí mật của bà Hoa ở xã bên")
    case = categorised(world, claim=claim, title="Tin nhắn trúng xe máy")
    client = signed_in(world.lead)

    def found(text: str) -> bool:
        answer = client.get(reverse("desk"), {"tab": "work", "q": text})
        return case.reference in text_of(answer).replace(f'value="{text}"', "")

    assert found("trung xe may")
    assert found(case.reference.lower())
    assert not found("bà Hoa")


def test_filters_stay_in_the_address(world: World) -> None:
    page = text_of(signed_in(world.lead).get(reverse("desk") + "?tab=work&late=on&q=xe"))
    assert "late=on&amp;q=xe&amp;tab=triage" in page
    assert '<li><a href="?tab=work&amp;q=xe">' in page
    assert 'value="work"' in page


@pytest.mark.parametrize(
    "query",
    ["?page=2", "?page=0", f"?page={'9' * 6}"],
)
def test_a_page_that_is_not_there(world: World, query: str) -> None:
    assert signed_in(world.lead).get(reverse("desk") + query).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?page=x",
        f"?page={'9' * 5000}",
        "?tab=nothing",
        "?category=drop+table",
        "?agency=%00",
        "?q=" + "%F0%9F%98%80" * 300,
        "?mine=&late=2&tab=",
    ],
)
def test_bad_input_shows_the_inbox(world: World, query: str) -> None:
    assert signed_in(world.lead).get(reverse("desk") + query).status_code == 200


def test_members_see_their_own_cases_without_the_agency_filter(world: World) -> None:
    case = categorised(world)
    page = signed_in(world.health, Role.FOCAL_OFFICER).get(reverse("desk") + "?tab=work")
    assert case.reference not in text_of(page)
    assert 'name="agency"' not in text_of(page)


def test_empty_lists_say_what_will_be_there(world: World) -> None:
    client = signed_in(world.lead)
    for name in ("desk", "desk_verdicts", "desk_queue"):
        page = text_of(client.get(reverse(name)))
        assert "st-empty" in page, name


def test_the_inbox_costs_the_same_for_one_and_for_many(world: World) -> None:
    client = signed_in(world.lead)
    reported_claim(world)
    categorised(world)
    one = queries_of(client, reverse("desk")), queries_of(client, reverse("desk") + "?tab=work")
    for _ in range(4):
        reported_claim(world, reports=2)
        categorised(world)
    many = queries_of(client, reverse("desk")), queries_of(client, reverse("desk") + "?tab=work")
    assert many == one


def test_a_case_costs_the_same_with_one_report_and_with_many(world: World) -> None:
    client = signed_in(world.lead)
    text = "Bạn đã trúng xe máy, nộp phí tại http://trung-xe.example hoặc gọi 0912345678"
    claim = reported_claim(world, text=text)
    case = categorised(world, claim=claim)
    page = reverse("desk_case", args=[case.reference])
    one = queries_of(client, page)
    for number in range(4):
        make_report(claim, text=f"{text} lần {number}")
    assert queries_of(client, page) == one


def test_verdicts_at_work_cost_the_same_for_one_and_for_many(world: World) -> None:
    client = signed_in(world.lead)
    drafted(world)
    one = queries_of(client, reverse("desk_verdicts"))
    submitted(world)
    drafted(world)
    assert queries_of(client, reverse("desk_verdicts")) == one


def test_dead_letters_cost_the_same_for_one_and_for_many(world: World) -> None:
    client = signed_in(world.lead)
    make_dead_letter(1)
    one = queries_of(client, reverse("desk_queue"))
    make_dead_letter(2)
    make_dead_letter(3)
    assert queries_of(client, reverse("desk_queue")) == one


def test_the_log_costs_the_same_for_few_and_for_many(world: World) -> None:
    client = signed_in(world.lead, Role.AUDITOR)
    opened(world)
    one = queries_of(client, reverse("desk_log"))
    categorised(world)
    assert queries_of(client, reverse("desk_log")) == one


def test_public_pages_ask_nothing_of_the_desk(world: World) -> None:
    anonymous = signed_in(world.lead)
    anonymous.logout()
    before = queries_of(anonymous, reverse("about"))
    signed = signed_in(world.lead)
    assert queries_of(signed, reverse("about")) <= before + 2  # session and account


def test_a_dead_letter_is_revived_once(world: World) -> None:
    task = make_dead_letter()
    client = signed_in(world.lead)
    page = text_of(client.get(reverse("desk_queue")))
    assert "SMTPServerDisconnected" in page
    revive = reverse("desk_queue_revive", args=[task.pk])
    assert signed_in(world.health).post(revive).status_code == 404
    assert client.post(revive).status_code == 302
    task.refresh_from_db()
    assert task.state == "waiting"
    assert client.post(revive).status_code == 409


def test_the_log_names_people_and_things_and_no_content(world: World) -> None:
    officer = make_member(world.lead, Role.DESK_OFFICER, full_name="Cán Bộ Trực")
    claim = reported_claim(world, text="Con gái bà Hoa nhận tin này")
    client_of(officer).post(reverse("desk_claim_open", args=[claim.reference]))
    auditor = signed_in(world.lead, Role.AUDITOR)
    page = text_of(auditor.get(reverse("desk_log")))
    assert "case:opened" in page
    assert "Cán Bộ Trực" in page
    assert "bà Hoa" not in page
    case = Case.objects.get(claim=claim)
    only = text_of(auditor.get(reverse("desk_log"), {"subject": f"cases.case {case.pk}"}))
    assert "case:opened" in only
    assert "report:review_started</code>" not in only
    tagged = text_of(auditor.get(reverse("desk_log"), {"tag": "report:review_started"}))
    assert "case:opened</code>" not in tagged


def test_an_auditor_checks_the_seals(world: World) -> None:
    opened(world)
    seal_pending(timezone.now())
    auditor = signed_in(world.lead, Role.AUDITOR)
    answer = auditor.post(f"/en{reverse('desk_log_verify')}")
    assert "The log is whole" in text_of(answer)
    assert signed_in(world.lead).post(reverse("desk_log_verify")).status_code == 404


def test_a_deadline_explains_each_day(world: World) -> None:
    claim = reported_claim(world)
    Report.objects.update(received_at=datetime(2026, 8, 31, 3, tzinfo=UTC))
    case = categorised(world, Category.FACTUAL_CLAIM, claim=claim)
    page = text_of(signed_in(world.lead).get(f"/en{reverse('desk_case', args=[case.reference])}"))
    assert "public holiday" in page
    assert "weekend" in page
    assert "Mon 31 August 2026" in page
