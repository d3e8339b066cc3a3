"""Holds: one person at a time decides about a claim."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.domain.holding import HOLD_FOR
from sangto.cases.models import Hold
from sangto.cases.queries import hold_now, inbox
from sangto.cases.services import (
    add_note,
    assign,
    close_out_of_scope,
    confirm_category,
    escalate,
    hand_over_hold,
    merge,
    move_report_to,
    open_case,
    part_report,
    release_hold,
    renew_hold,
    route,
    set_category,
    take_hold,
    transfer,
)
from sangto.intake.domain.reports import Closing
from sangto.kernel.actor import Actor, Role
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.models import Claim
from sangto.organisations.models import User
from tests.factories.cases import (
    World,
    categorised,
    choice,
    make_report,
    make_world,
    opened,
    reported_claim,
)

MINUTE = timedelta(minutes=1)


def tags_of(claim: Claim) -> list[str]:
    held = ("hold:taken", "hold:handed_over", "hold:released")
    return [tag for tag in events_about(claim).values_list("tag", flat=True) if tag in held]


def user_of(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id or 0)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


@pytest.mark.django_db
def test_the_second_reads_who_holds_it_and_until_when(world: World) -> None:
    claim, first, second = reported_claim(world), world.officer(), world.officer()
    hold = take_hold(claim=claim, actor=first)
    with pytest.raises(Refused) as refused:
        take_hold(claim=claim, actor=second)
    assert refused.value.refusal.params == {
        "name": user_of(first).full_name,
        "until": f"{timezone.localtime(hold.until):%H:%M}",
    }
    assert tags_of(claim) == [AuditTag.HOLD_TAKEN]
    (row,) = inbox(second)
    assert row.hold is not None
    assert row.hold.name == user_of(first).full_name


@pytest.mark.django_db
def test_it_ends_by_time_and_lives_while_the_page_is_open(world: World) -> None:
    claim, first, second = reported_claim(world), world.officer(), world.officer()
    start = timezone.now()
    take_hold(claim=claim, actor=first, now=start)
    assert renew_hold(claim=claim, actor=first, now=start + 15 * MINUTE) is not None
    with pytest.raises(Refused):
        take_hold(claim=claim, actor=second, now=start + 30 * MINUTE)
    late = start + 15 * MINUTE + HOLD_FOR
    assert hold_now(claim, now=late) is None
    assert renew_hold(claim=claim, actor=first, now=late) is None
    assert take_hold(claim=claim, actor=second, now=late).user_id == second.user_id
    assert tags_of(claim) == [AuditTag.HOLD_TAKEN, AuditTag.HOLD_TAKEN]


@pytest.mark.django_db
def test_taking_it_again_renews_without_a_record(world: World) -> None:
    claim, actor, start = reported_claim(world), world.officer(), timezone.now()
    take_hold(claim=claim, actor=actor, now=start)
    assert (
        take_hold(claim=claim, actor=actor, now=start + MINUTE).until == start + MINUTE + HOLD_FOR
    )
    assert tags_of(claim) == [AuditTag.HOLD_TAKEN]


@pytest.mark.django_db
def test_release_and_hand_over(world: World) -> None:
    claim, first, second = reported_claim(world), world.officer(), world.officer()
    take_hold(claim=claim, actor=first)
    given = hand_over_hold(claim=claim, to_user=user_of(second), actor=first)
    assert (given.user_id, given.handed_by_id) == (second.user_id, first.user_id)
    assert release_hold(claim=claim, actor=first) is False
    assert release_hold(claim=claim, actor=second) is True
    assert not Hold.objects.exists()
    assert tags_of(claim) == [
        AuditTag.HOLD_TAKEN,
        AuditTag.HOLD_HANDED_OVER,
        AuditTag.HOLD_RELEASED,
    ]
    with pytest.raises(Refused) as refused:
        hand_over_hold(claim=claim, to_user=user_of(first), actor=second)
    assert code_of(refused) == "cases.not_held"


@pytest.mark.django_db
def test_only_a_colleague_who_may_decide_gets_it(world: World) -> None:
    claim, actor = reported_claim(world), world.officer()
    take_hold(claim=claim, actor=actor)
    others = (
        actor,
        world.actor(world.trade),
        world.actor(world.lead, Role.AUDITOR),
        world.actor(world.lead, Role.ADMINISTRATOR),
    )
    for other in others:
        with pytest.raises(Refused) as refused:
            hand_over_hold(claim=claim, to_user=user_of(other), actor=actor)
        assert code_of(refused) == "cases.hold_receiver"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("agency", "role", "before_case", "in_case"),
    [
        ("lead", Role.DESK_OFFICER, True, True),
        ("lead", Role.APPROVER, False, True),
        ("lead", Role.AUDITOR, False, False),
        ("lead", Role.ADMINISTRATOR, False, False),
        ("trade", Role.FOCAL_OFFICER, False, False),
        ("trade", Role.DESK_OFFICER, False, False),
    ],
)
def test_who_may_hold(
    world: World, agency: str, role: Role, before_case: bool, in_case: bool
) -> None:
    actor = world.actor(getattr(world, agency), role)
    for claim, allowed in (
        (reported_claim(world), before_case),
        (opened(world).claim, in_case),
    ):
        if allowed:
            assert take_hold(claim=claim, actor=actor).user_id == actor.user_id
        else:
            with pytest.raises(NotVisible):
                take_hold(claim=claim, actor=actor)


@pytest.mark.django_db
def test_deciding_services_refuse_while_somebody_else_holds_it(world: World) -> None:
    holder, other = world.officer(), world.officer()
    triage, work, free = opened(world), categorised(world), reported_claim(world)
    for claim in (triage.claim, work.claim, free):
        take_hold(claim=claim, actor=holder)
    single, unheld = make_report(free), reported_claim(world)
    steps: list[Callable[[Actor], object]] = [
        lambda actor: open_case(claim=free, actor=actor),
        lambda actor: set_category(case=triage, actor=actor, **choice(Category.FRAUD)),
        lambda actor: assign(case=work, assignee=None, actor=actor),
        lambda actor: escalate(case=work, reason="Lan ra nhiều xã", actor=actor),
        lambda actor: route(case=work, actor=actor),
        lambda actor: transfer(
            case=work, to_agency=world.trade, reason="Việc này của họ", actor=actor
        ),
        lambda actor: close_out_of_scope(case=work, explanation=Closing.ADVERTISING, actor=actor),
        lambda actor: merge(claim=free, into=work.claim, actor=actor),
        lambda actor: move_report_to(report=single, claim=unheld, actor=actor),
        lambda actor: move_report_to(
            report=unheld.report_links.get().report, claim=work.claim, actor=actor
        ),
        lambda actor: part_report(report=single, actor=actor),
    ]
    for step in steps:
        with pytest.raises(Refused) as refused:
            step(other)
        assert code_of(refused) == "cases.held"
    add_note(case=work, text="Ghi chú thì được", actor=other)
    steps[1](holder)
    assert hold_now(triage.claim) is None
    assert tags_of(triage.claim) == [AuditTag.HOLD_TAKEN, AuditTag.HOLD_RELEASED]
    steps[2](holder)
    assert hold_now(work.claim) is not None


@pytest.mark.django_db
def test_a_second_agency_confirms_beside_a_hold(world: World) -> None:
    case = categorised(world, Category.FACTUAL_CLAIM)
    take_hold(claim=case.claim, actor=world.officer())
    checks = RULES[Category.FACTUAL_CLAIM].checks
    assert confirm_category(case=case, checks=checks, actor=world.actor(world.press)).confirmed_at


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_gets_it() -> None:
    world = make_world()
    claim = reported_claim(world)
    actors = [world.officer() for _ in range(20)]
    barrier = Barrier(len(actors))

    def take(actor: Actor) -> str:
        try:
            barrier.wait(timeout=30)
            take_hold(claim=claim, actor=actor)
        except Refused as refused:
            return refused.refusal.code
        finally:
            connections.close_all()
        return "ok"

    with ThreadPoolExecutor(len(actors)) as pool:
        results = sorted(pool.map(take, actors))
    assert results == ["cases.held"] * 19 + ["ok"]
    assert tags_of(claim) == [AuditTag.HOLD_TAKEN]
