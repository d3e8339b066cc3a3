"""What a report to a provider may aim at and what it needs, over every pair (SCOPE.md 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.handling.domain.abuse import (
    ABUSE_WORKFLOW,
    FINISHED_STATES,
    FORMATS,
    GROUNDS,
    OPEN_STATES,
    TARGETS,
    TECHNICAL,
    AbuseFormat,
    AbuseGround,
    AbuseState,
    ProviderKind,
    TargetKind,
)
from sangto.handling.domain.abuse_rules import (
    AbuseContent,
    approving_refusal,
    content_refusal,
    evidence_refusal,
    owner_time_refusal,
    verdict_refusal,
)
from sangto.handling.domain.abuse_targets import Target, read_target
from sangto.kernel.categories import Category, Measure, Rating, measure_refusal
from sangto.kernel.errors import Refusal
from sangto.matching.domain.signals import Protected

TODAY = date(2026, 3, 10)
PROTECTED = (Protected("nganhangmau.example", "Ngân hàng Mẫu"),)
SHA256 = "a" * 64


def whole(category: Category, ground: str, kind: TargetKind) -> AbuseContent:
    return AbuseContent(
        ground=ground,
        target_kind=kind,
        address="",
        facts="A form asks for the code of the bank",
        malware_sha256=SHA256,
        victim_statement="Stated on 2 March",
        solicitation="money",
        not_a_parody=True,
        owner_told_on=TODAY - timedelta(days=3),
        owner_told_how="By letter",
    )


def codes(category: Category, content: AbuseContent, **changes: object) -> str:
    account = content.target_kind is TargetKind.ACCOUNT
    arguments: dict[str, object] = {
        "provider_kind": ProviderKind.PLATFORM if account else ProviderKind.HOST,
        "format": AbuseFormat.MAIL,
        "today": TODAY,
    }
    refusal = content_refusal(category, content, **(arguments | changes))  # type: ignore[arg-type]  # values of a test
    return refusal.code if refusal else ""


@given(
    st.sampled_from(Category),
    st.sampled_from([*AbuseGround, "", "insult"]),
    st.sampled_from(TargetKind),
)
def test_over_category_ground_and_target(category: Category, ground: str, kind: TargetKind) -> None:
    code = codes(category, whole(category, ground, kind))
    if category not in TECHNICAL:
        assert code == "category.measure"
    elif ground not in set(AbuseGround):
        assert code == "abuse.no_ground"
    elif ground not in GROUNDS[category]:
        assert code == "abuse.ground_of_another_category"
    else:
        assert code == ""
    sound = category in TECHNICAL and kind in TARGETS[category]
    addresses = {
        TargetKind.PAGE: "https://xau.example/a/b.html",
        TargetKind.DOMAIN: "xau.example",
        TargetKind.ACCOUNT: "https://facebook.com/gia.mao",
        TargetKind.MAIL: "mail.xau.example",
    }
    assert isinstance(read_target(category, kind, addresses[kind], PROTECTED), Target) == sound


def test_the_four_categories_are_those_of_the_kernel() -> None:
    assert set(TECHNICAL) == {
        Category.FRAUD,
        Category.MALICIOUS_LINK,
        Category.IMPERSONATION,
        Category.COMPROMISED_SITE,
    }
    for category in Category:
        assert (measure_refusal(category, Measure.ABUSE_REPORT) is None) == (category in TECHNICAL)
    assert set(GROUNDS) == set(TARGETS) == set(TECHNICAL)
    assert set(FORMATS) == set(TargetKind)


POSTS = [
    "https://www.facebook.com/nguoi.dan/posts/1234567890",
    "https://m.facebook.com/story.php?story_fbid=123456&id=99",
    "https://www.facebook.com/groups/1234/permalink/98765/",
    "https://fb.watch/AbC12/",
    "https://x.com/ai_do/status/1790000000000000000",
    "https://twitter.com/i/web/status/1790000000000000000",
    "https://www.tiktok.com/@ai.do/video/7300000000000000000",
    "https://vm.tiktok.com/ZM1234/",
    "https://youtu.be/dQw4w9WgXcQ",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.instagram.com/reel/Cxyz123/",
    "https://www.threads.net/@ai/post/Cxyz",
    "https://t.me/kenh_nao/1234",
    "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000/",
    "https://www.reddit.com/r/vietnam/comments/abc123/title/",
    "https://bsky.app/profile/ai.bsky.social/post/3kabc",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fx.com%2Fai%2Fstatus%2F179000000",
    "https://mastodon.example/@ai/109876543210",
    "https://dien-dan.example/threads/chuyen-la.123/",
    "https://ai-do.blogspot.com/2026/02/y-kien.html",
    "https://ai-do.wordpress.com/2026/02/11/y-kien/",
]


@pytest.mark.parametrize("address", POSTS)
def test_a_post_is_never_a_target(address: str) -> None:
    for category in TECHNICAL:
        for kind in (TargetKind.PAGE, TargetKind.ACCOUNT):
            found = read_target(category, kind, address, ())
            assert isinstance(found, Refusal)
            if kind in TARGETS[category]:
                assert found.code == "abuse.is_a_post"


@pytest.mark.parametrize(
    ("kind", "address", "code"),
    [
        ("page", "https://nganhangmau.example/dang-nhap", "abuse.legitimate"),
        ("page", "https://www.nganhangmau.example", "abuse.legitimate"),
        ("domain", "app.nganhangmau.example", "abuse.legitimate"),
        ("page", "https://dichvucong.gov.vn/a", "abuse.legitimate"),
        ("domain", "xa-mau.tinhmau.gov.vn", "abuse.legitimate"),
        ("domain", "truong.edu.vn", "abuse.legitimate"),
        ("domain", "irs.gov", "abuse.legitimate"),
        ("mail", "mail.chinhphu.gov.vn", "abuse.legitimate"),
        ("page", "https://docs.google.com", "abuse.shared_place"),
        ("domain", "blogspot.com", "abuse.shared_place"),
        ("domain", "a.blogspot.com", "abuse.shared_place"),
        ("page", "https://facebook.com/", "abuse.shared_place"),
        ("page", "https://facebook.com/gia.mao", "abuse.is_an_account"),
        ("page", "https://bit.ly/3abc", "abuse.shortened"),
        ("page", "https://a@xau.example/b", "abuse.account_in_address"),
        ("page", "xin chào", "abuse.no_address"),
        ("domain", "xau.example/a", "abuse.domain_has_a_path"),
        ("mail", "ai.do@xau.example", "abuse.mail_address"),
        ("mail", "xau.example/a", "abuse.no_address"),
        ("account", "https://facebook.com/gia.mao", "abuse.target_kind"),
    ],
)
def test_what_is_refused_in_fraud(kind: str, address: str, code: str) -> None:
    found = read_target(Category.FRAUD, TargetKind(kind), address, PROTECTED)
    assert isinstance(found, Refusal)
    assert found.code == code


@pytest.mark.parametrize(
    ("kind", "address", "told", "domain"),
    [
        ("page", "http://nganhangmau.example.xau.example/a?b=1", "", "xau.example"),
        ("page", "https://gia.blogspot.com", "", "blogspot.com"),
        ("page", "https://docs.google.com/forms/d/e/1FA/viewform", "", "google.com"),
        ("page", "http://203.0.113.9/dang-nhap", "", "203.0.113.9"),
        ("page", "xau.example/a", "https://xau.example/a", "xau.example"),
        ("domain", "https://WWW.Xau.example/", "xau.example", "xau.example"),
        ("mail", "[203.0.113.9]", "203.0.113.9", "203.0.113.9"),
        ("mail", "smtp.xau.example", "smtp.xau.example", "xau.example"),
    ],
)
def test_what_is_taken_in_fraud(kind: str, address: str, told: str, domain: str) -> None:
    found = read_target(Category.FRAUD, TargetKind(kind), address, PROTECTED)
    assert isinstance(found, Target)
    assert (found.address, found.domain) == (told or address, domain)


@pytest.mark.parametrize("path", ["groups/123", "hashtag/tin", "search?q=a", "events/1", ""])
def test_an_account_is_the_address_of_one(path: str) -> None:
    found = read_target(
        Category.IMPERSONATION, TargetKind.ACCOUNT, f"https://facebook.com/{path}", ()
    )
    assert isinstance(found, Refusal)
    assert isinstance(
        read_target(Category.IMPERSONATION, TargetKind.ACCOUNT, "zalo.me/0912345021", ()), Target
    )


def test_of_a_broken_in_site_the_exact_path_only() -> None:
    category = Category.COMPROMISED_SITE
    for kind, address in (
        (TargetKind.DOMAIN, "truong.edu.vn"),
        (TargetKind.PAGE, "https://truong.edu.vn/"),
        (TargetKind.PAGE, "https://truong.edu.vn"),
    ):
        found = read_target(category, kind, address, PROTECTED)
        assert isinstance(found, Refusal)
        assert found.code == "abuse.exact_path"
    found = read_target(category, TargetKind.PAGE, "https://truong.edu.vn/wp/slot.html", PROTECTED)
    assert isinstance(found, Target)
    assert found.address == "https://truong.edu.vn/wp/slot.html"


@pytest.mark.parametrize(
    ("category", "changes", "code"),
    [
        (Category.FRAUD, {"facts": "lừa đảo"}, "abuse.no_facts"),
        (Category.FRAUD, {"facts": "a " * 4000}, "abuse.too_long"),
        (
            Category.MALICIOUS_LINK,
            {"ground": "malware_hash", "malware_sha256": "1"},
            "abuse.no_hash",
        ),
        (Category.IMPERSONATION, {"not_a_parody": False}, "abuse.parody"),
        (Category.IMPERSONATION, {"victim_statement": ""}, "abuse.no_statement"),
        (Category.IMPERSONATION, {"solicitation": ""}, "abuse.no_solicitation"),
        (Category.COMPROMISED_SITE, {"owner_told_on": None}, "abuse.owner_not_told"),
        (Category.COMPROMISED_SITE, {"owner_told_how": ""}, "abuse.owner_not_told"),
        (
            Category.COMPROMISED_SITE,
            {"owner_told_on": TODAY + timedelta(days=1)},
            "abuse.owner_told_in_the_future",
        ),
        (Category.FACTUAL_CLAIM, {}, "category.measure"),
        (Category.PRIVACY, {}, "category.measure"),
        (Category.OUT_OF_SCOPE, {}, "category.measure"),
    ],
)
def test_each_refusal_has_its_reason(
    category: Category, changes: dict[str, object], code: str
) -> None:
    content = replace(whole(category, "credential_form", TargetKind.PAGE), **changes)  # type: ignore[arg-type]  # values of a test
    assert codes(category, content) == code


def test_who_acts_on_what() -> None:
    page = whole(Category.FRAUD, "credential_form", TargetKind.PAGE)
    assert (
        codes(Category.FRAUD, page, provider_kind=ProviderKind.PLATFORM) == "abuse.other_provider"
    )
    assert (
        codes(Category.FRAUD, page, provider_kind=ProviderKind.REGISTRAR)
        == "abuse.page_to_registrar"
    )
    assert codes(Category.FRAUD, page, format=AbuseFormat.ARF) == "abuse.format"
    mail = replace(page, target_kind=TargetKind.MAIL)
    assert codes(Category.FRAUD, mail, format=AbuseFormat.XARF) == "abuse.format"
    assert codes(Category.FRAUD, mail, format=AbuseFormat.ARF) == ""


def test_evidence() -> None:
    five = 5 * 1024 * 1024
    assert evidence_refusal([five]) is None
    for sizes, code in (
        ([], "abuse.no_evidence"),
        ([five + 1], "abuse.evidence_too_large"),
        ([1] * 11, "abuse.much_evidence"),
    ):
        refusal = evidence_refusal(sizes)
        assert refusal is not None
        assert refusal.code == code


def test_the_owner_has_three_days() -> None:
    assert owner_time_refusal(TODAY - timedelta(days=3), today=TODAY) is None
    assert owner_time_refusal(TODAY - timedelta(days=2), today=TODAY) is not None


@pytest.mark.parametrize("rating", [*Rating, None])
def test_what_was_found_genuine_is_not_reported(rating: Rating | None) -> None:
    refused = verdict_refusal(rating) is not None
    assert refused == (rating in (Rating.GENUINE, Rating.RESOLVED))


@given(st.integers(1, 4), st.integers(1, 4), st.sets(st.integers(1, 4)), st.sets(st.integers(1, 4)))
def test_a_second_person_outside_the_matter(
    approver: int, agency: int, hands: set[int], concerned: set[int]
) -> None:
    refusal = approving_refusal(
        approver=approver,
        approver_agency=agency,
        hands=frozenset(hands),
        hand_agencies=frozenset({1}),
        concerned=frozenset(concerned),
    )
    fine = approver not in hands and agency not in concerned and 1 not in concerned
    assert (refusal is None) == fine


def test_the_states() -> None:
    assert set(AbuseState) == OPEN_STATES | FINISHED_STATES
    assert ABUSE_WORKFLOW.final_states() == {AbuseState.ACTIONED, AbuseState.GONE}
    reachable, todo = set(), ["draft"]
    while todo:
        state = todo.pop()
        if state not in reachable:
            reachable.add(state)
            todo += [row.target for row in ABUSE_WORKFLOW.actions_from(state)]
    assert reachable == set(AbuseState)
    for row in ABUSE_WORKFLOW:
        if row.source in FINISHED_STATES:
            assert row.target in FINISHED_STATES, "a finished report never opens again"
