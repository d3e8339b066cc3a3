"""One step for many claims: each by itself, recorded, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.cases.domain.bulk import BULK_CATEGORIES, MOST_ITEMS, BulkKind, ItemState
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import BulkDecision, Case
from sangto.cases.services import (
    BulkStep,
    add_note,
    decide_in_bulk,
    take_hold,
    undo_in_bulk,
)
from sangto.kernel.actor import Actor, Role
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import User
from tests.factories.cases import World, categorised, opened, reported_claim

pytestmark = pytest.mark.django_db


def user_of(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id or 0)


def states(decision: BulkDecision) -> list[tuple[str, str]]:
    items = decision.items.order_by("pk")
    return [(item.state, item.refusal.get("code", "")) for item in items]


def tags_since(number: int) -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True)[number:])


def test_taking_several_and_taking_it_back(world: World) -> None:
    actor, other = world.officer(), world.officer()
    mine, fresh, held = opened(world, actor=other), reported_claim(world), opened(world)
    take_hold(claim=held.claim, actor=other)
    before = AuditEvent.objects.count()
    decision = decide_in_bulk(
        step=BulkStep(BulkKind.TAKE), claims=[mine.claim, fresh, held.claim], actor=actor
    )
    assert states(decision) == [("done", ""), ("done", ""), ("refused", "cases.held")]
    assert tags_since(before) == [
        AuditTag.CASE_ASSIGNED,
        AuditTag.CASE_OPENED,
        AuditTag.REPORT_REVIEW_STARTED,
        AuditTag.CASE_ASSIGNED,
        AuditTag.BULK_DECIDED,
    ]
    mine.refresh_from_db()
    assert mine.assignee_id == actor.user_id
    before = AuditEvent.objects.count()
    undone = undo_in_bulk(decision=decision, actor=actor)
    assert states(undone) == [("undone", ""), ("undone", ""), ("refused", "cases.held")]
    assert tags_since(before) == [
        AuditTag.CASE_ASSIGNED,
        AuditTag.CASE_ASSIGNED,
        AuditTag.BULK_UNDONE,
    ]
    mine.refresh_from_db()
    assert mine.assignee_id == other.user_id
    assert Case.objects.get(claim=fresh).assignee_id is None


def test_what_somebody_worked_on_since_stays(world: World) -> None:
    actor, other = world.officer(), world.officer()
    first, second = opened(world, actor=other), opened(world, actor=other)
    decision = decide_in_bulk(
        step=BulkStep(BulkKind.GIVE, colleague=user_of(other)),
        claims=[first.claim, second.claim],
        actor=actor,
    )
    add_note(case=Case.objects.get(pk=second.pk), text="Đã gọi cho ngân hàng", actor=other)
    undone = undo_in_bulk(decision=decision, actor=actor)
    assert states(undone) == [("undone", ""), ("kept", "cases.bulk_touched")]


@pytest.mark.parametrize("category", BULK_CATEGORIES)
def test_a_category_of_the_fraud_family(world: World, category: Category) -> None:
    actor = world.officer()
    claim, has_one = reported_claim(world), categorised(world)
    step = BulkStep(BulkKind.CATEGORY, category=category, title="Tin nhắn báo trúng xe máy")
    decision = decide_in_bulk(step=step, claims=[claim, has_one.claim], actor=actor)
    assert states(decision) == [("done", ""), ("refused", "cases.bulk_has_category")]
    case = Case.objects.get(claim=claim)
    assert (case.status, case.category) == (CaseStatus.VERIFYING, category)
    assert case.checks.count() == 1
    undone = undo_in_bulk(decision=decision, actor=actor)
    assert states(undone)[0] == ("undone", "")
    case.refresh_from_db()
    claim.refresh_from_db()
    assert (case.status, case.category, case.checks.count()) == (CaseStatus.TRIAGE, "", 0)
    assert (claim.title, claim.category) == ("", "")


@pytest.mark.parametrize("category", sorted(set(Category) - set(BULK_CATEGORIES)))
def test_every_other_category_is_chosen_one_at_a_time(world: World, category: Category) -> None:
    claim = reported_claim(world)
    step = BulkStep(BulkKind.CATEGORY, category=category, title="Tin đồn về thuốc")
    decision = decide_in_bulk(step=step, claims=[claim], actor=world.officer())
    assert states(decision) == [("refused", "cases.bulk_category")]
    assert not Case.objects.exists()


def test_passing_on_and_back(world: World) -> None:
    actor = world.officer()
    case = categorised(world, Category.FACTUAL_CLAIM, actor=actor)
    owner = case.owner_id
    decision = decide_in_bulk(step=BulkStep(BulkKind.ROUTE), claims=[case.claim], actor=actor)
    assert states(decision) == [("done", "")]
    case.refresh_from_db()
    assert case.owner_id != owner
    undo_in_bulk(decision=decision, actor=actor)
    case.refresh_from_db()
    assert case.owner_id == owner


def test_joining_and_parting(world: World) -> None:
    actor = world.officer()
    into, one, two = reported_claim(world), reported_claim(world), reported_claim(world)
    step = BulkStep(BulkKind.JOIN, into=into)
    decision = decide_in_bulk(step=step, claims=[into, one, two], actor=actor)
    assert states(decision) == [("done", ""), ("done", "")]
    one.refresh_from_db()
    assert one.merged_into == into
    undo_in_bulk(decision=decision, actor=actor)
    one.refresh_from_db()
    two.refresh_from_db()
    assert [one.merged_into_id, two.merged_into_id] == [None, None]


def test_only_who_took_it_takes_it_back_and_only_at_once(world: World) -> None:
    actor, other = world.officer(), world.officer()
    case = opened(world)
    decision = decide_in_bulk(step=BulkStep(BulkKind.TAKE), claims=[case.claim], actor=actor)
    with pytest.raises(NotVisible):
        undo_in_bulk(decision=decision, actor=other)
    late = decision.at + timedelta(minutes=30, seconds=1)
    with pytest.raises(Refused) as refused:
        undo_in_bulk(decision=decision, actor=actor, now=late)
    assert refused.value.refusal.code == "cases.bulk_late"
    undo_in_bulk(decision=decision, actor=actor)
    with pytest.raises(Refused) as refused:
        undo_in_bulk(decision=decision, actor=actor)
    assert refused.value.refusal.code == "cases.bulk_undone"


def test_how_many(world: World) -> None:
    claims = [reported_claim(world)]
    for kind, number, code in (
        (BulkKind.TAKE, 0, "cases.bulk_few"),
        (BulkKind.JOIN, 1, "cases.bulk_few"),
        (BulkKind.TAKE, MOST_ITEMS + 1, "cases.bulk_many"),
    ):
        with pytest.raises(Refused) as refused:
            decide_in_bulk(step=BulkStep(kind), claims=claims * number, actor=world.officer())
        assert refused.value.refusal.code == code
    assert not BulkDecision.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPEALS_OFFICER])
def test_what_one_may_not_do_alone_one_may_not_do_in_bulk(world: World, role: Role) -> None:
    case = opened(world)
    actor = world.actor(world.lead, role)
    decision = decide_in_bulk(step=BulkStep(BulkKind.TAKE), claims=[case.claim], actor=actor)
    assert states(decision) == [(ItemState.REFUSED, "cases.bulk_not_yours")]
    with pytest.raises(NotVisible):
        decide_in_bulk(
            step=BulkStep(BulkKind.TAKE),
            claims=[case.claim],
            actor=world.actor(world.lead, Role.AUDITOR),
        )
