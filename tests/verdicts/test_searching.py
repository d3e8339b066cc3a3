"""The desk's search finds what officers wrote and what is exact, and nothing else (SCOPE.md 3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sangto.cases.models import Case
from sangto.cases.services import close_out_of_scope, set_category
from sangto.intake import receipts
from sangto.intake.domain.reports import Closing
from sangto.kernel.actor import Actor, Role
from sangto.kernel.categories import Category, Rating
from sangto.kernel.errors import Refused
from sangto.matching.models import Indicator
from sangto.matching.services import add_indicator
from sangto.verdicts.queries import FoundBy, found_by_words, is_receipt, search_desk
from tests.factories.cases import (
    World,
    categorised,
    choice,
    make_report,
    opened,
    reported_claim,
)
from tests.factories.verdicts import published_verdict

RECEIPT = "4012 8888 8888 1881"


@pytest.fixture
def officer(world: World) -> Actor:
    return world.officer()


def titled(world: World, title: str, title_en: str = "", **changes: Any) -> Case:
    category = changes.pop("category", Category.FRAUD)
    assert isinstance(category, Category)
    return categorised(world, category, title=title, title_en=title_en, **changes)


def found(actor: Actor, text: str) -> set[str]:
    result = search_desk(actor, text)
    return {one.claim.reference for one in (*result.exact, *found_by_words(result.words))}


def by(actor: Actor, text: str) -> list[tuple[str, FoundBy]]:
    return [(one.claim.reference, one.by) for one in search_desk(actor, text).exact]


class TestWords:
    @pytest.mark.parametrize(
        "asked",
        ["lua dao", "LỪA ĐẢO", "dao lua", "lừa đ", "tien lua", "chuyển lừa dao tiề", "scam tr"],
    )
    def test_of_a_title(self, world: World, officer: Actor, asked: str) -> None:
        case = titled(world, "Lừa đảo chuyển tiền học phí", "A scam about transfers")
        titled(world, "Nước lụt ở Suối Trong", category=Category.FACTUAL_CLAIM)
        assert found(officer, asked) == {case.claim.reference}

    @pytest.mark.parametrize(
        "asked", ["lua daoo", "ua dao", "đảo hoc tien xa", "", "  ", "?!", "'"]
    )
    def test_that_do_not_stand_there(self, world: World, officer: Actor, asked: str) -> None:
        titled(world, "Lừa đảo chuyển tiền học phí")
        assert found(officer, asked) == set()

    @pytest.mark.parametrize(
        "asked", ['"', "' OR 1=1", "a:*", "!(b)", "\\", "NOT lua", "đ&|", "c' & 'd"]
    )
    def test_that_mean_something_to_a_database(self, officer: Actor, asked: str) -> None:
        assert found(officer, asked) == set()

    def test_of_a_published_verdict(self, world: World, officer: Actor) -> None:
        version = published_verdict(world)
        reference = version.verdict.claim.reference
        for asked in ("giai thuong nao", "won motorbike fake", "lừa đảo không", "xe may la gia"):
            assert found(officer, asked) == {reference}
        assert found(officer, "nhan thuong qua tin nhan thu phi") == set()

    def test_that_were_changed_or_deleted(self, world: World, officer: Actor) -> None:
        case = titled(world, "Lừa đảo chuyển tiền")
        case = set_category(
            case=case, actor=officer, **choice(Category.FRAUD, title="Giả danh ngân hàng")
        )
        assert found(officer, "lua dao") == set()
        assert found(officer, "ngan hang") == {case.claim.reference}
        close_out_of_scope(case=case, explanation=Closing.NOT_CHECKABLE, actor=officer)
        assert found(officer, "ngan hang") == set()

    def test_newest_first_or_by_the_alphabet(self, world: World, officer: Actor) -> None:
        titles = ["Đòi tiền nước", "ao nước", "Dọa cắt nước", "ăn nước", "Ở nhà mất nước", "â nước"]
        for title in titles:
            titled(world, title)
        newest = [one.claim.title for one in found_by_words(search_desk(officer, "nuoc").words)]
        assert newest == titles[::-1]
        result = search_desk(officer, "nuoc", alphabetical=True)
        assert [one.claim.title for one in found_by_words(result.words)] == [
            "ao nước",
            "ăn nước",
            "â nước",
            "Dọa cắt nước",
            "Đòi tiền nước",
            "Ở nhà mất nước",
        ]


class TestExact:
    def test_references(self, world: World, officer: Actor) -> None:
        version = published_verdict(world)
        case, claim = version.verdict.case, version.verdict.claim
        assert case is not None
        known = {
            case.reference: FoundBy.REFERENCE,
            case.reference.lower().replace("-", ""): FoundBy.REFERENCE,
            version.verdict.reference: FoundBy.VERDICT,
        }
        for asked, how in known.items():
            assert by(officer, asked) == [(claim.reference, how)]
        assert by(officer, "VV-26-000000") == []

    @pytest.mark.parametrize(
        "asked", [RECEIPT, RECEIPT.replace(" ", ""), "4012-8888-8888-1881", "40 12888888881881"]
    )
    def test_a_receipt_in_any_grouping(self, world: World, officer: Actor, asked: str) -> None:
        claim = reported_claim(world)
        digest = receipts.receipt_digest(RECEIPT.replace(" ", ""))
        make_report(claim, receipt_digest=digest)
        assert by(officer, asked) == [(claim.reference, FoundBy.RECEIPT)]
        assert search_desk(officer, asked).exact[0].key == ""

    def test_what_is_no_receipt(self) -> None:
        assert is_receipt(RECEIPT)
        for text in ("", "4012", f"{RECEIPT} 1", f"VV {RECEIPT}", "điện thoại 4012888888881881"):
            assert not is_receipt(text)

    def test_a_receipt_whose_time_is_over(self, world: World, officer: Actor) -> None:
        digest = receipts.receipt_digest(RECEIPT.replace(" ", ""))
        past = timezone.now() - timedelta(days=1)
        make_report(reported_claim(world), receipt_digest=digest, readable_until=past)
        assert by(officer, RECEIPT) == []

    def test_a_website_in_any_writing(self, world: World, officer: Actor) -> None:
        case = categorised(world)
        add_indicator(claim=case.claim, kind="domain", value="Nhan-Qua.example", actor=officer)
        for asked in (
            "nhan-qua.example",
            "https://www.nhan-qua.example/x",
            "hxxps://nhan-qua[.]example",
        ):
            assert by(officer, asked) == [(case.claim.reference, FoundBy.INDICATOR)], asked
        assert by(officer, "qua.example") == []

    def test_a_number_only_behind_a_verdict_two_reports_and_ninety_days(
        self, world: World, officer: Actor
    ) -> None:
        case = categorised(world, claim=reported_claim(world, reports=2))
        add_indicator(claim=case.claim, kind="phone", value="0912345021", actor=officer)
        assert by(officer, "0912 345 021") == []
        published_verdict(world, case=case)
        for asked in ("0912 345 021", "+84 912.345.021", "84912345021"):
            assert by(officer, asked) == [(case.claim.reference, FoundBy.INDICATOR)], asked
        assert by(officer, "0912 345 02") == []
        Indicator.objects.update(added_at=timezone.now() - timedelta(days=91))
        assert by(officer, "0912 345 021") == []

    @pytest.mark.parametrize(("reports", "rating"), [(1, Rating.SCAM), (2, Rating.GENUINE)])
    def test_a_number_of_anybody_else_is_not_found(
        self, world: World, officer: Actor, reports: int, rating: Rating
    ) -> None:
        case = categorised(world, claim=reported_claim(world, reports=reports))
        add_indicator(claim=case.claim, kind="phone", value="0912345021", actor=officer)
        published_verdict(world, case=case, rating=rating)
        assert by(officer, "0912345021") == []

    def test_a_broken_in_site_but_no_number_beside_it(self, world: World, officer: Actor) -> None:
        """Numbers are kept in ``fraud`` alone (SCOPE.md 2)."""
        case = categorised(world, Category.COMPROMISED_SITE)
        add_indicator(claim=case.claim, kind="link", value="truong.example/a", actor=officer)
        assert by(officer, "truong.example/a") == [(case.claim.reference, FoundBy.INDICATOR)]
        with pytest.raises(Refused):
            add_indicator(claim=case.claim, kind="phone", value="0912345021", actor=officer)


class TestWho:
    def test_a_member_finds_its_own_cases_only(self, world: World) -> None:
        own = titled(
            world, "Lừa đảo một", category=Category.SERVICE_FEEDBACK, topic="health_service"
        )
        titled(world, "Lừa đảo hai")
        reported_claim(world)
        Case.objects.filter(pk=own.pk).update(owner=world.health, owner_kind=world.health.kind)
        member = world.actor(world.health, Role.FOCAL_OFFICER)
        assert found(member, "lua dao") == {own.claim.reference}
        assert by(member, own.reference) == [(own.claim.reference, FoundBy.REFERENCE)]
        assert found(world.officer(), "lua dao") > {own.claim.reference}
        for other in Case.objects.exclude(pk=own.pk):
            assert by(member, other.reference) == []

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
    def test_who_works_on_no_case_finds_nothing(self, world: World, role: Role) -> None:
        case = titled(world, "Lừa đảo")
        actor = world.actor(world.lead, role)
        assert found(actor, "lua dao") == set()
        assert by(actor, case.reference) == []


def test_one_result_costs_as_much_as_three(world: World, officer: Actor) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            result = search_desk(officer, "lua dao")
            assert found_by_words(result.words)
        return len(queries)

    titled(world, "Lừa đảo một")
    once = cost()
    titled(world, "Lừa đảo hai")
    opened(world)
    titled(world, "Lừa đảo ba")
    assert cost() == once
