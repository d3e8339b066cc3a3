"""Who leaves hands over: afterwards nothing open points to the person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sangto.audit.models import AuditEvent
from sangto.cases.models import Case, CaseTask, Hold
from sangto.cases.queries.handover import open_work_of
from sangto.cases.services import free_stray_work, hand_over_work, leave_agency
from sangto.jobs.registry import HANDLERS
from sangto.kernel.actor import Role, operator_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency, User
from sangto.organisations.queries import actor_for, today
from sangto.organisations.services import deactivate_user, end_role
from sangto.queue.models import Task
from tests.factories.cases import World, make_world, opened, reported_claim
from tests.factories.organisations import make_member

OPERATOR = operator_actor("tests")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def leaver(world: World) -> User:
    return make_member(world.lead, Role.DESK_OFFICER)


def given_case(world: World, user: User) -> Case:
    case = opened(world)
    Case.objects.filter(pk=case.pk).update(assignee=user)
    case.refresh_from_db()
    return case


def given_task(case: Case, user: User, agency: Agency, *, done: bool = False) -> CaseTask:
    return CaseTask.objects.create(
        case=case,
        title="Gọi lại",
        owner=user,
        agency=agency,
        due_on=today(),
        done_at=timezone.now() if done else None,
    )


def given_hold(world: World, user: User) -> Hold:
    now = timezone.now()
    return Hold.objects.create(
        claim=reported_claim(world),
        user=user,
        agency=world.lead,
        taken_at=now,
        until=now + timedelta(minutes=20),
    )


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.refusal.code == code)


def new_tags(before: int) -> list[str]:
    events = AuditEvent.objects.order_by("pk").values_list("tag", flat=True)
    return list(events)[before:]


def test_everything_goes_to_a_colleague(world: World, leaver: User) -> None:
    colleague = make_member(world.lead, Role.DESK_OFFICER)
    case = given_case(world, leaver)
    task = given_task(case, leaver, world.lead)
    done = given_task(case, leaver, world.lead, done=True)
    given_hold(world, leaver)
    before = AuditEvent.objects.count()
    moved = hand_over_work(from_user=leaver, to_user=colleague, actor=actor_for(leaver))
    assert moved == 3
    for row in (case, task, done):
        row.refresh_from_db()
    assert (case.assignee, task.owner, done.owner) == (colleague, colleague, leaver)
    assert Hold.objects.count() == 0
    assert new_tags(before) == [
        "case:assigned",
        "task:changed",
        "hold:released",
        "work:handed_over",
    ]
    assert case.timeline.order_by("-pk")[0].data == {"assignee": colleague.pk}
    assert hand_over_work(from_user=leaver, to_user=colleague, actor=actor_for(leaver)) == 0


def test_item_by_item_and_back_to_the_agency(world: World, leaver: User) -> None:
    first, second = given_case(world, leaver), given_case(world, leaver)
    task = given_task(first, leaver, world.lead)
    given_hold(world, leaver)
    actor = actor_for(leaver)
    assert (
        hand_over_work(from_user=leaver, to_user=None, actor=actor, cases=[first.pk], tasks=[]) == 1
    )
    for row in (first, second):
        row.refresh_from_db()
    assert (first.assignee, second.assignee) == (None, leaver)
    assert len(open_work_of(leaver)) == 3
    assert (
        hand_over_work(from_user=leaver, to_user=None, actor=actor, tasks=[task.pk], cases=[]) == 1
    )


def test_the_receiver_works_where_the_work_lies(world: World, leaver: User) -> None:
    case = given_case(world, leaver)
    stranger = make_member(world.health, Role.DESK_OFFICER)
    auditor = make_member(world.lead, Role.AUDITOR)
    for receiver in (stranger, auditor):
        with refused("cases.assignee"):
            hand_over_work(from_user=leaver, to_user=receiver, actor=actor_for(leaver))
    with refused("cases.handed_to_self"):
        hand_over_work(from_user=leaver, to_user=leaver, actor=actor_for(leaver))
    case.refresh_from_db()
    assert case.assignee == leaver


def test_who_may_hand_over_for_somebody(world: World, leaver: User) -> None:
    given_case(world, leaver)
    allowed = {Role.APPROVER, Role.ADMINISTRATOR}
    for role in Role:
        for agency in (world.lead, world.health):
            actor = actor_for(make_member(agency, role))
            if agency == world.lead and role in allowed:
                continue
            with pytest.raises(NotVisible):
                hand_over_work(from_user=leaver, to_user=None, actor=actor)
    there = make_member(world.health, Role.DESK_OFFICER)
    lead_admin = actor_for(make_member(world.lead, Role.ADMINISTRATOR))
    assert hand_over_work(from_user=there, to_user=None, actor=lead_admin) == 0
    for role in sorted(allowed):
        actor = actor_for(make_member(world.lead, role))
        hand_over_work(from_user=leaver, to_user=None, actor=actor)
    assert len(open_work_of(leaver)) == 0


def test_nobody_leaves_before(world: World, leaver: User) -> None:
    admin = actor_for(make_member(world.lead, Role.ADMINISTRATOR))
    given_case(world, leaver)
    last = today() + timedelta(days=10)
    with refused("cases.work_left"):
        leave_agency(user=leaver, last_day=last, actor=admin)
    hand_over_work(from_user=leaver, to_user=None, actor=admin)
    with pytest.raises(NotVisible):
        leave_agency(user=leaver, last_day=last, actor=actor_for(make_member(world.lead)))
    before = AuditEvent.objects.count()
    rows = leave_agency(user=leaver, last_day=last, actor=admin)
    assert [row.pk for row in rows] == [leaver.memberships.get().pk]
    assert leaver.memberships.get().valid_until == last
    assert new_tags(before) == ["role:ended", "work:leaving_set"]
    with refused("organisations.own_role"):
        leave_agency(user=User.objects.get(pk=admin.user_id or 0), last_day=last, actor=admin)


def test_a_hold_that_ended_by_time_keeps_nobody(world: World, leaver: User) -> None:
    hold = given_hold(world, leaver)
    assert open_work_of(leaver).holds == [hold]
    assert open_work_of(leaver, hold.until).holds == []
    leave_agency(user=leaver, last_day=today(), actor=OPERATOR, now=hold.until)


@pytest.mark.parametrize("way", ["account", "role"])
def test_an_account_or_role_that_ends_at_once_leaves_nothing(
    world: World, leaver: User, way: str
) -> None:
    case = given_case(world, leaver)
    task = given_task(case, leaver, world.lead)
    hold = given_hold(world, leaver)
    if way == "account":
        deactivate_user(user=leaver, actor=OPERATOR)
    else:
        end_role(membership=leaver.memberships.get(), actor=OPERATOR)
    [waiting] = Task.objects.filter(kind="work.free")
    before = AuditEvent.objects.count()
    HANDLERS[waiting.kind](waiting.payload)()
    case.refresh_from_db()
    task.refresh_from_db()
    assert (case.assignee, case.owner, task.owner, task.agency) == (
        None,
        world.lead,
        None,
        world.lead,
    )
    assert not Hold.objects.filter(pk=hold.pk).exists()
    assert new_tags(before) == [
        "case:assigned",
        "task:changed",
        "hold:released",
        "work:handed_over",
    ]
    HANDLERS["agencies.carry"]({})()
    assert len(new_tags(before)) == 4


def test_only_what_lies_where_the_role_ended_is_freed(world: World, leaver: User) -> None:
    """And roles that ended by their day are found at the beginning of the next one."""
    case = given_case(world, leaver)
    kept = given_task(case, leaver, world.lead)
    stray = given_task(case, leaver, world.health)
    assert free_stray_work(actor=system_actor("work.free"), user=leaver) == 1
    kept.refresh_from_db()
    stray.refresh_from_db()
    assert (kept.owner, stray.owner) == (leaver, None)
    leaver.memberships.update(valid_until=today())
    tomorrow = timezone.now() + timedelta(days=1)
    assert free_stray_work(actor=system_actor("agencies.carry"), now=tomorrow) == 2


def test_nobody_frees_work_by_hand_without_the_right(world: World, leaver: User) -> None:
    with pytest.raises(NotVisible):
        free_stray_work(actor=actor_for(leaver))


class NothingPointsToWhoLeft(TestCase):
    @given(st.lists(st.sampled_from(["case", "task", "hold"]), max_size=4), st.booleans())
    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    def test_whatever_was_open(self, things: list[str], to_somebody: bool) -> None:
        world = make_world()
        leaver, colleague = (make_member(world.lead, Role.DESK_OFFICER) for _ in range(2))
        for thing in things:
            if thing == "case":
                given_case(world, leaver)
            elif thing == "task":
                given_task(opened(world), leaver, world.lead)
            else:
                given_hold(world, leaver)
        hand_over_work(from_user=leaver, to_user=colleague if to_somebody else None, actor=OPERATOR)
        assert len(open_work_of(leaver)) == 0
        leave_agency(user=leaver, last_day=today(), actor=OPERATOR)
        expected = len([thing for thing in things if thing != "hold"]) if to_somebody else 0
        assert len(open_work_of(colleague)) == expected
