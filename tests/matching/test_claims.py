"""Writes about claims: exact records, refusals, and what a category may keep."""

from __future__ import annotations

import itertools

import pytest
from django.db import IntegrityError, transaction

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, ActorKind, Role, public_actor, system_actor
from sangto.kernel.categories import RULES, Category, IndicatorKind, Topic
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.models import Claim, ClaimWording, IndexEntry, Indicator, ReportLink
from sangto.matching.permissions import LEAD_ONLY, MatchingPermission, may
from sangto.matching.queries import find_claims
from sangto.matching.services import (
    add_indicator,
    add_wording,
    describe_claim,
    drop_indicators,
    empty_claim,
    merge_claims,
    open_claim,
    remove_indicator,
    remove_wording,
)
from sangto.organisations.models import Network
from tests.factories.intake import make_report
from tests.factories.matching import RUMOUR, SCAM, link_report, make_claim, make_indicator

OFFICER = Actor(
    kind=ActorKind.STAFF,
    user_id=1,
    agency_id=1,
    roles=frozenset({Role.DESK_OFFICER}),
    in_lead_agency=True,
)


def tags() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True))


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.refusal.code


def describe(claim: Claim, category: Category = Category.FRAUD, **values: object) -> Claim:
    return describe_claim(
        **{  # type: ignore[arg-type] # one test changes one value
            "claim": claim,
            "title": "Tin nhắn khóa tài khoản",
            "title_en": "Message that locks an account",
            "category": category,
            "topic": "",
            "subject_agency": None,
            "actor": OFFICER,
            **values,
        }
    )


def test_a_claim_is_described_and_recorded(network: Network) -> None:
    claim = open_claim(network=network, actor=system_actor("tests"))

    describe(claim)

    claim.refresh_from_db()
    assert claim.reference.startswith("ND-")
    assert claim.title_folded == "tin nhan khoa tai khoan message that locks an account"
    assert claim.category == Category.FRAUD
    assert tags() == [AuditTag.CLAIM_OPENED, AuditTag.CLAIM_DESCRIBED]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": "  "}, "claim.no_title"),
        ({"title": "a" * 301}, "claim.long_title"),
        ({"title_en": "a" * 301}, "claim.long_title"),
        ({"category": Category.FACTUAL_CLAIM, "topic": "education"}, "category.topic"),
    ],
)
def test_a_bad_description_is_refused(
    network: Network, values: dict[str, object], code: str
) -> None:
    claim = make_claim(network, category="")

    with pytest.raises(Refused) as error:
        describe(claim, **values)  # type: ignore[arg-type] # values of several kinds

    assert refusal(error) == code
    assert tags() == []


@pytest.mark.parametrize(("category", "kind"), list(itertools.product(Category, IndicatorKind)))
def test_the_database_keeps_the_indicators_of_the_table_only(
    network: Network, category: Category, kind: IndicatorKind
) -> None:
    claim = make_claim(network, category=category)
    indicator = Indicator(claim=claim, category=category.value, kind=kind.value, value="x")

    if kind in RULES[category].indicators:
        indicator.save()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            indicator.save()
        with pytest.raises(Refused) as error:
            add_indicator(claim=claim, kind=kind, value="0912345021", actor=OFFICER)
        assert refusal(error) == "category.indicator"


def test_no_indicator_before_the_category(network: Network) -> None:
    claim = make_claim(network, category="")

    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.create(claim=claim, category="", kind="domain", value="x")
    with pytest.raises(Refused) as error:
        add_indicator(claim=claim, kind="domain", value="a.example", actor=OFFICER)
    assert refusal(error) == "indicator.no_category"


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("link", "https://facebook.com/nguoi.nao/posts/1", "indicator.post_address"),
        ("domain", "facebook.com", "indicator.post_address"),
        ("domain", "bit.ly", "indicator.shared_domain"),
        ("domain", "docs.google.com", None),
        ("domain", "google.com", "indicator.shared_domain"),
        ("domain", "otp.saomaibank.example", "indicator.protected_domain"),
        ("link", "https://saomaibank.example/trang-bi-chen", None),
        ("domain", "không phải", "indicator.unreadable"),
        ("link", "https://a.example/" + "a" * 2_000, "indicator.unreadable"),
        ("phone", "12", "indicator.unreadable"),
        ("account", "0000 1111 2222 3333", None),
    ],
)
def test_which_indicators_are_kept(
    network: Network, kind: str, value: str, code: str | None
) -> None:
    claim = make_claim(network)
    if code is None:
        add_indicator(claim=claim, kind=kind, value=value, actor=OFFICER)
        assert tags() == [AuditTag.CLAIM_INDICATOR_ADDED]
        return
    with pytest.raises(Refused) as error:
        add_indicator(claim=claim, kind=kind, value=value, actor=OFFICER)
    assert refusal(error) == code


def test_the_same_indicator_twice_is_one_with_a_new_date(network: Network) -> None:
    claim = make_claim(network)
    first = add_indicator(claim=claim, kind="phone", value="0912 345 021", actor=OFFICER)
    again = add_indicator(claim=claim, kind="phone", value="+84912345021", actor=OFFICER)

    assert first.pk == again.pk
    assert again.added_at > first.added_at

    remove_indicator(indicator=again, actor=OFFICER)
    assert not Indicator.objects.exists()
    assert tags() == [AuditTag.CLAIM_INDICATOR_ADDED] * 2 + [AuditTag.CLAIM_INDICATOR_REMOVED]


def test_a_new_category_deletes_what_it_may_not_keep(network: Network) -> None:
    claim = make_claim(network)
    make_indicator(claim, IndicatorKind.PHONE, "0912345021")
    make_indicator(claim, IndicatorKind.DOMAIN, "a.example")

    describe(claim, Category.IMPERSONATION)
    assert list(Indicator.objects.values_list("kind", "category")) == [("domain", "impersonation")]
    assert drop_indicators(claim=claim, actor=OFFICER) == 0

    describe(claim, Category.FACTUAL_CLAIM, topic=Topic.HEALTH)
    assert not Indicator.objects.exists()


def test_a_wording_is_found_once_and_without_handles(network: Network) -> None:
    claim = make_claim(network)
    wording = add_wording(
        claim=claim, language="vi", text=f"{SCAM} nhắn @nguoi.nao_do", actor=OFFICER
    )
    add_wording(claim=claim, language="vi", text=f"{SCAM} nhắn @nguoi.nao_do", actor=OFFICER)

    assert "nguoi.nao_do" not in wording.text
    assert ClaimWording.objects.count() == IndexEntry.objects.count() == 1
    assert find_claims(SCAM).matches[0].claim == claim
    assert tags() == [AuditTag.CLAIM_WORDING_ADDED]

    remove_wording(wording=wording, actor=OFFICER)
    assert IndexEntry.objects.count() == 0
    assert find_claims(SCAM).matches == ()


@pytest.mark.parametrize(
    ("text", "code"), [(" \n!!", "claim.no_wording"), ("a" * 20_001, "claim.long_wording")]
)
def test_bad_wordings_are_refused(network: Network, text: str, code: str) -> None:
    with pytest.raises(Refused) as error:
        add_wording(claim=make_claim(network), language="vi", text=text, actor=OFFICER)
    assert refusal(error) == code


def test_an_emptied_claim_says_nothing(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM], title="Ai đó nói xấu")
    make_indicator(claim, IndicatorKind.DOMAIN, "a.example")
    link_report(make_report(network, text=SCAM), claim)

    empty_claim(claim=claim, actor=OFFICER)

    claim.refresh_from_db()
    assert (claim.title, claim.title_folded, claim.category) == ("", "", "out_of_scope")
    assert not IndexEntry.objects.exists()
    assert not Indicator.objects.exists()
    assert not ClaimWording.objects.exists()
    assert ReportLink.objects.count() == 1
    assert find_claims(SCAM).matches == ()
    assert tags() == [AuditTag.CLAIM_EMPTIED]


def test_merged_claims_are_one(network: Network) -> None:
    one = make_claim(network, wordings=[SCAM], indicators=[(IndicatorKind.PHONE, "0912345021")])
    two = make_claim(network, wordings=[RUMOUR], category=Category.IMPERSONATION)
    make_indicator(one, IndicatorKind.DOMAIN, "a.example")
    link_report(make_report(network, text=SCAM), one)

    merge_claims(claim=one, into=two, actor=system_actor("test"))

    assert {match.claim for match in find_claims(SCAM).matches} == {two}
    assert set(ReportLink.objects.values_list("claim", flat=True)) == {two.pk}
    assert list(Indicator.objects.values_list("claim", "kind")) == [(two.pk, "domain")]
    assert tags() == [AuditTag.CLAIM_MERGED]
    for claim, into in ((one, two), (two, two), (two, one)):
        with pytest.raises(Refused):
            merge_claims(claim=claim, into=into, actor=system_actor("test"))


def test_constraints_of_claims(network: Network) -> None:
    for values in (
        {"category": "politics"},
        {"category": "factual_claim", "topic": "politics"},
        {"category": "factual_claim", "topic": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.create(reference="ND-X", network=network, **values)
    claim = make_claim(network)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(merged_into=claim.pk)


@pytest.mark.parametrize("permission", MatchingPermission)
@pytest.mark.parametrize("lead", [True, False])
@pytest.mark.parametrize("role", Role)
def test_who_may(permission: MatchingPermission, lead: bool, role: Role) -> None:
    officers = {Role.FOCAL_OFFICER, Role.DESK_OFFICER, Role.APPROVER}
    allowed = {
        MatchingPermission.REPORT_MATCH: set(),
        MatchingPermission.INDEX_REBUILD: set(),
        MatchingPermission.WEIGHTS_LEARN: set(),
        MatchingPermission.CLAIM_DESCRIBE: officers,
        MatchingPermission.REPORT_MOVE: officers - {Role.FOCAL_OFFICER},
        MatchingPermission.CLAIM_MERGE: officers - {Role.FOCAL_OFFICER},
    }[permission]
    actor = Actor(
        kind=ActorKind.STAFF,
        user_id=1,
        agency_id=1,
        roles=frozenset({role}),
        in_lead_agency=lead,
    )

    assert may(actor, permission) is (role in allowed and (lead or permission not in LEAD_ONLY))
    assert may(system_actor("job"), permission)
    assert not may(public_actor(), permission)


def test_the_public_writes_nothing(network: Network) -> None:
    claim = make_claim(network)
    with pytest.raises(NotVisible):
        add_wording(claim=claim, language="vi", text=SCAM, actor=public_actor())
    with pytest.raises(NotVisible):
        describe(claim, actor=public_actor())
    with pytest.raises(NotVisible):
        open_claim(network=network, actor=public_actor())
