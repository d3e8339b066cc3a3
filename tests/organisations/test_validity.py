"""What holds on a day: agencies, successors, competences, grounds, networks, deadlines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries, Settings

from sangto.kernel.actor import Actor, ActorKind, operator_actor, public_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import Refused
from sangto.organisations.domain.deadlines import DeadlineKind, kind_for_category
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.domain.shipped import shipped_charter
from sangto.organisations.models import Agency, Charter
from sangto.organisations.queries import (
    agencies,
    agencies_visible_to,
    calendar_for,
    competent_agency,
    current_charter,
    current_network,
    current_successor,
    deadline_for,
    focal_officers,
    grounds_in_force,
    receipt_days,
    relatives,
    territories,
    today,
)
from sangto.organisations.services import load_charter, override_holiday
from tests.factories.organisations import (
    demo_agency,
    load_demo_network,
    make_agency,
    make_competence,
    make_ground,
    make_lead,
    make_network,
    make_territory,
)

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "valid"),
    [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)],
)
def test_the_first_and_the_last_day_belong_to_it(day: date, valid: bool) -> None:
    network = make_network()
    agency = make_agency(network, valid_from=FIRST, valid_until=LAST)
    ground = make_ground(network, valid_from=FIRST, valid_until=LAST)
    make_competence(make_agency(network), "health", valid_from=FIRST, valid_until=LAST)
    assert (agency in agencies(network, day)) is valid
    assert (ground in grounds_in_force(network, day)) is valid
    assert (competent_agency(network, "health", on=day) is not None) is valid
    assert (current_successor(agency, day) == agency) is valid


def test_today_is_the_day_in_vietnam() -> None:
    assert today(datetime(2026, 3, 31, 16, 59, tzinfo=UTC)) == date(2026, 3, 31)
    assert today(datetime(2026, 3, 31, 17, 0, tzinfo=UTC)) == date(2026, 4, 1)


def test_successors_are_followed_to_the_first_valid_one() -> None:
    network = make_network()
    third = make_agency(network)
    second = make_agency(network, valid_until=LAST, successor=third)
    first = make_agency(network, valid_until=FIRST, successor=second)
    assert current_successor(first, FIRST) == first
    assert current_successor(first, LAST) == second
    assert current_successor(first, LAST + DAY) == third


def test_a_line_that_ends_and_a_line_in_a_circle_give_none() -> None:
    network = make_network()
    ended = make_agency(network, valid_until=FIRST)
    other = make_agency(network, valid_until=FIRST, successor=ended)
    assert current_successor(other, LAST) is None
    ended.successor = other
    ended.save()
    assert current_successor(other, LAST) is None


def test_a_competence_follows_its_agency_to_the_successor() -> None:
    network = make_network()
    heir = make_agency(network)
    ended = make_agency(network, valid_until=LAST, successor=heir)
    make_competence(ended, "land")
    assert competent_agency(network, "land", on=LAST) == ended
    assert competent_agency(network, "land", on=LAST + DAY) == heir


def test_the_nearest_territory_decides_and_the_whole_is_the_last_resort() -> None:
    network = make_network()
    province = make_territory(network)
    district = make_territory(network, parent=province)
    commune = make_territory(network, parent=district)
    elsewhere = make_territory(network)
    of_all, of_district, of_commune = (make_agency(network) for _ in range(3))
    make_competence(of_all, "land")
    make_competence(of_district, "land", territory=district)
    make_competence(of_commune, "land", territory=commune, valid_until=LAST)
    assert competent_agency(network, "land", commune, LAST) == of_commune
    assert competent_agency(network, "land", commune, LAST + DAY) == of_district
    assert competent_agency(network, "land", district, LAST) == of_district
    assert competent_agency(network, "land", province, LAST) == of_all
    assert competent_agency(network, "land", elsewhere, LAST) == of_all
    assert competent_agency(network, "land", None, LAST) == of_all
    assert competent_agency(network, "education", commune, LAST) is None


def test_another_networks_competences_stay_its_own() -> None:
    make_competence(make_agency(make_network()), "land")
    assert competent_agency(make_network(), "land") is None


def test_the_demo_networks_competences() -> None:
    network = load_demo_network()
    places = {row.code: row for row in territories(network)}
    expected = {
        ("land", "suoi-trong"): "xa-suoi-trong",
        ("land", "song-xanh"): "phuong-song-xanh",
        ("land", "nui-voi"): "so-nnmt",
        ("land", "tinh-mau"): "so-nnmt",
        ("education", "suoi-trong"): "so-giao-duc",
        ("transport", "ho-sen"): "so-xay-dung",
        ("fraud", "ho-sen"): "so-khcn",
        ("health", "bien-cat"): "so-y-te",
    }
    for (topic, code), slug in expected.items():
        assert competent_agency(network, topic, places[code]) == demo_agency(slug)


def test_the_number_of_queries_does_not_grow(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    network = make_network()
    place = make_territory(network, parent=make_territory(network))
    for rows in (1, 3):
        while Agency.objects.filter(network=network).count() < rows:
            make_competence(make_agency(network), "land", territory=place)
            make_ground(network)
        one = Agency.objects.filter(network=network)[0]
        with django_assert_num_queries(2):
            competent_agency(network, "land", place)
        with django_assert_num_queries(1):
            relatives(one)
        with django_assert_num_queries(1):
            agencies(network)
        with django_assert_num_queries(1):
            grounds_in_force(network)
        with django_assert_num_queries(0):
            current_successor(one)


def test_relatives_are_above_and_below_and_never_beside() -> None:
    network = make_network()
    committee = make_agency(network, kind=AgencyKind.COMMITTEE)
    department, sibling = (make_agency(network, parent=committee) for _ in range(2))
    office = make_agency(network, parent=department)
    free = make_agency(network, kind=AgencyKind.PRESS)
    assert relatives(department) == {department.pk, committee.pk, office.pk}
    assert relatives(committee) == {committee.pk, department.pk, sibling.pk, office.pk}
    assert relatives(office) == {office.pk, department.pk, committee.pk}
    assert relatives(free) == {free.pk}


def test_who_absorbed_an_agency_counts_as_it() -> None:
    network = make_network()
    committee = make_agency(network, kind=AgencyKind.COMMITTEE)
    heir = make_agency(network, parent=committee)
    merged = make_agency(network, parent=committee, successor=heir, valid_until=LAST)
    first = make_agency(network, parent=committee, successor=merged, valid_until=FIRST)
    office = make_agency(network, parent=first)
    sibling = make_agency(network, parent=committee)
    line = {heir.pk, merged.pk, first.pk}
    for agency in (heir, merged, first):
        assert relatives(agency) == {*line, committee.pk, office.pk}
    assert relatives(office) == {*line, committee.pk, office.pk}
    assert relatives(sibling) == {sibling.pk, committee.pk}


def test_a_parent_that_was_absorbed_is_still_the_parent() -> None:
    network = make_network()
    ministry = make_agency(network)
    former = make_agency(network, successor=ministry, valid_until=LAST)
    office = make_agency(network, parent=former)
    assert ministry.pk in relatives(office)
    assert office.pk in relatives(ministry)


class RelativesHoldForEveryTree(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(st.integers(0, 7), min_size=1, max_size=8),
        st.lists(st.integers(0, 7), min_size=8, max_size=8),
    )
    def test_relatives_are_mutual(self, parents: list[int], heirs: list[int]) -> None:
        network = make_network()
        rows: list[Agency] = []
        for place, parent in enumerate(parents):
            above = rows[parent] if parent < place else None
            heir = rows[heirs[place]] if heirs[place] < place else None
            rows.append(make_agency(network, parent=above, successor=heir))
        found = {row.pk: relatives(row) for row in rows}
        for pk, others in found.items():
            assert pk in others
            assert all(pk in found[other] for other in others)
        for row in rows:
            assert {row.parent_id, row.successor_id} - {None} <= found[row.pk]


def test_a_circle_of_parents_in_the_rows_does_not_hang() -> None:
    network = make_network()
    one, two = make_agency(network), make_agency(network)
    Agency.objects.filter(pk=one.pk).update(parent=two)
    Agency.objects.filter(pk=two.pk).update(parent=one)
    assert relatives(one) == relatives(two) == {one.pk, two.pk}


def test_lists_follow_the_vietnamese_alphabet() -> None:
    network = make_network()
    for name in ("Ủy ban", "Đài", "Sở Y tế", "Công an", "Sở Công Thương", "Ăn", "Âm", "An"):
        make_agency(network, name=name)
    assert [agency.name for agency in agencies(network)] == [
        "An",
        "Ăn",
        "Âm",
        "Công an",
        "Đài",
        "Sở Công Thương",
        "Sở Y tế",
        "Ủy ban",
    ]


def test_the_larger_territories_come_first() -> None:
    network = load_demo_network()
    assert [row.code for row in territories(network)] == [
        "tinh-mau",
        "ho-sen",
        "song-xanh",
        "bien-cat",
        "dong-lua",
        "nui-voi",
        "suoi-trong",
    ]


def test_the_current_network_is_the_newest_whose_charter_runs(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SANGTO_NETWORK = ""
    assert current_network() is None
    history = "dak-nong-2021"
    operator = operator_actor("tests")
    load_charter(text=shipped_charter(history), file_name=history, actor=operator)
    network = current_network()
    assert network is not None
    assert network.slug == history
    demo = load_demo_network()
    later = "quang-binh-2019"
    load_charter(text=shipped_charter(later), file_name=later, actor=operator)
    with django_assert_num_queries(1):
        assert current_network() == demo
    settings.SANGTO_NETWORK = later
    network = current_network()
    assert network is not None
    assert network.slug == later
    settings.SANGTO_NETWORK = "nowhere"
    assert current_network() is None


def test_who_sees_which_agencies(settings: Settings) -> None:
    network = make_network()
    settings.SANGTO_NETWORK = network.slug
    lead = make_lead(network)
    ended = make_agency(network, valid_until=FIRST)
    stranger = make_agency(make_network())
    staff = Actor(kind=ActorKind.STAFF, user_id=1, agency_id=lead.pk)
    assert set(agencies_visible_to(staff)) == {lead, ended}
    assert agencies_visible_to(public_actor()) == [lead]
    assert agencies_visible_to(Actor(kind=ActorKind.STAFF, user_id=2)) == []
    other = Actor(kind=ActorKind.STAFF, user_id=3, agency_id=stranger.pk)
    assert agencies_visible_to(other) == [stranger]


def test_focal_officers_come_before_those_who_stand_in_for_them() -> None:
    load_demo_network()
    assert [row.full_name for row in focal_officers(demo_agency("so-khcn"))] == [
        "Nguyễn Minh Châu",
        "Lê Thị Ngọc Ánh",
        "Vũ Đình Khôi",
    ]


def test_a_network_without_a_charter() -> None:
    network = make_network()
    with pytest.raises(Refused) as caught:
        current_charter(network)
    assert caught.value.refusal.code == "organisations.no_charter"
    start = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    assert deadline_for(network, "triage", start).at.date() == date(2026, 3, 3)


def test_a_receipt_is_readable_as_long_as_the_charter_says(settings: Settings) -> None:
    settings.SANGTO_CONTACT_DAYS = 90
    text = shipped_charter("tinh-mau").replace(
        "receipt_readable: {days: 90, mode: calendar}", "receipt_readable: {days: 30}"
    )
    load_charter(text=text, file_name="tinh-mau", actor=operator_actor("tests"))
    network = current_network()
    assert receipt_days(network) == 30
    settings.SANGTO_CONTACT_DAYS = 10
    assert receipt_days(network) == receipt_days(None) == 10


def test_a_charter_is_parsed_once_for_each_text(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    network = load_demo_network()
    current_charter(network)
    with django_assert_num_queries(1):
        spec = current_charter(network)
    Charter.objects.update(digest="0" * 64)
    assert current_charter(network) == spec


def test_deadlines_follow_the_charter_and_the_networks_own_days(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    network = load_demo_network()
    friday = datetime(2026, 12, 4, 3, 0, tzinfo=UTC)
    current_charter(network)
    with django_assert_num_queries(1):
        deadline = deadline_for(network, DeadlineKind.FRAUD_FAMILY, friday)
    assert deadline.at.isoformat() == "2026-12-09T17:00:00+07:00"
    assert [(note.day.day, note.name) for note in deadline.skipped] == [
        (5, ""),
        (6, ""),
        (7, "Nghỉ theo quyết định của tỉnh (ví dụ)"),
    ]
    override_holiday(
        network=network,
        day=date(2026, 12, 5),
        working=True,
        note="Làm bù",
        actor=operator_actor("tests"),
    )
    assert calendar_for(network).is_working(date(2026, 12, 5))
    moved = deadline_for(network, "fraud_family", friday)
    assert moved.at.isoformat() == "2026-12-08T17:00:00+07:00"


def test_every_kind_of_deadline_and_no_other() -> None:
    network = load_demo_network()
    start = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    counted = {kind: deadline_for(network, kind, start).days[-1].running for kind in DeadlineKind}
    assert counted[DeadlineKind.APPEAL_WINDOW] == 30
    assert counted[DeadlineKind.APPEAL] == 10
    with pytest.raises(ValueError, match="whenever"):
        deadline_for(network, "whenever", start)


def test_every_category_has_a_deadline() -> None:
    assert kind_for_category(None) is DeadlineKind.TRIAGE
    assert {kind_for_category(category) for category in Category} == {
        DeadlineKind.FRAUD_FAMILY,
        DeadlineKind.FACTUAL_CLAIM,
        DeadlineKind.SERVICE_FEEDBACK,
        DeadlineKind.TRIAGE,
    }
