"""Domains as a list, numbers by exact look-up; nothing else is in either (SCOPE.md 7)."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
import stix2
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sangto.handling.indicator_papers import indicators_csv, misp_json, stix_bundle
from sangto.handling.queries.indicators import ListedDomain, indicators, known_number
from sangto.kernel.categories import Category, IndicatorKind, Rating
from sangto.matching.models import Indicator
from sangto.verdicts.models import VerdictVersion
from tests.factories.cases import World, categorised, reported_claim
from tests.factories.matching import make_indicator
from tests.factories.verdicts import published_verdict

KEPT = {
    Category.FRAUD: Rating.SCAM,
    Category.MALICIOUS_LINK: Rating.SCAM,
    Category.IMPERSONATION: Rating.IMPERSONATION,
    Category.COMPROMISED_SITE: Rating.CONFIRMED,
}


def published(
    world: World, category: Category, rating: Rating, *, reports: int = 2
) -> VerdictVersion:
    case = categorised(world, category, claim=reported_claim(world, reports))
    version = published_verdict(world, case=case, rating=rating)
    version.verdict.claim.refresh_from_db()
    return version


def test_the_list_over_category_and_rating(world: World, django_assert_num_queries: object) -> None:
    for number, (category, rating) in enumerate(KEPT.items()):
        claim = published(world, category, rating).verdict.claim
        make_indicator(claim, IndicatorKind.DOMAIN, f"xau{number}.example")
        make_indicator(claim, IndicatorKind.LINK, f"https://link{number}.example/a")
    for category, rating in (
        (Category.FRAUD, Rating.UNVERIFIED),
        (Category.FRAUD, Rating.GENUINE),
        (Category.COMPROMISED_SITE, Rating.RESOLVED),
    ):
        claim = published(world, category, rating).verdict.claim
        make_indicator(claim, IndicatorKind.DOMAIN, f"{rating.value}.example")
    indicators(world.network)
    with django_assert_num_queries(4):  # type: ignore[operator]  # the fixture of pytest-django
        lines = indicators(world.network)
    assert [line.domain for line in lines] == [f"xau{number}.example" for number in range(4)]
    gone = timezone.localdate() + timedelta(days=400)
    assert indicators(world.network, today=gone) == []


@pytest.mark.parametrize("value", ["blogspot.com", "dichvucong.gov.vn", "truong.edu.vn"])
def test_what_somebody_wrote_down_wrongly_is_not_listed(world: World, value: str) -> None:
    claim = published(world, Category.FRAUD, Rating.SCAM).verdict.claim
    Indicator.objects.create(claim=claim, category="fraud", kind="domain", value=value)
    assert indicators(world.network) == []


def line(domain: str = "xau.example") -> ListedDomain:
    return ListedDomain(
        domain=domain,
        category=Category.FRAUD,
        rating=Rating.SCAM,
        verdict="KL-26-ABC123",
        address="https://desk.example/ket-luan/KL-26-ABC123/",
        appeal="https://desk.example/ket-luan/KL-26-ABC123/#object",
        valid_from=timezone.now(),
        valid_until=timezone.localdate() + timedelta(days=30),
    )


def test_stix_is_read_back() -> None:
    lines = [line(), line("b.example")]
    made = stix_bundle(lines, publisher="Mẫu", base="https://desk.example")
    bundle = stix2.parse(made, allow_custom=False)
    found = [one for one in bundle.objects if one.type == "indicator"]
    assert [one.name for one in found] == ["xau.example", "b.example"]
    assert found[0].pattern == "[domain-name:value = 'xau.example']"
    assert found[0].valid_until.date() == line().valid_until + timedelta(days=1)
    assert found[0].external_references[1].url == line().appeal
    again = json.loads(stix_bundle(lines, publisher="Mẫu", base="https://desk.example"))
    assert json.loads(made)["id"] == again["id"], "the same list has the same ids"
    assert stix2.parse(stix_bundle([], publisher="Mẫu", base="https://desk.example")).objects


def test_misp_is_read_back() -> None:
    event = json.loads(misp_json([line()], publisher="Mẫu", base="https://desk.example"))["Event"]
    (one,) = event["Object"]
    assert one["name"] == "phishing"
    assert one["Attribute"][0]["value"] == "xau.example"
    assert one["last_seen"][:10] == str(line().valid_until + timedelta(days=1))


@given(st.text(min_size=1, max_size=30))
def test_no_cell_is_a_formula(domain: str) -> None:
    made = indicators_csv([line(f"={domain}")])
    assert made.startswith(b"\xef\xbb\xbf")
    _head, row = csv.reader(StringIO(made.decode("utf-8-sig"), newline=""))
    assert row[0].startswith("'=")


def known(world: World, kind: IndicatorKind, value: str, **arguments: object) -> Indicator:
    rating = arguments.pop("rating", Rating.SCAM)
    version = published(world, Category.FRAUD, rating, **arguments)  # type: ignore[arg-type]  # values of a test
    return make_indicator(version.verdict.claim, kind, value)


def test_exactly_this_number(world: World, django_assert_num_queries: object) -> None:
    known(world, IndicatorKind.PHONE, "0912345021")
    known(world, IndicatorKind.ACCOUNT, "0000111122223333")
    for kind, written, found in (
        (IndicatorKind.PHONE, "0912 345 021", True),
        (IndicatorKind.PHONE, "+84912345021", True),
        (IndicatorKind.ACCOUNT, "0000 1111 2222 3333", True),
        (IndicatorKind.ACCOUNT, "0912345021", False),
        (IndicatorKind.PHONE, "0912 345 02", False),
        (IndicatorKind.PHONE, "0912345022", False),
        (IndicatorKind.PHONE, "%", False),
        (IndicatorKind.PHONE, "", False),
        (IndicatorKind.DOMAIN, "0912345021", False),
    ):
        with django_assert_num_queries(3):  # type: ignore[operator]  # the fixture of pytest-django
            assert (known_number(kind, written) is not None) == found, written


def test_the_three_conditions_of_a_number(world: World) -> None:
    one = known(world, IndicatorKind.PHONE, "0912345021")
    assert known_number(IndicatorKind.PHONE, "0912345021") is not None
    late = timezone.now() + timedelta(days=90, minutes=1)
    assert known_number(IndicatorKind.PHONE, "0912345021", now=late) is None
    known(world, IndicatorKind.PHONE, "0912345031", reports=1)
    assert known_number(IndicatorKind.PHONE, "0912345031") is None
    known(world, IndicatorKind.PHONE, "0912345041", rating=Rating.UNVERIFIED)
    assert known_number(IndicatorKind.PHONE, "0912345041") is None
    found = known_number(IndicatorKind.PHONE, "0912345021")
    assert found is not None
    assert found.until <= timezone.localdate(one.added_at) + timedelta(days=90)
