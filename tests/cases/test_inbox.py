"""The inbox: components, filters, who sees what, and a constant number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sangto.cases.domain.inbox import InboxStatus, Part
from sangto.cases.domain.states import CaseAction, CaseOutcome
from sangto.cases.queries import InboxCounts, InboxFilters, inbox, inbox_counts
from sangto.cases.services import (
    add_note,
    close_case,
    escalate,
    move,
    recompute_deadlines,
    refresh_entries,
    transfer,
)
from sangto.intake.domain.reports import Closing, OriginKind, ReportOutcome
from sangto.intake.services import close_and_delete, mark_answered
from sangto.kernel.actor import Actor, Role, public_actor, system_actor
from sangto.kernel.categories import Category
from sangto.matching.domain.kinds import LinkState
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import HolidayOverride
from sangto.organisations.queries import deadline_for
from tests.factories.cases import (
    World,
    archived,
    categorised,
    hour,
    make_claim,
    make_report,
    opened,
    published,
    reported_claim,
)

SECRET = "Ông Trịnh Văn Kín gửi tin"


def references(actor: Actor, filters: InboxFilters | None = None) -> list[str]:
    return [row.claim.reference for row in inbox(actor, filters)]


def test_the_components_of_a_row(world: World) -> None:
    claim = make_claim(world.network)
    places = world.network.territories
    now = hour(2, 9)
    make_report(
        claim,
        "Cũ",
        received_at=now - timedelta(hours=30),
        due_at=now + timedelta(hours=30),
        territory=places.get(code="suoi-trong"),
    )
    for kind in (OriginKind.CITIZEN, OriginKind.CITIZEN, OriginKind.MACHINE):
        make_report(
            claim,
            origin=kind,
            received_at=now - timedelta(hours=1),
            territory=places.get(code="song-xanh"),
        )
    make_report(claim, origin=OriginKind.ARCHIVE, received_at=now - timedelta(hours=1))
    make_report(claim, state=LinkState.REJECTED, received_at=now)
    refresh_entries(claims=[claim.pk], now=now)
    (row,) = inbox(world.officer(), now=now)
    assert (row.reports, row.askers_24h) == (5, 2)
    assert [place.name for place in row.territories] == ["Phường Sông Xanh", "Xã Suối Trong"]
    assert (row.case, row.status, row.category, row.owner) == (None, InboxStatus.NEW, None, None)
    assert row.since == now - timedelta(hours=30)
    assert row.due_at == deadline_for(world.network, DeadlineKind.TRIAGE, row.since).at
    assert row.fraction == pytest.approx(30 / 31)
    assert not row.late
    assert (row.title, row.excerpt) == ("", "Cũ")


def test_opening_a_case_moves_no_date(world: World) -> None:
    claim, now = reported_claim(world, received_at=hour(2, 9)), hour(2, 15)
    refresh_entries(claims=[claim.pk], now=now)
    (before,) = inbox(world.officer(), now=now)
    case = opened(world, claim=claim)
    (after,) = inbox(world.officer(), now=now)
    assert before.due_at == after.due_at == case.due_at


def test_a_day_off_moves_the_date_of_what_nobody_opened(world: World) -> None:
    reported_claim(world, received_at=hour(2, 9))
    (before,) = inbox(world.officer())
    HolidayOverride.objects.create(
        network=world.network, day=before.due_at.date(), working=False, note="Nghỉ bù"
    )
    recompute_deadlines(network=world.network, actor=system_actor("deadlines.recompute"))
    (after,) = inbox(world.officer())
    assert after.due_at > before.due_at


def test_a_case_gives_its_own_date_and_holder(world: World) -> None:
    actor = world.officer()
    case = categorised(world, actor=actor)
    escalate(case=case, reason="Lan ra ba xã", actor=actor)
    (row,) = inbox(actor)
    assert row.case == case
    assert row.due_at == case.due_at
    assert row.owner == world.lead
    assert row.assignee != ""
    assert row.escalated
    assert (row.status, row.category) == (InboxStatus.VERIFYING, Category.FRAUD)
    assert (row.title, row.title_en) == ("Tin nhắn báo trúng thưởng", "A message about a prize")


def test_the_nearest_date_first_then_the_newest(world: World) -> None:
    now = timezone.now()
    late = reported_claim(world, received_at=now - timedelta(days=9))
    older = reported_claim(world, received_at=now)
    newer = reported_claim(world, received_at=now)
    assert references(world.officer()) == [claim.reference for claim in (late, newer, older)]
    assert [row.late for row in inbox(world.officer())] == [True, False, False]


def test_filters(world: World) -> None:
    actor = world.officer()
    fresh = reported_claim(world, received_at=timezone.now() - timedelta(days=9))
    triage = opened(world, actor=actor).claim
    fraud = categorised(world).claim
    moved = categorised(world, Category.IMPERSONATION)
    transfer(case=moved, to_agency=world.trade, reason="Việc này của họ", actor=world.officer())
    closed = published(world).claim
    wanted = {
        InboxFilters(): {fresh, triage, fraud, moved.claim},
        InboxFilters(part=Part.TRIAGE): {fresh, triage},
        InboxFilters(part=Part.WORK): {fraud, moved.claim},
        InboxFilters(part=Part.APPROVAL): set(),
        InboxFilters(part=Part.CLOSED): {closed},
        InboxFilters(category=Category.FRAUD): {fraud},
        InboxFilters(mine=True): {triage},
        InboxFilters(agency="so-cong-thuong"): {moved.claim},
        InboxFilters(late=True): {fresh},
    }
    for filters, claims in wanted.items():
        found = set(references(actor, filters))
        assert found == {claim.reference for claim in claims}, filters


def test_the_parts_and_their_numbers(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = world.officer()
    fresh = reported_claim(world)
    triage = opened(world, actor=actor).claim
    categorised(world)
    published(world)
    assert set(references(actor, InboxFilters(part=Part.TRIAGE))) == {
        fresh.reference,
        triage.reference,
    }
    with django_assert_num_queries(1):
        assert inbox_counts(actor) == InboxCounts(triage=2, work=1, approval=0, closed=1)
    mine = inbox_counts(actor, InboxFilters(mine=True))
    assert mine == InboxCounts(triage=1)
    assert inbox_counts(public_actor()) == InboxCounts()


def test_search_finds_titles_and_references_but_nothing_that_a_report_says(
    world: World,
) -> None:
    actor = world.officer()
    case = categorised(world, claim=reported_claim(world, text=SECRET), actor=actor)
    add_note(case=case, text=SECRET, actor=actor)
    reported_claim(world, text=SECRET, reason=SECRET)
    for text, found in (
        ("trung thuong", [case.claim.reference]),
        (case.reference.lower(), [case.claim.reference]),
        ("Trịnh Văn Kín", []),
        (SECRET, []),
    ):
        assert references(actor, InboxFilters(text=text)) == found, text


def test_a_page_at_a_time(world: World) -> None:
    for _ in range(5):
        reported_claim(world)
    actor = world.officer()
    everything = references(actor)
    pages = [
        *references(actor, InboxFilters(limit=3)),
        *references(actor, InboxFilters(limit=3, offset=3)),
    ]
    assert pages == everything
    assert len(everything) == 5


def test_archives_and_settled_reports_are_no_work(world: World) -> None:
    reported_claim(world, origin=OriginKind.ARCHIVE)
    settled = reported_claim(world)
    close_and_delete(
        report=settled.report_links.get().report,
        explanation=Closing.ADVERTISING,
        actor=world.officer(),
    )
    refresh_entries(claims=[settled.pk])
    assert references(world.officer()) == []


def test_reports_that_come_after_the_end_are_not_lost(world: World) -> None:
    actor = world.officer()
    old = archived(world)
    answered = categorised(world, Category.PRIVACY, actor=actor)
    mark_answered(report=answered.origin_report, outcome=ReportOutcome.ANSWERED, actor=actor)
    close_case(case=answered, outcome=CaseOutcome.ANSWERED, actor=actor)
    told = published(world)
    assert inbox(actor) == []
    came, due = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=1)
    for case in (old, answered, told):
        make_report(case.claim, received_at=came, due_at=due)
    rows = {row.claim.reference: row for row in inbox(actor)}
    assert set(rows) == {old.claim.reference, answered.claim.reference}
    assert rows[old.claim.reference].status is InboxStatus.NEW
    assert rows[answered.claim.reference].status is InboxStatus.CLOSED
    for row in rows.values():
        assert (row.waiting, row.late) == (1, True)
    triaged = deadline_for(world.network, DeadlineKind.TRIAGE, came).at
    assert rows[old.claim.reference].due_at == triaged
    assert rows[answered.claim.reference].due_at == due
    assert set(references(actor, InboxFilters(late=True))) == set(rows)
    assert inbox_counts(actor).triage == 2


def test_a_member_sees_what_it_owns_or_may_confirm(world: World) -> None:
    reported_claim(world)
    mine = categorised(world)
    transfer(case=mine, to_agency=world.trade, reason="Việc này của họ", actor=world.officer())
    asked = categorised(world, Category.FACTUAL_CLAIM, subject_agency=world.health)
    assert set(references(world.actor(world.trade))) == {
        mine.claim.reference,
        asked.claim.reference,
    }
    assert references(world.actor(world.health)) == []
    assert references(world.actor(world.press, Role.EDITOR)) == []
    assert references(public_actor()) == []


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.DESK_OFFICER, True),
        (Role.APPROVER, True),
        (Role.EDITOR, False),
        (Role.FOCAL_OFFICER, False),
        (Role.APPEALS_OFFICER, False),
    ],
)
def test_only_readers_of_reports_see_an_excerpt(world: World, role: Role, shown: bool) -> None:
    reported_claim(world, text=SECRET)
    (row,) = inbox(world.actor(world.lead, role))
    assert (SECRET in row.excerpt) == shown


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_no_rows_without_content_rights(world: World, role: Role) -> None:
    reported_claim(world)
    assert inbox(world.actor(world.lead, role)) == []


def test_a_titled_claim_shows_no_report(world: World) -> None:
    categorised(world, claim=reported_claim(world, text=SECRET))
    (row,) = inbox(world.officer())
    assert row.excerpt == ""


def test_a_closed_case_is_never_late(world: World) -> None:
    actor = world.officer()
    case = categorised(world, actor=actor)
    move(case=case, action=CaseAction.SUBMIT, actor=actor)
    close_case(case=case, outcome=CaseOutcome.VERDICT, actor=world.actor(world.lead, Role.APPROVER))
    (row,) = inbox(
        actor,
        InboxFilters(part=Part.CLOSED),
        now=timezone.now() + timedelta(days=60),
    )
    assert not row.late


@pytest.mark.parametrize("rows", [1, 30])
def test_the_same_number_of_queries_for_one_row_and_thirty(
    world: World, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = world.officer()
    place = world.network.territories.get(code="suoi-trong")
    for number in range(rows):
        claim = reported_claim(world, reports=2, territory=place)
        if number % 2:
            opened(world, claim=claim, actor=actor)
    with django_assert_num_queries(4):
        found = inbox(actor)
    assert len(found) == rows
    with django_assert_num_queries(0):
        assert all(row.owner is None or row.owner.name for row in found)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_same_number_of_queries_for_a_member(
    world: World, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        categorised(world, Category.FACTUAL_CLAIM)
    actor = world.actor(world.press)
    with django_assert_num_queries(4):
        assert len(inbox(actor)) == rows
