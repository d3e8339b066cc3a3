"""The database's own rules: the same walks, past every service."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.kernel.categories import RULES, Category, Rating
from sangto.organisations.models import Agency
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import CitedGround, Delivery, Source, Verdict, VerdictVersion
from tests.factories.cases import World, categorised, make_report
from tests.factories.organisations import make_user
from tests.factories.verdicts import drafted, raw_version


def refused(**fields: Any) -> bool:
    """Whether the row that is made this way is kept out; nothing of it stays."""
    case = fields.pop("case")
    try:
        with transaction.atomic():
            raw_version(case, **fields)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def signed(world: World, *, approver: Agency | None = None) -> dict[str, Any]:
    return {
        "drafted_by": make_user(),
        "drafted_agency": world.lead,
        "approved_by": make_user(),
        "approver_agency": approver or world.lead,
        "published_at": timezone.now(),
    }


def test_every_pair_of_category_and_rating(world: World) -> None:
    case = categorised(world)
    for category in Category:
        topic = "health" if category is Category.FACTUAL_CLAIM else ""
        for rating in Rating:
            allowed = rating in RULES[category].ratings
            assert refused(case=case, category=category, rating=rating, topic=topic) != allowed
    assert refused(case=case, category="", rating="")
    assert refused(case=case, category="gossip", rating="scam")


def test_topic_of_the_closed_list_for_factual_claims_only(world: World) -> None:
    case = categorised(world)
    assert refused(case=case, category="factual_claim", rating="false", topic="")
    assert refused(case=case, category="factual_claim", rating="false", topic="religion")
    assert refused(case=case, category="fraud", rating="scam", topic="health")
    assert not refused(case=case, category="factual_claim", rating="false", topic="health")


@pytest.mark.parametrize("status", ["published", "superseded", "released"])
def test_two_people_sign(world: World, status: str) -> None:
    case = categorised(world)
    released = status == "released"
    whole = signed(world, approver=world.health if released else None)
    imported = {"imported_from": "Desk"} if released else {}
    assert not refused(case=case, status=status, **whole, **imported)
    for name in whole:
        assert refused(case=case, status=status, **{**whole, name: None}, **imported)
    same = {**whole, "approved_by": whole["drafted_by"]}
    assert refused(case=case, status=status, **same, **imported)
    one_agency = {**whole, "approver_agency": whole["drafted_agency"]}
    assert refused(case=case, status=status, **one_agency, **imported) == released


@pytest.mark.parametrize("status", list(VersionStatus))
def test_nobody_approves_their_own_in_any_state(world: World, status: VersionStatus) -> None:
    case, user = categorised(world), make_user()
    assert refused(
        case=case,
        status=status,
        **{**signed(world), "drafted_by": user, "approved_by": user},
    )


@pytest.mark.parametrize("status", ["published", "superseded"])
def test_what_is_public_is_complete(world: World, status: str) -> None:
    case = categorised(world)
    for gap in ({"summary": ""}, {"explanation": ""}, {"valid_until": None}):
        assert refused(case=case, status=status, **signed(world), **gap)
    unverified = {"rating": "unverified", **signed(world)}
    assert refused(case=case, status=status, **unverified)
    assert not refused(case=case, status=status, **unverified, missing="Chờ trả lời.")


def test_imported_versions_are_never_published(world: World) -> None:
    case = categorised(world)
    whole = signed(world, approver=world.health)
    for status in VersionStatus:
        allowed = status in {VersionStatus.HELD, VersionStatus.RELEASED, VersionStatus.WITHDRAWN}
        assert refused(case=case, status=status, imported_from="Desk", **whole) != allowed
        own = status not in {VersionStatus.HELD, VersionStatus.RELEASED, VersionStatus.WITHDRAWN}
        assert refused(case=case, status=status, **whole) != own


def test_one_open_and_one_published_version_a_verdict(world: World) -> None:
    case = categorised(world)
    raw_version(case, status="published", **signed(world))
    raw_version(case, status="superseded", **signed(world))
    raw_version(case, status="draft")
    assert refused(case=case, status="published", **signed(world))
    assert refused(case=case, status="submitted")
    assert refused(case=case, status="superseded", number=1, **signed(world))
    assert refused(case=case, status="superseded", number=0, **signed(world))
    assert refused(case=case, status="lost")


def test_own_verdicts_have_a_case_and_claims_one_of_each_origin(world: World) -> None:
    case = categorised(world)
    raw_version(case)
    for number, (origin, its_case) in enumerate(
        [("own", None), ("own", case), ("imported", case), ("else", None)]
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Verdict.objects.create(
                reference=f"X{number}", claim=case.claim, case=its_case, origin=origin
            )
    Verdict.objects.create(reference="X9", claim=case.claim, origin="imported")


def test_sources_grounds_and_deliveries(world: World) -> None:
    version = drafted(world)
    day = timezone.localdate()
    for gap in ({"title": ""}, {"publisher": ""}, {"address": ""}):
        values = {"title": "t", "publisher": "p", "address": "https://a.example/", **gap}
        with pytest.raises(IntegrityError), transaction.atomic():
            Source.objects.create(version=version, seen_on=day, **values)
    cited = version.cited_grounds.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CitedGround.objects.create(version=version, ground=cited.ground, cited_on=day)
    report = make_report(version.verdict.claim)
    Delivery.objects.create(version=version, report=report, via="receipt")
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(version=version, report=report, via="receipt")
    Delivery.objects.create(version=version, report=report, via="email")


def test_no_field_could_hold_an_author_or_a_profile() -> None:
    names = {
        field.name
        for model in (Verdict, VerdictVersion, Source, CitedGround, Delivery)
        for field in model._meta.get_fields()
    }
    forbidden = ("author", "poster", "profile", "handle", "account", "sender", "sharer")
    assert not [name for name in names if any(word in name for word in forbidden)]
