"""The rows of the inbox stay what a computation from scratch would make of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.domain.inbox import Order, Part
from sangto.cases.models import Case, InboxEntry
from sangto.cases.queries import MOST, InboxFilters, inbox, inbox_counts
from sangto.cases.services import (
    assign,
    close_out_of_scope,
    escalate,
    merge,
    move_report_to,
    open_case,
    part_report,
    rebuild_entries,
    refresh_due_entries,
    refresh_entries,
    route,
    set_category,
    transfer,
)
from sangto.intake.domain.reports import Channel, Closing, OriginKind, ReportOutcome
from sangto.intake.models import Report
from sangto.jobs.runner import run_until_empty
from sangto.kernel.actor import Actor, Role, operator_actor, system_actor
from sangto.kernel.categories import Category, IndicatorKind
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.models import Claim
from sangto.matching.services import add_indicator, match_report
from sangto.organisations.models import Agency, User
from sangto.queue.models import Task
from tests.factories.cases import (
    World,
    categorised,
    choice,
    hour,
    make_claim,
    make_report,
    make_world,
    opened,
    reported_claim,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: History, not a sum: when the claim came into its part.
HISTORY = {"entered_at"}


def rows() -> dict[int, dict[str, Any]]:
    names = [f.attname for f in InboxEntry._meta.concrete_fields if f.name not in HISTORY]
    return {row["claim_id"]: row for row in InboxEntry.objects.values(*names)}


def from_scratch() -> dict[int, dict[str, Any]]:
    """As after an upgrade: nothing there, all computed."""
    with transaction.atomic():
        kept = rows()
        InboxEntry.objects.all().delete()
        refresh_entries(claims=list(Claim.objects.values_list("pk", flat=True)))
        fresh = rows()
    assert kept.keys() == fresh.keys()
    return fresh


Step = Callable[[World, Actor, int], object]


def _claim(pick: int) -> Claim:
    claims = list(Claim.objects.order_by("pk"))
    return claims[pick % len(claims)]


def _case(pick: int) -> Case:
    cases = list(Case.objects.select_related("claim", "owner").order_by("pk"))
    if not cases:
        raise NotVisible
    return cases[pick % len(cases)]


def _report(pick: int) -> Report:
    reports = list(Report.objects.order_by("pk"))
    return reports[pick % len(reports)]


STEPS: dict[str, Step] = {
    "open": lambda world, actor, pick: open_case(claim=_claim(pick), actor=actor),
    "category": lambda world, actor, pick: set_category(
        case=_case(pick),
        actor=actor,
        **choice((Category.FRAUD, Category.IMPERSONATION, Category.PRIVACY)[pick % 3]),
    ),
    "give": lambda world, actor, pick: assign(
        case=_case(pick), assignee=User.objects.filter(pk=actor.user_id or 0).first(), actor=actor
    ),
    "transfer": lambda world, actor, pick: transfer(
        case=_case(pick),
        to_agency=(world.trade, world.health, world.lead)[pick % 3],
        reason="Việc này của họ",
        actor=actor,
    ),
    "route": lambda world, actor, pick: route(case=_case(pick), actor=actor),
    "escalate": lambda world, actor, pick: escalate(
        case=_case(pick), reason="Lan ra nhiều xã", actor=actor
    ),
    "close": lambda world, actor, pick: close_out_of_scope(
        case=_case(pick), explanation=Closing.ADVERTISING, actor=actor
    ),
    "join": lambda world, actor, pick: merge(
        claim=_claim(pick), into=_claim(pick + 1), actor=actor
    ),
    "move": lambda world, actor, pick: move_report_to(
        report=_report(pick), claim=_claim(pick + 1), actor=actor
    ),
    "part": lambda world, actor, pick: part_report(report=_report(pick), actor=actor),
}


@pytest.mark.django_db
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 50)), min_size=4, max_size=10)
)
def test_rows_stay_right_through_any_steps(db: None, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        world = make_world()
        actor = world.officer()
        for number in range(3):
            claim = make_claim(world.network)
            for _ in range(number + 1):
                make_report(claim, money_lost=1_000_000 * number or None)
        for name, pick in steps:
            try:
                with transaction.atomic():
                    STEPS[name](world, actor, pick)
            except Refused:
                continue
            assert rows() == from_scratch(), (name, pick)
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def entry(claim: Claim) -> InboxEntry:
    return InboxEntry.objects.get(claim=claim)


def test_a_report_that_joins_asks_for_its_row(world: World) -> None:
    report = make_report(make_claim(world.network))
    report.claim_link.delete()
    InboxEntry.objects.all().delete()
    link = match_report(report=report, actor=system_actor("test"))
    assert link is not None
    assert not InboxEntry.objects.exists()
    assert run_until_empty(kinds=["claim.refresh"]) == 1
    assert entry(link.claim).waiting == 1


def test_one_task_however_many_reports_wait_for_it(world: World) -> None:
    case = categorised(world)
    actor = world.officer()
    for host in ("mot", "hai", "ba"):
        add_indicator(
            claim=case.claim,
            kind=IndicatorKind.DOMAIN,
            value=f"{host}-qua.example",
            actor=actor,
        )
    assert Task.objects.filter(kind="claim.refresh", state="waiting").count() == 1
    run_until_empty(kinds=["claim.refresh"])
    add_indicator(claim=case.claim, kind=IndicatorKind.DOMAIN, value="bon-qua.example", actor=actor)
    assert Task.objects.filter(kind="claim.refresh", state="waiting").count() == 1


def test_time_alone_takes_askers_away(world: World) -> None:
    now = hour(6, 9)
    claim = make_claim(world.network)
    for hours in (1, 5):
        make_report(claim, received_at=now - timedelta(hours=hours))
    make_report(claim, origin=OriginKind.MACHINE, received_at=now)
    refresh_entries(claims=[claim.pk], now=now)
    assert (entry(claim).askers_24h, entry(claim).points) == (2, 8)
    assert refresh_due_entries(now=now + timedelta(hours=18)) == 0
    assert refresh_due_entries(now=now + timedelta(hours=19, minutes=1)) == 1
    assert entry(claim).askers_24h == 1
    refresh_due_entries(now=now + timedelta(hours=30))
    assert (entry(claim).askers_24h, entry(claim).askers_until) == (0, None)


def test_who_weighs_nothing(world: World) -> None:
    """Machines, archives and who took a report back (SCOPE.md 1)."""
    claim = make_claim(world.network)
    places = list(world.network.territories.order_by("pk")[:4])
    assert len(places) == 4
    withdrawn: dict[str, object] = {
        "status": "closed",
        "outcome": ReportOutcome.WITHDRAWN.value,
        "explanation": Closing.WITHDRAWN.value,
        "answered_at": timezone.now(),
        "content_deleted_at": timezone.now(),
        "text": "",
        "folded": "",
        "money_lost": None,
    }
    archived: dict[str, object] = {
        "origin": OriginKind.ARCHIVE.value,
        "channel": Channel.ARCHIVE.value,
        "status": "answered",
        "answered_at": timezone.now(),
    }
    machine: dict[str, object] = {"origin": OriginKind.MACHINE.value}
    kinds: tuple[dict[str, object], ...] = ({}, machine, archived, withdrawn)
    for place, fields in zip(places, kinds, strict=True):
        report = make_report(claim, territory=place, money_lost=3_000_000)
        Report.objects.filter(pk=report.pk).update(**fields)
    refresh_entries(claims=[claim.pk])
    row = entry(claim)
    assert (row.reports, row.askers_24h, row.money_lost) == (4, 1, 3_000_000)
    assert row.territories == [places[0].pk, places[1].pk]


def test_a_missing_row_is_made_by_the_sweep(world: World) -> None:
    claim = reported_claim(world)
    InboxEntry.objects.all().delete()
    refresh_due_entries()
    assert entry(claim).part == Part.TRIAGE


def test_what_is_imitated_is_named(world: World) -> None:
    domain = str(world.lead.domains[0]) if world.lead.domains else ""
    assert domain
    name = domain.split(".")[0]
    claim = make_claim(world.network)
    make_report(claim, f"Vào ngay http://{domain}.dang-nhap.example để nhận {name}")
    assert entry(claim).imitates == domain
    agency = Agency.objects.get(pk=world.health.pk)
    case = categorised(world, Category.IMPERSONATION, subject_agency=agency)
    (row,) = [row for row in inbox(world.officer()) if row.case == case]
    assert row.imitated_agency == agency
    assert row.points.imitation == 15


def test_money_is_summed_over_the_reports(world: World) -> None:
    claim = make_claim(world.network)
    make_report(claim, money_lost=7_000_000)
    make_report(claim, money_lost=5_000_000)
    make_report(claim)
    assert entry(claim).money_lost == 12_000_000


def test_the_orders(world: World) -> None:
    plain = reported_claim(world, received_at=hour(6))
    heavy = reported_claim(world, money_lost=900_000_000, received_at=hour(7))
    newest = reported_claim(world, received_at=hour(8))
    actor = world.officer()

    def found(order: Order) -> list[Claim]:
        return [row.claim for row in inbox(actor, InboxFilters(order=order))]

    assert found(Order.RANK) == [heavy, plain, newest]
    assert found(Order.DEADLINE) == [plain, heavy, newest]
    assert found(Order.NEWEST) == [newest, heavy, plain]


def test_the_rows_that_arrived(world: World) -> None:
    reported_claim(world)
    opened_page = timezone.now()
    actor = world.officer()
    triage = InboxFilters(part=Part.TRIAGE)
    assert inbox_counts(actor, triage, arrived_since=opened_page).arrived == 0
    reported_claim(world)
    categorised(world)
    assert inbox_counts(actor, triage, arrived_since=opened_page).arrived == 1
    work = InboxFilters(part=Part.WORK)
    assert inbox_counts(actor, work, arrived_since=opened_page).arrived == 1


def test_numbers_are_counted_up_to_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 1000
    monkeypatch.setattr("sangto.cases.queries.entries.MOST", 2)
    for _ in range(5):
        reported_claim(world)
    assert inbox_counts(world.officer()).triage == 3


@pytest.mark.parametrize("claims", [1, 3])
def test_the_same_queries_for_one_claim_and_three(
    world: World, claims: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = [opened(world).claim.pk for _ in range(claims)]
    with django_assert_max_num_queries(12):
        refresh_entries(claims=made)


def test_a_rebuild_is_the_operators_and_is_recorded(world: World) -> None:
    claim = reported_claim(world)
    InboxEntry.objects.update(reports=99, points=99)
    with pytest.raises(NotVisible):
        rebuild_entries(actor=world.actor(world.lead, Role.ADMINISTRATOR))
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    assert rebuild_entries(actor=operator_actor("reindex"), progress=progress)
    assert entry(claim).reports == 1
    assert told == [(1, 1)]
    tags = list(events_about(("inbox", "claims")).values_list("tag", flat=True))
    assert tags == [AuditTag.INBOX_REBUILT]
