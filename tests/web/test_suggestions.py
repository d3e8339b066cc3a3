"""Pages of what is suggested about grouping."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sangto.cases.models import Suggestion
from sangto.cases.services import dismiss_suggestion
from sangto.kernel.actor import Role
from sangto.matching.models import Claim, Join
from tests.cases.test_suggesting import LOAN, PRIZE, look, pair, told
from tests.factories.cases import World, make_claim, make_report, make_world, opened
from tests.web.desk_scene import queries_of, signed_in, text_of

LIST = "/en/desk/trung-lap/"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.lead)


def address(claim: Claim) -> str:
    return f"/en/desk/noi-dung/{claim.reference}/"


def answer(client: Client, way: str, back: str) -> str:
    number = Suggestion.objects.get().pk
    return client.post(f"{LIST}{number}/{way}/", {"back": back}).headers["Location"]


class TestTheList:
    def test_a_pair_its_reason_and_the_way_on(self, world: World, client: Client) -> None:
        one, other = pair(world)
        case = opened(world, claim=other)
        look(one)
        page = text_of(client.get(LIST))
        assert case.reference in page
        assert one.reference in page
        # The one without a case goes up in the other one.
        preview = f"{address(one)}ghep/{other.reference}/"
        assert f'href="{preview}"' in page
        assert re.search(r"nearly the same words|the one stands in the other", page)
        assert re.search(r"\d+ % alike", page)
        assert client.get(preview).status_code == 200
        inbox = text_of(client.get("/en/desk/"))
        assert re.search(rf'href="{LIST}"[^<]*>Possible duplicates</a>\s*<span[^>]*>1<', inbox)

    def test_a_no_with_its_undo(self, world: World, client: Client) -> None:
        one, _other = pair(world)
        look(one)
        to = answer(client, "bo", LIST)
        assert to.startswith(f"{LIST}?undo=")
        page = text_of(client.get(to))
        assert "will not be suggested again" in page
        assert "No claim looks like another one" in page
        assert one.reference in text_of(client.get(f"{LIST}?said=no"))
        # Another person is not offered to undo it right after.
        assert "will not be suggested" not in text_of(signed_in(world.lead).get(to))
        assert answer(client, "mo-lai", LIST) == LIST
        assert Suggestion.objects.get().state == "open"

    def test_two_people_at_once(self, world: World, client: Client) -> None:
        one, _other = pair(world)
        look(one)
        dismiss_suggestion(suggestion=Suggestion.objects.get(), actor=world.officer())
        page = text_of(client.get(answer(client, "bo", "https://elsewhere.example/")))
        assert "Somebody has answered this suggestion already." in page

    def test_reports_to_split_off_are_ticked(self, world: World, client: Client) -> None:
        claim = make_claim(world.network)
        for word in ("nhé", "ạ", "ơi"):
            told(claim, f"{PRIZE} {word}")
        odd = [told(claim, f"{LOAN} {word}").pk for word in ("nhé", "ạ")]
        look(claim)
        number = Suggestion.objects.get().pk
        page = text_of(client.get(LIST))
        assert "Some reports say something else than the others" in page
        assert LOAN[:30] in page
        split = f"{address(claim)}tach/"
        assert f"{split}?suggestion={number}&amp;group=0" in page
        form = text_of(client.get(f"{split}?suggestion={number}&group=0"))
        ticked = re.findall(r'name="reports"[^>]*value="(\d+)"[^>]*checked', form)
        assert sorted(map(int, ticked)) == odd
        for nonsense in (
            f"suggestion={number}&group=7",
            "suggestion=x&group=",
            "suggestion=999999999999&group=0",
        ):
            assert not re.search(
                r'name="reports"[^>]*checked', text_of(client.get(f"{split}?{nonsense}"))
            )
        client.post(split, {"reports": ticked, "where": "new"})
        assert Suggestion.objects.get().join == Join.objects.get()

    @pytest.mark.parametrize("query", ["", "?said=no"])
    def test_it_costs_the_same_for_one_row_and_three(
        self, world: World, client: Client, query: str
    ) -> None:
        def add(text: str) -> None:
            one, _other = pair(world, text)
            look(one)
            if query:
                dismiss_suggestion(
                    suggestion=Suggestion.objects.get(claim=one), actor=world.officer()
                )

        add(PRIZE)
        one = queries_of(client, LIST + query)
        add(LOAN)
        add(f"{LOAN[::-1]} {PRIZE[::-1]}")
        assert Suggestion.objects.count() == 3
        assert queries_of(client, LIST + query) == one

    def test_an_undo_of_nonsense_is_none(self, client: Client) -> None:
        for number in ("x", "", "9" * 40, "12"):
            assert client.get(f"{LIST}?undo={number}").status_code == 200


class TestTheClaim:
    def test_the_other_one_stands_on_its_page(self, world: World, client: Client) -> None:
        one, other = pair(world)
        opened(world, claim=other)
        look(one)
        for claim, shown in ((one, other.case.reference), (other, one.reference)):
            page = text_of(client.get(address(claim), follow=True))
            box = page.split('id="suggested"')[1].split("</section>")[0]
            assert "May be the same as" in box
            assert shown in box
            assert f"{address(one)}ghep/{other.reference}/" in box

    def test_answered_there_and_taken_back_there(self, world: World, client: Client) -> None:
        one, _other = pair(world)
        look(one)
        assert answer(client, "bo", one.reference) == f"{address(one)}#suggested"
        page = text_of(client.get(address(one)))
        assert "May be the same as" not in page
        assert "Answered with no" in page
        assert answer(client, "mo-lai", one.reference) == f"{address(one)}#suggested"
        assert "May be the same as" in text_of(client.get(address(one)))

    def test_who_does_not_join_sees_nothing_of_it(self, world: World) -> None:
        one, other = pair(world)
        opened(world, claim=one)
        look(one)
        for role in (Role.APPROVER, Role.EDITOR, Role.APPEALS_OFFICER):
            client = signed_in(world.lead, role)
            assert "May be the same" not in text_of(client.get(address(one), follow=True))
            inbox = text_of(client.get("/en/desk/"))
            assert "Possible duplicates" not in inbox
        assert other.pk

    def test_without_a_suggestion_there_is_no_empty_box(self, world: World, client: Client) -> None:
        claim = make_claim(world.network)
        make_report(claim)
        assert 'id="suggested"' not in text_of(client.get(address(claim)))


def test_a_row_says_that_it_grows_fast(world: World, client: Client) -> None:
    claim = make_claim(world.network)
    for _ in range(6):
        make_report(claim)
    make_report(make_claim(world.network))
    page = text_of(client.get("/en/desk/"))
    assert page.count("growing fast: 6 reports in 1 hour") == 1
    assert "it grows fast" in page
    first = text_of(client.get("/en/desk/?order=growth")).split("data-row-link")[1]
    assert "growing fast" in first
    assert claim.reference in first
