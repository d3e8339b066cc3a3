"""Charters become rows: versions, updates, ends, audit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.domain.charter import CharterError
from sangto.organisations.domain.shipped import SHIPPED, shipped_charter
from sangto.organisations.models import (
    Agency,
    Charter,
    Competence,
    FocalOfficer,
    HolidayOverride,
    LegalGround,
    Network,
    ProtectedDomain,
    Territory,
)
from sangto.organisations.queries import (
    competent_agency,
    current_charter,
    grounds_in_force,
    lead_agency,
    protected_domains,
    territories,
)
from sangto.organisations.services import load_charter, override_holiday
from tests.factories.organisations import (
    demo_agency,
    load_demo_network,
    make_actor,
    make_lead,
    make_network,
)
from tests.organisations.charter_texts import SMALL, replaced

pytestmark = pytest.mark.django_db

OPERATOR = operator_actor("tests")
NOON = datetime(2026, 5, 20, 5, 0, tzinfo=UTC)
TODAY = date(2026, 5, 20)
YESTERDAY = TODAY - timedelta(days=1)


def load(text: str, *, now: datetime = NOON, actor: Actor = OPERATOR) -> Charter:
    return load_charter(text=text, file_name="mau.yaml", actor=actor, now=now)


def agency(slug: str) -> Agency:
    return Agency.objects.get(network__slug="mau-nho", slug=slug)


def tags_after(event_id: int) -> list[tuple[str, str]]:
    events = AuditEvent.objects.filter(pk__gt=event_id).order_by("pk")
    return [(event.tag, event.subject_type) for event in events]


def last_event() -> int:
    newest = AuditEvent.objects.order_by("-pk").first()
    return 0 if newest is None else newest.pk


def test_the_first_version() -> None:
    charter = load(SMALL)
    assert (charter.version, charter.valid_from, charter.valid_until) == (
        1,
        date(2026, 1, 1),
        None,
    )
    assert charter.source == SMALL
    assert (
        tags_after(0)
        == [("charter:loaded", "organisations.charter")]
        + [("agency:joined", "organisations.agency")] * 5
    )
    lead = lead_agency(charter.network)
    assert lead == agency("so-mot")
    assert agency("so-hai").parent == agency("uy-ban")
    substitute = FocalOfficer.objects.get(email="binh@bao.example")
    assert substitute.substitute_for == FocalOfficer.objects.get(email="an@bao.example")
    assert Territory.objects.get(code="xa-mot").parent == Territory.objects.get(code="tinh")
    assert [row.domain for row in protected_domains(charter.network)] == ["mau.example"]
    assert current_charter(charter.network).title == "Quy chế mẫu nhỏ"


def test_the_same_text_again_changes_nothing() -> None:
    first = load(SMALL)
    before = last_event()
    again = load(SMALL)
    assert again == first
    assert Charter.objects.count() == 1
    assert tags_after(before) == []


def test_going_back_to_an_older_text_is_a_new_version() -> None:
    load(SMALL)
    load(replaced("Small charter", "Other charter"))
    assert load(SMALL).version == 3
    assert Network.objects.get().title_en == "Small charter"


def test_a_new_version_updates_and_never_deletes() -> None:
    load(SMALL)
    key = agency("bao-mau").pk
    before = last_event()
    text = replaced("name: Báo Mẫu", "name: Báo Mẫu Mới").replace(
        "  - {slug: cong-an, name: Công an, kind: police}\n",
        "  - {slug: hoi, name: Hội, kind: association}\n",
    )
    charter = load(text)
    assert charter.version == 2
    assert (agency("bao-mau").pk, agency("bao-mau").name) == (key, "Báo Mẫu Mới")
    assert agency("cong-an").valid_until == YESTERDAY
    assert agency("hoi").valid_until is None
    assert tags_after(before) == [
        ("charter:loaded", "organisations.charter"),
        ("agency:joined", "organisations.agency"),
        ("agency:ended", "organisations.agency"),
    ]
    joined, ended = AuditEvent.objects.filter(pk__gt=before + 1).order_by("pk")
    assert joined.subject_id == str(agency("hoi").pk)
    assert ended.subject_id == str(agency("cong-an").pk)


def test_an_agency_that_ended_is_ended_once_and_may_come_back() -> None:
    load(SMALL)
    without = replaced("  - {slug: cong-an, name: Công an, kind: police}\n", "")
    load(without)
    before = last_event()
    load(without.replace("Small charter", "Later charter"), now=NOON + timedelta(days=30))
    assert agency("cong-an").valid_until == YESTERDAY
    assert tags_after(before) == [("charter:loaded", "organisations.charter")]
    load(SMALL)
    assert agency("cong-an").valid_until is None


def test_what_began_today_ends_today() -> None:
    text = replaced("valid_from: 2026-01-01", "valid_from: 2026-05-20")
    load(text)
    load(text.replace("  - {slug: cong-an, name: Công an, kind: police}\n", ""))
    ended = agency("cong-an")
    assert ended.valid_from == ended.valid_until == TODAY


def test_another_lead_agency() -> None:
    load(SMALL)
    load(
        replaced(
            "lead: {slug: so-mot, name: Sở Một}", "lead: {slug: so-moi, name: Sở Mới, symbol: SM}"
        )
    )
    assert lead_agency(Network.objects.get()) == agency("so-moi")
    former = agency("so-mot")
    assert (former.is_lead, former.valid_until) == (False, YESTERDAY)


def test_a_lead_agency_may_become_a_member_and_a_member_the_lead() -> None:
    load(SMALL)
    load(
        replaced(
            "lead: {slug: so-mot, name: Sở Một}", "lead: {slug: so-hai, name: Sở Hai}"
        ).replace(
            "- {slug: so-hai, name: Sở Hai, kind: department}",
            "- {slug: so-mot, name: Sở Một, kind: department}",
        )
    )
    assert lead_agency(Network.objects.get()) == agency("so-hai")
    assert (agency("so-mot").kind, agency("so-mot").is_lead) == ("department", False)


def test_a_competence_that_moves_is_split_on_the_day_of_the_change() -> None:
    load(SMALL)
    load(replaced("topic: health, agency: so-hai", "topic: health, agency: bao-mau"))
    network = Network.objects.get()
    assert competent_agency(network, "health", on=YESTERDAY) == agency("so-hai")
    assert competent_agency(network, "health", on=TODAY) == agency("bao-mau")
    rows = Competence.objects.filter(topic="health").order_by("pk")
    assert [(row.valid_from, row.valid_until) for row in rows] == [
        (date(2026, 1, 1), YESTERDAY),
        (TODAY, None),
    ]


def test_a_competence_that_stays_keeps_its_row() -> None:
    load(SMALL)
    keys = set(Competence.objects.values_list("pk", "valid_from"))
    load(replaced("Small charter", "Other charter"))
    assert set(Competence.objects.values_list("pk", "valid_from")) == keys


def test_a_competence_that_never_began_is_taken_back() -> None:
    later = replaced(
        "  - {topic: health, agency: so-hai}",
        "  - {topic: price, agency: so-hai, valid_from: 2026-09-01}",
    )
    load(later)
    load(SMALL)
    assert not Competence.objects.filter(topic="price").exists()


def test_other_rows_that_a_version_drops() -> None:
    load(SMALL)
    text = (
        SMALL.replace(
            "      - {name: Lê Bình, email: binh@bao.example, substitute_for: an@bao.example}\n", ""
        )
        .replace("  - {code: luat-1,", "  - {code: luat-2,")
        .replace("mau.example, owner", "khac.example, owner")
        .replace("2026-03-02", "2026-03-03")
        .replace("  - {topic: land, agency: so-hai, territory: xa-mot}\n", "")
    )
    start = text.index("  - {code: xa-mot")
    load(text[:start] + text[text.index("\n", start) + 1 :])
    network = Network.objects.get()
    assert FocalOfficer.objects.get(email="binh@bao.example").valid_until == YESTERDAY
    assert LegalGround.objects.get(code="luat-1").valid_until == YESTERDAY
    assert [ground.code for ground in grounds_in_force(network, TODAY)] == ["luat-2"]
    assert [row.domain for row in ProtectedDomain.objects.all()] == ["khac.example"]
    assert [row.day for row in HolidayOverride.objects.all()] == [date(2026, 3, 3)]
    assert [row.code for row in territories(network)] == ["tinh"]
    assert Territory.objects.filter(code="xa-mot").exists()


def test_a_day_decided_outside_the_charter_stays() -> None:
    network = load(SMALL).network
    override_holiday(
        network=network, day=date(2026, 8, 8), working=True, note="Làm bù", actor=OPERATOR
    )
    load(replaced("2026-03-02", "2026-03-03"))
    assert list(HolidayOverride.objects.order_by("day").values_list("day", flat=True)) == [
        date(2026, 3, 3),
        date(2026, 8, 8),
    ]


def test_a_charter_that_begins_later_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        load(SMALL, now=datetime(2025, 12, 31, 5, 0, tzinfo=UTC))
    assert caught.value.refusal.code == "organisations.charter_not_yet"
    assert not Network.objects.exists()


def test_the_first_day_begins_at_midnight_in_vietnam() -> None:
    assert load(SMALL, now=datetime(2025, 12, 31, 17, 0, tzinfo=UTC)).version == 1


def test_a_faulty_charter_leaves_nothing_behind() -> None:
    load(SMALL)
    before = last_event()
    with pytest.raises(CharterError):
        load(replaced("kind: press", "kind: pres"))
    assert Charter.objects.count() == 1
    assert tags_after(before) == []


def test_the_record_holds_no_content() -> None:
    charter = load(SMALL)
    event = AuditEvent.objects.get(tag=AuditTag.CHARTER_LOADED)
    assert event.subject_id == str(charter.pk)
    assert (event.actor_kind, event.actor_label) == ("operator", "tests")
    stored = " ".join(str(value) for value in AuditEvent.objects.values().get(pk=event.pk).values())
    assert "mau-nho" not in stored
    assert charter.digest not in stored


def test_an_administrator_loads_the_charter_of_the_own_network_only() -> None:
    load(SMALL)
    administrator = make_actor(agency("so-mot"), Role.ADMINISTRATOR)
    assert load(replaced("Small charter", "Other charter"), actor=administrator).version == 2
    stranger = make_actor(make_lead(make_network()), Role.ADMINISTRATOR)
    member = make_actor(agency("so-hai"), Role.ADMINISTRATOR)
    desk = make_actor(agency("so-mot"), Role.DESK_OFFICER, Role.APPROVER)
    nobody = Actor(kind=ActorKind.PUBLIC)
    for actor in (stranger, member, desk, nobody):
        with pytest.raises(NotVisible):
            load(SMALL, actor=actor)
    assert Charter.objects.count() == 2


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_charter_loads_twice_as_one(name: str) -> None:
    text = shipped_charter(name)
    first = load_charter(text=text, file_name=name, actor=OPERATOR)
    assert load_charter(text=text, file_name=name, actor=OPERATOR) == first
    assert Agency.objects.filter(is_lead=True).count() == 1


def test_the_demo_network_has_fourteen_agencies() -> None:
    network = load_demo_network()
    assert Agency.objects.filter(network=network).count() == 14
    assert demo_agency("dai-ptth").parent == demo_agency("ubnd")
    assert demo_agency("bao-mau").parent is None
