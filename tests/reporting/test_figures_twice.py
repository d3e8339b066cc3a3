"""Each figure is computed a second way, in plain Python over the rows, and is equal."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangto.audit.models import AuditEvent
from sangto.cases.models import Case
from sangto.kernel.actor import Role, operator_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.worktime import ZONE
from sangto.organisations.models import Agency, Territory
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import Measured, Split
from sangto.reporting.domain.periods import Period, half_year, year_of
from sangto.reporting.domain.snapshots import frozen, thawed
from sangto.reporting.queries import Scope, figures, rows_of, scope_for, snapshot
from sangto.reporting.services import write_sample_year
from tests.factories.cases import World, make_claim, make_report, make_world
from tests.factories.organisations import make_agency, make_member
from tests.reporting.plain_figures import ROWS, Plain

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=ZONE)
ACTOR = operator_actor("sample year")


@pytest.fixture
def world() -> World:
    world = make_world()
    make_member(world.lead, Role.DESK_OFFICER)
    make_member(world.lead, Role.APPROVER)
    return world


def sample(world: World, cases: int = 160) -> None:
    write_sample_year(network=world.network, cases=cases, seed=7, until=NOW, actor=ACTOR)


def compare(scope: Scope, *, unavailable: set[str] = frozenset()) -> int:  # type: ignore[assignment] # an empty set
    """All figures with all splits; how many rows they counted together."""
    plain, counted = Plain(scope), 0
    for value in figures(scope):
        spec = FIGURES[value.key]
        assert value.available == (value.key not in unavailable), value.key
        if not value.available:
            continue
        rows = plain.rows(value.key)
        assert as_tuple(value) == plain.measured(rows, spec.unit), value.key
        counted += value.n
        assert set(value.splits) == set(spec.splits)
        for split, parts in value.splits.items():
            expected: dict[str, list[object]] = {}
            for row in rows:
                expected.setdefault(plain.code(row, split), []).append(row)
            assert {code: as_tuple(part) for code, part in parts.items()} == {
                code: plain.measured(group, spec.unit)  # type: ignore[arg-type] # rows of this module
                for code, group in expected.items()
            }, (value.key, split)
    return counted


def as_tuple(value: Measured) -> tuple[object, ...]:
    return value.n, value.part, value.median, value.p90


def test_every_figure_has_a_source_and_a_second_way() -> None:
    from sangto.reporting.queries.sources import SOURCES

    assert set(FIGURES) == set(SOURCES) == set(ROWS)
    for key, source in SOURCES.items():
        for split in FIGURES[key].splits:
            assert split in (Split.DAY, Split.AGE) or source.path(split), (key, split)


def test_every_figure_of_a_generated_year_twice(world: World) -> None:
    sample(world)
    network, places = world.network, Territory.objects.filter(network=world.network)
    commune = places.filter(parent__isnull=False).order_by("pk").first()
    year = Period(date(2025, 10, 6), date(2026, 10, 6))
    assert compare(scope_for(network, year, now=NOW)) > 1000
    assert compare(scope_for(network, half_year(2026, 1), now=NOW)) > 400
    assert compare(scope_for(network, year, agency=world.health, now=NOW)) > 10
    no_place = {"claims.new", "meetings.held"}
    assert compare(scope_for(network, year, territory=commune, now=NOW), unavailable=no_place) > 10
    province = places.get(parent__isnull=True)
    whole = scope_for(network, year, territory=province, now=NOW)
    assert compare(whole, unavailable=no_place) > 500
    fraud = scope_for(network, year, category="fraud", now=NOW)
    assert compare(fraud, unavailable={"meetings.held"}) > 100
    assert compare(scope_for(network, Period(date(2019, 1, 1), date(2019, 2, 1)), now=NOW)) == 0
    # The same again from what a report keeps.
    kept = snapshot(scope_for(network, year, now=NOW))
    assert thawed(json.loads(json.dumps(frozen(kept)))) == kept


def test_rows_are_those_that_the_figure_counts(world: World) -> None:
    sample(world, 60)
    scope = scope_for(world.network, Period(date(2025, 10, 6), date(2026, 10, 6)), now=NOW)
    for value in figures(scope):
        rows = rows_of(scope, value.key)
        assert len(rows) == value.n
        every = list(rows.every())
        assert len({row.key for row in every}) == value.n
        if value.part is not None:
            assert sum(bool(row.in_part) for row in every) == value.part
        for split, parts in value.splits.items():
            for code, part in list(parts.items())[:4]:
                assert len(rows_of(scope, value.key, split, code)) == part.n, (value.key, code)
    for key, wrong, code in (
        ("no.figure", None, ""),
        ("meetings.held", Split.CATEGORY, "fraud"),
        ("cases.open", Split.AGENCY, "x"),
        ("cases.open", Split.AGE, "old"),
    ):
        with pytest.raises(NotVisible):
            rows_of(scope, key, wrong, code)


def test_one_query_a_figure_whatever_the_number_of_rows(world: World) -> None:
    def queries() -> int:
        scope = scope_for(world.network, year_of(2026), now=NOW)
        with CaptureQueriesContext(connection) as captured:
            figures(scope)
        return len(captured)

    claim = make_claim(world.network)
    make_report(claim, received_at=NOW)
    one = queries()
    for _ in range(2):
        make_report(claim, received_at=NOW)
    assert queries() == one == len(FIGURES)


def received(world: World, period: Period, **narrowed: object) -> int:
    scope = scope_for(world.network, period, now=NOW, **narrowed)  # type: ignore[arg-type] # as in the test
    return figures(scope, {"reports.received": ()})[0].n


def test_a_second_before_midnight_in_vietnam_belongs_to_the_day_that_ends(world: World) -> None:
    claim = make_claim(world.network)
    last = datetime(2026, 6, 30, 23, 59, 59, 999_999, tzinfo=ZONE)
    make_report(claim, received_at=last)
    make_report(claim, received_at=last + timedelta(microseconds=1))
    assert received(world, half_year(2026, 1)) == 1
    assert received(world, half_year(2026, 2)) == 1
    scope = scope_for(world.network, year_of(2026), now=NOW)
    value = figures(scope, {"reports.received": (Split.DAY,)})[0]
    days = {"2026-06-30": Measured(n=1), "2026-07-01": Measured(n=1)}
    assert dict(value.splits[Split.DAY]) == days


def test_a_leap_day_is_a_day(world: World) -> None:
    claim = make_claim(world.network)
    make_report(claim, received_at=datetime(2024, 2, 29, 0, 0, tzinfo=ZONE))
    make_report(claim, received_at=datetime(2024, 2, 29, 23, 59, tzinfo=ZONE))
    assert received(world, Period(date(2024, 2, 29), date(2024, 3, 1))) == 2
    assert received(world, Period(date(2024, 2, 1), date(2024, 2, 29))) == 0
    assert received(world, year_of(2024)) == 2


def test_an_agency_that_was_merged_counts_for_the_one_that_has_its_work(world: World) -> None:
    sample(world, 40)
    ended = make_agency(world.network, valid_until=date(2026, 6, 30), successor=world.health)
    moved = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:7])
    Case.objects.filter(pk__in=moved).update(owner=ended, owner_kind=ended.kind)
    for period in (half_year(2026, 1), half_year(2026, 2), Period(date(2025, 10, 6), NOW.date())):
        for agency in (None, world.health, ended):
            compare(scope_for(world.network, period, agency=agency, now=NOW))
    year = Period(date(2025, 10, 6), date(2026, 10, 6))
    own = cases_of(world, year, ended)
    assert own == 7
    together = cases_of(world, year, world.health)
    assert together >= 7
    value = figures(scope_for(world.network, year, now=NOW), {"cases.opened": (Split.AGENCY,)})[0]
    assert str(ended.pk) not in value.splits[Split.AGENCY]
    assert value.splits[Split.AGENCY][str(world.health.pk)].n == together
    # Before the merger it stands for itself.
    before = Period(date(2025, 10, 6), date(2026, 6, 30))
    value = figures(scope_for(world.network, before, now=NOW), {"cases.opened": (Split.AGENCY,)})[0]
    assert value.splits[Split.AGENCY][str(ended.pk)].n > 0


def cases_of(world: World, period: Period, agency: Agency) -> int:
    scope = scope_for(world.network, period, agency=agency, now=NOW)
    return figures(scope, {"cases.opened": ()})[0].n


def test_what_stood_open_at_the_end_of_a_past_period(world: World) -> None:
    """Also what is closed now was open then."""
    sample(world, 60)
    past = scope_for(world.network, Period(date(2026, 3, 1), date(2026, 4, 1)), now=NOW)
    value = figures(past, {"cases.open": (), "cases.late": ()})
    assert value[0].n == len(Plain(past).rows("cases.open"))
    assert compare(past) > 0


def test_the_same_seed_writes_the_same_year(world: World) -> None:
    before = AuditEvent.objects.count()
    sample(world, 30)
    first = list(Case.objects.order_by("pk").values_list("opened_at", "category", "outcome"))
    assert len(first) == 30
    assert list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True)[before:]) == [
        "sample_year:written"
    ]
    write_sample_year(network=world.network, cases=30, seed=7, until=NOW, actor=ACTOR)
    again = list(Case.objects.order_by("pk").values_list("opened_at", "category", "outcome")[30:])
    assert again == first
    with pytest.raises(NotVisible):
        write_sample_year(network=world.network, cases=1, seed=1, actor=system_actor("x"))


def test_a_year_needs_two_people() -> None:
    world = make_world()
    with pytest.raises(Refused) as refused:
        write_sample_year(network=world.network, cases=1, seed=1, until=NOW, actor=ACTOR)
    assert refused.value.refusal.code == "reporting.sample_people"
