from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sangto.kernel.actor import Actor, Role, operator_actor
from sangto.kernel.categories import RULES, Category, Rating
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.models import Claim
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import published, published_version
from sangto.verdicts.services import (
    approve_and_publish,
    classify_imported,
    edit_draft,
    hold_imported,
    refuse_imported,
    submit_draft,
)
from tests.factories.cases import World, categorised, reported_claim
from tests.factories.verdicts import approver, content, drafted, last_event, recorded

IMPORT = operator_actor("import")


def held(world: World, claim: Claim | None = None, **changes: Any) -> VerdictVersion:
    values: dict[str, Any] = {
        "title": "Tin vỡ đập là bịa",
        "summary": "Đập vẫn an toàn.",
        "imported_from": "Bàn kiểm chứng Khác",
        "imported_address": "https://kiemchung.example/1",
        **changes,
    }
    return hold_imported(claim=claim or reported_claim(world), actor=IMPORT, **values)


def elsewhere(world: World) -> Actor:
    """Of another agency than the lead."""
    return world.actor(world.press, Role.APPROVER)


def classify(
    version: VerdictVersion,
    actor: Actor,
    rating: Rating = Rating.FALSE,
    topic: str = "disaster",
    category: Category = Category.FACTUAL_CLAIM,
) -> VerdictVersion:
    return classify_imported(
        version=version,
        category=category,
        topic=topic,
        rating=rating,
        checks=RULES[category].checks,
        actor=actor,
    )


def test_held_without_category_and_recorded(world: World) -> None:
    claim = reported_claim(world)
    before = last_event()
    version = held(world, claim)
    assert recorded(before) == [("verdict:held", "verdicts.verdictversion")]
    assert (version.status, version.category, version.rating) == ("held", "", "")
    assert (version.verdict.origin, version.verdict.case_id) == ("imported", None)
    with pytest.raises(Refused) as error:
        held(world, claim)
    assert error.value.refusal.code == "verdict.imported_already"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"imported_from": ""},
        {"imported_address": "javascript:alert(1)"},
        {"imported_address": ""},
        {"title": "x" * 301},
    ],
)
def test_an_import_says_what_and_from_where(world: World, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        held(world, **changes)
    assert not VerdictVersion.objects.exists()


def test_two_people_release_it(world: World) -> None:
    version = held(world)
    first, second = world.officer(), elsewhere(world)
    before = last_event()
    assert classify(version, first).status == VersionStatus.HELD
    with pytest.raises(Refused) as error:
        classify(version, first)
    assert error.value.refusal.code == "verdict.own_work"
    with pytest.raises(Refused) as error:
        classify(version, approver(world))
    assert error.value.refusal.code == "verdict.same_agency"
    with pytest.raises(IntegrityError), transaction.atomic():
        VerdictVersion.objects.filter(pk=version.pk).update(
            status="released",
            approved_by=second.user_id,
            approver_agency=first.agency_id,
            published_at=version.drafted_at,
        )
    released = classify(version, second)
    assert released.status == VersionStatus.RELEASED
    assert (released.drafted_by_id, released.approved_by_id) == (first.user_id, second.user_id)
    assert [tag for tag, _ in recorded(before)] == [
        "verdict:classified",
        "claim:described",
        "verdict:released",
    ]


def test_disagreement_starts_again(world: World) -> None:
    version = held(world)
    first, second = world.officer(), elsewhere(world)
    classify(version, first)
    assert classify(version, second, rating=Rating.MISLEADING).status == VersionStatus.HELD
    with pytest.raises(Refused):
        classify(version, second, rating=Rating.MISLEADING)
    assert classify(version, first, rating=Rating.MISLEADING).rating == "misleading"


def test_every_pair_of_category_and_rating(world: World) -> None:
    version = held(world)
    officer = world.officer()
    for category in Category:
        for rating in Rating:
            if rating in RULES[category].ratings:
                assert classify(version, officer, rating, "health", category).rating == rating
                continue
            with pytest.raises(Refused):
                classify(version, officer, rating, "health", category)
    with pytest.raises(Refused) as error:
        classify(version, officer, topic="religion")
    assert error.value.refusal.code == "category.topic"


def test_only_the_lead_holds_and_nobody_classifies_their_own_matter(world: World) -> None:
    version = held(world)
    for actor in (
        world.actor(world.press, Role.DESK_OFFICER),
        world.actor(world.lead, Role.EDITOR),
    ):
        if actor.in_lead_agency:
            with pytest.raises(NotVisible):
                classify(version, actor)
        with pytest.raises(NotVisible):
            hold_imported(
                claim=reported_claim(world),
                title="a",
                summary="",
                imported_from="b",
                imported_address="https://c.example/",
                actor=actor,
            )
    claim = version.verdict.claim
    claim.subject_agency = world.committee
    claim.save()
    with pytest.raises(NotVisible):
        classify(version, world.officer())


def test_it_is_never_published_nor_listed(world: World) -> None:
    version = held(world)
    classify(version, world.officer())
    released = classify(version, elsewhere(world))
    with pytest.raises(Refused) as error:
        approve_and_publish(version=released, actor=approver(world))
    assert error.value.refusal.code == "verdict.imported"
    with pytest.raises(Refused):
        edit_draft(version=released, content=content(), actor=world.officer())
    with pytest.raises(Refused):
        submit_draft(version=released, actor=world.officer())
    assert published(world.network) == []
    assert published_version(version.verdict.reference) is None


def test_a_refused_import_is_gone_for_good(world: World) -> None:
    version = held(world)
    assert refuse_imported(version=version, actor=world.officer()).status == "withdrawn"
    with pytest.raises(Refused):
        classify(version, world.officer())


def test_an_own_verdict_stands_beside_it(world: World) -> None:
    claim = reported_claim(world)
    imported = held(world, claim)
    own = drafted(world, case=categorised(world, claim=claim))
    assert own.verdict_id != imported.verdict_id
