"""The inbox as a page: its order, holds, kept filters, steps for many rows, live counts."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sangto.cases.models import BulkDecision, Case, Hold, SavedFilter
from sangto.cases.services import take_hold
from sangto.kernel.actor import Role
from tests.factories.cases import (
    World,
    categorised,
    make_report,
    make_world,
    opened,
    reported_claim,
)
from tests.factories.organisations import make_member
from tests.web.desk_scene import client_of, queries_of, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def desk() -> str:
    return "/en" + reverse("desk").removeprefix("/en")


def test_a_row_says_what_its_rank_is_made_of(world: World) -> None:
    claim = reported_claim(world)
    places = list(world.network.territories.order_by("pk")[:3])
    for place in places:
        make_report(claim, money_lost=4_000_000, territory=place)
    page = text_of(signed_in(world.lead).get(desk()))
    assert re.search(r"<b>4</b>\s*asked in the last 24 hours", page)
    assert re.search(r"<b>about 12 million dong</b>\s*lost", page)
    assert re.search(r"<b>3</b>\s*places", page)
    assert places[0].name_en in page
    assert "points" in page


def test_the_order_stays_in_the_address(world: World) -> None:
    reported_claim(world)
    page = text_of(signed_in(world.lead).get(desk() + "?order=deadline&q=nd"))
    assert 'value="deadline"' in page
    assert signed_in(world.lead).get(desk() + "?order=nonsense").status_code == 200


def test_live_counts_cost_one_query_beside_session_and_account(world: World) -> None:
    client = signed_in(world.lead)
    reported_claim(world)
    url = text_of(client.get(desk())).split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    reported_claim(world)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    mine = [query for query in queries if "cases_" in query["sql"]]
    assert len(mine) == 1
    assert "COUNT(*)" in mine[0]["sql"]
    page = text_of(answer)
    assert 'id="count-triage" hx-swap-oob="true">2<' in page
    assert "1 new row" in page
    assert "<html" not in page
    assert client.get(url.split("?")[0] + "?since=nonsense&agency=%00&q=%00").status_code == 200
    assert signed_in(world.lead, Role.AUDITOR).get(url).status_code == 404


@pytest.mark.parametrize("path", ["desk", "desk_filters"])
def test_pages_of_the_inbox_cost_the_same_for_one_row_and_three(world: World, path: str) -> None:
    user = make_member(world.lead, Role.DESK_OFFICER)
    client = client_of(user)

    def add(number: int) -> None:
        claim = reported_claim(world, reports=2)
        SavedFilter.objects.create(user=user, name=f"Lọc {number}", query=f"q={number}")
        if number:
            take_hold(claim=claim, actor=world.officer())

    add(0)
    one = queries_of(client, reverse(path))
    add(1)
    add(2)
    assert queries_of(client, reverse(path)) == one


def test_holding_from_the_page(world: World) -> None:
    claim = reported_claim(world)
    first, second = signed_in(world.lead), signed_in(world.lead)
    hold = reverse("desk_hold_take", args=[claim.reference])
    assert first.post(hold).status_code == 302
    assert second.post(hold).status_code == 409
    name = Hold.objects.get().user.full_name
    assert name in text_of(second.get(reverse("desk_claim", args=[claim.reference])))
    assert name in text_of(second.get(reverse("desk")))
    renewed = first.post(reverse("desk_hold_renew", args=[claim.reference]))
    assert 'hx-trigger="every 240s"' in text_of(renewed)
    assert "hx-trigger" not in text_of(
        second.post(reverse("desk_hold_renew", args=[claim.reference]))
    )
    first.post(reverse("desk_hold_release", args=[claim.reference]))
    assert second.post(hold).status_code == 302
    assert signed_in(world.trade).post(hold).status_code == 404


def test_many_rows_are_looked_at_before_they_are_decided(world: World) -> None:
    client = signed_in(world.lead)
    one, two = reported_claim(world), opened(world).claim
    rows = {"kind": "take", "rows": [one.reference, two.reference], "back": reverse("desk")}
    asked = client.get(reverse("desk_bulk"), rows)
    assert not BulkDecision.objects.exists()
    assert one.reference in text_of(asked)
    done = client.post(reverse("desk_bulk"), rows, follow=True)
    assert Case.objects.filter(assignee__isnull=False).count() == 2
    number = BulkDecision.objects.get().pk
    assert reverse("desk_bulk_undo", args=[number]) in text_of(done)
    client.post(reverse("desk_bulk_undo", args=[number]))
    assert signed_in(world.lead).get(reverse("desk_bulk_done", args=[number])).status_code == 404


def test_a_category_for_many_asks_for_title_and_certainty(world: World) -> None:
    client = signed_in(world.lead)
    claim = reported_claim(world)
    sent = {"kind": "category", "rows": [claim.reference], "category": "fraud"}
    assert client.post(reverse("desk_bulk"), sent).status_code == 422
    assert (
        client.post(reverse("desk_bulk"), {**sent, "category": "factual_claim"}).status_code == 422
    )
    sent |= {"title": "Tin nhắn trúng thưởng", "sure": "on"}
    assert client.post(reverse("desk_bulk"), sent).status_code == 302
    assert Case.objects.get(claim=claim).category == "fraud"


@pytest.mark.parametrize("kind", ["nothing", "route", "join", "category"])
def test_kinds_that_are_not_theirs(world: World, kind: str) -> None:
    client = signed_in(world.trade, Role.FOCAL_OFFICER)
    assert client.get(reverse("desk_bulk"), {"kind": kind}).status_code == 404


def test_nothing_chosen_is_said_and_a_foreign_way_back_is_not_taken(world: World) -> None:
    answer = signed_in(world.lead).get(
        reverse("desk_bulk"), {"kind": "take", "back": "https://elsewhere.example/"}
    )
    assert answer.status_code == 422
    assert "elsewhere" not in text_of(answer)


def test_kept_filters(world: World) -> None:
    client = signed_in(world.lead)
    categorised(world)
    kept = {"name": "Đang làm", "query": "tab=work&category=fraud&page=3&evil=1"}
    client.post(reverse("desk_filter_save"), kept)
    saved = SavedFilter.objects.get()
    assert saved.query == "tab=work&category=fraud"
    assert "Đang làm" in text_of(client.get(reverse("desk") + "?tab=triage"))
    edit = {f"{saved.pk}-name": "Lừa đảo", f"{saved.pk}-is_default": "on"}
    client.post(reverse("desk_filter_edit", args=[saved.pk]), edit)
    first = client.get(reverse("desk"))
    assert first.status_code == 302
    assert first.headers["Location"].endswith("?tab=work&category=fraud")
    client.post(reverse("desk_filter_save"), {"name": "Muộn", "query": "late=1"})
    late = SavedFilter.objects.get(name="Muộn")
    move = reverse("desk_filter_move", args=[late.pk])
    for step in ("up", "up"):
        assert client.post(move, {"step": step}).status_code == 302
    page = text_of(client.get(reverse("desk_filters")))
    assert page.index(">Muộn<") < page.index(">Lừa đảo<")
    client.post(move, {"step": "down"})
    page = text_of(client.get(reverse("desk_filters")))
    assert page.index(">Muộn<") > page.index(">Lừa đảo<")
    other = signed_in(world.lead)
    assert other.post(move, {"step": "up"}).status_code == 404
    late.delete()
    assert other.post(reverse("desk_filter_remove", args=[saved.pk])).status_code == 404
    client.post(reverse("desk_filter_remove", args=[saved.pk]))
    assert not SavedFilter.objects.exists()
    assert client.post(reverse("desk_filter_save"), {"name": ""}).status_code == 422
