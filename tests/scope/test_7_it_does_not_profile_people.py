"""SCOPE.md 7. Numbers are found by exact look-up only, behind three conditions, for 90 days.

Guards: ``_by_keys`` in ``matching.queries.evidence`` (two people, 90 days, fraud only),
``_may_lead_to`` in ``verdicts.queries.checking`` (a verdict of “scam”). No list of them exists.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sangto.kernel.categories import IndicatorKind, Rating
from sangto.matching.models import Indicator
from sangto.matching.queries import find_claims, search_claims
from sangto.verdicts.queries import CheckOutcome, check_message
from tests.factories.cases import World, categorised, make_report, reported_claim
from tests.factories.matching import make_indicator
from tests.factories.verdicts import published_verdict
from tests.web.desk_scene import text_of

NUMBERS = {
    IndicatorKind.PHONE: "0912 345 021",
    IndicatorKind.ACCOUNT: "stk 0000 1111 2222 3333",
    IndicatorKind.WALLET: "ví momo 0912 345 021",
}


def known(world: World, *, reports: int = 2, rating: Rating = Rating.SCAM) -> Indicator:
    version = published_verdict(
        world, case=categorised(world, claim=reported_claim(world, reports)), rating=rating
    )
    claim = version.verdict.claim
    claim.refresh_from_db()
    return make_indicator(claim, IndicatorKind.PHONE, "0912345021")


def asked() -> CheckOutcome:
    return check_message("Số 0912 345 021 gọi tôi là ai vậy").outcome


def test_with_a_scam_verdict_and_two_people_it_is_found(world: World) -> None:
    known(world)
    assert asked() is CheckOutcome.ANSWER


def test_one_report_is_not_enough(world: World) -> None:
    known(world, reports=1)
    assert asked() is CheckOutcome.UNKNOWN


@pytest.mark.parametrize("rating", [Rating.UNVERIFIED, Rating.GENUINE])
def test_another_verdict_is_not_enough(world: World, rating: Rating) -> None:
    known(world, rating=rating)
    assert asked() is CheckOutcome.UNKNOWN


def test_it_ends_after_90_days(world: World) -> None:
    indicator = known(world)
    Indicator.objects.filter(pk=indicator.pk).update(
        added_at=timezone.now() - timedelta(days=90, minutes=1)
    )
    assert asked() is CheckOutcome.UNKNOWN


@pytest.mark.parametrize("part", ["0912 345", "345 021", "0912 345 02", "091234502*", "%", "_"])
def test_only_the_whole_number_is_found(world: World, part: str) -> None:
    known(world)
    assert find_claims(f"số {part}").matches == ()
    assert not search_claims(part).exists()


def test_no_page_lists_it(world: World) -> None:
    version_page = known(world).claim.verdicts.get().reference
    make_report(Indicator.objects.get().claim)
    client = Client()
    for path in ("/", "/ket-luan/", "/ket-luan/feed.atom", f"/ket-luan/{version_page}/"):
        page = text_of(client.get(path))
        assert "912345021" not in page.replace(" ", "")
