from __future__ import annotations

from datetime import date, timedelta

import pytest

from sangto.kernel.categories import Category
from sangto.organisations.domain.kinds import AgencyKind
from sangto.verdicts.domain.content import SourceContent
from sangto.verdicts.domain.signoff import (
    Ground,
    Matter,
    Member,
    approval_refusal,
    drafting_refusal,
    ground_needed_refusal,
    grounds_refusals,
    host_of,
    is_outside,
    owner_refusal,
    source_refusals,
    sources_refusals,
)

TODAY = date(2026, 7, 1)
LEAD, OWNER, SUBJECT, PARENT, CHILD, SIBLING = range(1, 7)
RELATIVES = frozenset({SUBJECT, PARENT, CHILD})

MEMBERS = [
    Member(
        1,
        ("Sở Y tế tỉnh Mẫu", "Mẫu Department of Health"),
        "SYT",
        ("soyte.tinhmau.example",),
    ),
    Member(2, ("Báo Mẫu",), "BM", ("baomau.example", "đọc-báo.example")),
]


def matter(
    category: Category = Category.FRAUD,
    owner: int = OWNER,
    kind: str = "department",
    relatives: frozenset[int] = RELATIVES,
) -> Matter:
    return Matter(category, owner, kind, relatives)


def source(
    publisher: str = "Tổ chức Y tế Thế giới",
    address: str = "https://who.example/news/1",
    agency: int | None = None,
    seen_on: date = TODAY,
    title: str = "A page",
) -> SourceContent:
    return SourceContent(title, publisher, address, seen_on, agency)


def code(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


@pytest.mark.parametrize("agency", sorted(RELATIVES))
def test_subject_parents_and_subordinates_neither_own_nor_draft_nor_approve(agency: int) -> None:
    assert code(owner_refusal(matter(owner=agency))) == "verdict.owner_is_the_subject"
    assert code(drafting_refusal(matter(), drafter_agency=agency)) == (
        "verdict.drafter_is_the_subject"
    )
    assert (
        code(
            approval_refusal(
                matter(),
                approver=1,
                approver_agency=agency,
                contributors=frozenset({2}),
                contributing_agencies=frozenset({OWNER}),
            )
        )
        == "verdict.approver_is_the_subject"
    )
    assert (
        code(
            approval_refusal(
                matter(),
                approver=1,
                approver_agency=LEAD,
                contributors=frozenset({2}),
                contributing_agencies=frozenset({OWNER, agency}),
            )
        )
        == "verdict.drafted_by_the_subject"
    )


@pytest.mark.parametrize("agency", [LEAD, OWNER, SIBLING])
def test_siblings_and_strangers_may(agency: int) -> None:
    assert drafting_refusal(matter(), drafter_agency=agency) is None


@pytest.mark.parametrize("kind", list(AgencyKind))
@pytest.mark.parametrize("category", list(Category))
def test_police_and_body_never_own_a_factual_claim(category: Category, kind: AgencyKind) -> None:
    refusal = owner_refusal(matter(category=category, kind=kind.value))
    forbidden = category is Category.FACTUAL_CLAIM and kind in {AgencyKind.POLICE, AgencyKind.BODY}
    assert (code(refusal) == "verdict.owner_kind") == forbidden


@pytest.mark.parametrize("contributors", [{1}, {1, 2}, {3, 1}])
def test_nobody_approves_what_they_worked_on(contributors: set[int]) -> None:
    refusal = approval_refusal(
        matter(),
        approver=1,
        approver_agency=LEAD,
        contributors=frozenset(contributors),
        contributing_agencies=frozenset({OWNER}),
    )
    assert code(refusal) == "verdict.own_work"


@pytest.mark.parametrize(
    ("publisher", "address", "agency"),
    [
        ("WHO", "https://who.example/", 1),
        ("Sở Y tế tỉnh Mẫu", "https://other.example/", None),
        ("sở  y tế TỈNH MẪU", "https://other.example/", None),
        ("So Y te tinh Mau", "https://other.example/", None),
        ("Trang của Sở Y tế tỉnh Mẫu trên mạng", "https://other.example/", None),
        ("Mẫu Department of Health", "https://other.example/", None),
        ("SYT", "https://other.example/", None),
        ("syt", "http://a.example/", None),
        ("Somebody", "https://soyte.tinhmau.example/tin", None),
        ("Somebody", "https://www.SOYTE.tinhmau.example./tin", None),
        ("Somebody", "https://soyte.tinhmau.example:8443/tin", None),
        ("Somebody", "https://archive.example/web/2026/https://soyte.tinhmau.example/tin", None),
        ("Somebody", "https://translate.example/?u=https%3A%2F%2Fsoyte.tinhmau.example%2F", None),
        ("Somebody", "https://đọc-báo.example/1", None),
        ("Báo Mẫu", "https://x.example/", None),
    ],
)
def test_a_member_is_inside_however_it_is_written(
    publisher: str, address: str, agency: int | None
) -> None:
    assert not is_outside(source(publisher, address, agency), MEMBERS)


@pytest.mark.parametrize(
    ("publisher", "address"),
    [
        ("WHO", "https://who.example/"),
        ("Sở Y tế tỉnh Khác", "https://soyte.khac.example/"),
        ("Somebody", "https://notsoyte.tinhmau.example/"),
        ("Somebody", "https://soyte.tinhmau.example.org/"),
        ("Hệ thống SYTX", "https://x.example/"),
    ],
)
def test_others_are_outside(publisher: str, address: str) -> None:
    assert is_outside(source(publisher, address), MEMBERS)


def test_a_subdomain_does_not_hide_behind_userinfo() -> None:
    assert host_of("https://who.example@soyte.tinhmau.example/") is None
    found = source_refusals(source(address="https://who.example@x.example/"), today=TODAY)
    assert [refusal.code for refusal in found] == ["source.address"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": ""}, "source.title_is_empty"),
        ({"publisher": ""}, "source.publisher_is_empty"),
        ({"address": ""}, "source.address_is_empty"),
        ({"title": "x" * 301}, "source.title_too_long"),
        ({"address": "https://x.example/" + "a" * 2000}, "source.address_too_long"),
        ({"address": "javascript:alert(1)"}, "source.address"),
        ({"address": "data:text/html,hi"}, "source.address"),
        ({"address": "//who.example/"}, "source.address"),
        ({"address": "https://who.example/a b"}, "source.address"),
        ({"address": "https://[broken/"}, "source.address"),
        ({"address": "https://who.example:99999/"}, "source.address"),
        ({"address": "https://www.facebook.com/nguyen.van.a/posts/123"}, "source.names_an_account"),
        ({"seen_on": TODAY + timedelta(days=1)}, "source.seen_in_the_future"),
    ],
)
def test_a_source_is_whole(changed: dict[str, object], expected: str) -> None:
    found = source_refusals(source(**changed), today=TODAY)  # type: ignore[arg-type]
    assert [refusal.code for refusal in found] == [expected]


def test_one_source_outside_is_enough_and_needed() -> None:
    inside = source("Báo Mẫu", "https://baomau.example/1", 2)
    assert sources_refusals([inside, source()], members=MEMBERS, today=TODAY) == []
    for alone in ([], [inside], [inside, source("SYT", "https://q.example/")]):
        found = sources_refusals(alone, members=MEMBERS, today=TODAY)
        assert [refusal.code for refusal in found] == ["verdict.no_outside_source"]


def test_grounds_are_in_force_on_the_day_they_are_cited() -> None:
    known = {
        "old": Ground("old", date(2016, 1, 1), TODAY - timedelta(days=1)),
        "last-day": Ground("last-day", date(2016, 1, 1), TODAY),
        "new": Ground("new", TODAY, None),
        "later": Ground("later", TODAY + timedelta(days=1), None),
    }
    assert grounds_refusals(["last-day", "new"], known=known, today=TODAY) == []
    found = grounds_refusals(["old", "later", "none"], known=known, today=TODAY)
    assert [(refusal.code, refusal.params["code"]) for refusal in found] == [
        ("ground.not_in_force", "old"),
        ("ground.not_in_force", "later"),
        ("ground.unknown", "none"),
    ]


def test_a_legal_or_a_factual_ground() -> None:
    assert code(ground_needed_refusal([], "")) == "verdict.no_ground"
    assert ground_needed_refusal(["new"], "") is None
    assert ground_needed_refusal([], "The dam was inspected on 30 June.") is None
