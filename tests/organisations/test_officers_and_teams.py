"""What the desk names beside the charter: officers, absences, teams. Exact lines of the record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Role, operator_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.domain.kinds import NamedBy, TeamRole
from sangto.organisations.models import Agency, FocalOfficer, Network, Team, TeamMember
from sangto.organisations.queries import focal_officers_on, members_of_team, name_of
from sangto.organisations.services import (
    end_absence,
    end_officer,
    end_team,
    enter_absence,
    form_team,
    join_team,
    leave_team,
    load_charter,
    name_officer,
)
from tests.factories.organisations import (
    demo_agency,
    load_demo_network,
    make_actor,
    make_member,
    make_network,
)
from tests.organisations.charter_texts import SMALL, replaced

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
TEAM = """\
teams:
  - code: truc-ban
    name: Tổ trực ban
    name_en: Team on duty
    members:
      - {agency: bao-mau, email: an@bao.example, role: head}
channels: [phone, email]
"""


@pytest.fixture
def network(db: None) -> Network:
    return load_demo_network()


def tags_after(event: int) -> list[str]:
    return list(
        AuditEvent.objects.filter(pk__gt=event).order_by("pk").values_list("tag", flat=True)
    )


def last_event() -> int:
    newest = AuditEvent.objects.order_by("-pk").first()
    return 0 if newest is None else newest.pk


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.refusal.code


def test_an_agency_names_somebody_and_ends_that(network: Network) -> None:
    health = demo_agency("so-y-te")
    actor = make_actor(health, Role.FOCAL_OFFICER)
    before = last_event()
    officer = name_officer(
        agency=health, full_name=" Lý  Thu ", email="Thu@SYT.example", actor=actor, now=NOON
    )
    assert (officer.full_name, officer.email, officer.named_by) == (
        "Lý Thu",
        "thu@syt.example",
        "desk",
    )
    assert officer in [duty.officer for duty in focal_officers_on(health, TODAY)]
    end_officer(officer=officer, actor=actor, now=NOON + DAY)
    assert officer not in [duty.officer for duty in focal_officers_on(health, TODAY + DAY)]
    with pytest.raises(Refused) as error:
        end_officer(officer=officer, actor=actor, now=NOON + 2 * DAY)
    assert code_of(error) == "organisations.officer_over"
    assert tags_after(before) == ["officer:named", "officer:ended"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"full_name": ""}, "organisations.full_name"),
        ({"email": "nobody"}, "organisations.email"),
        ({"email": "thuy.l.b@so-y-te.tinhmau.example"}, "organisations.officer_taken"),
        ({"valid_until": date(2026, 1, 1)}, "organisations.dates_reversed"),
    ],
)
def test_naming_is_refused(network: Network, changes: dict[str, object], code: str) -> None:
    health = demo_agency("so-y-te")
    values = {"full_name": "Lý Thu", "email": "thu@syt.example", **changes}
    with pytest.raises(Refused) as error:
        name_officer(
            agency=health,
            actor=make_actor(health, Role.APPROVER),
            now=NOON,
            **values,  # type: ignore[arg-type] # as the case says
        )
    assert code_of(error) == code


def test_nobody_names_for_another_agency_but_the_lead_administrator(network: Network) -> None:
    health, trade, lead = (demo_agency(slug) for slug in ("so-y-te", "so-cong-thuong", "so-khcn"))
    for actor in (
        make_actor(trade, Role.FOCAL_OFFICER),
        make_actor(lead, Role.APPROVER),
        make_actor(trade, Role.ADMINISTRATOR),
        make_actor(health, Role.DESK_OFFICER),
    ):
        with pytest.raises(NotVisible):
            name_officer(agency=health, full_name="A B", email="a@b.example", actor=actor)
    name_officer(
        agency=health,
        full_name="A B",
        email="a@b.example",
        actor=make_actor(lead, Role.ADMINISTRATOR),
        now=NOON,
    )


def test_whom_the_charter_names_only_the_charter_ends(network: Network) -> None:
    health = demo_agency("so-y-te")
    officer = FocalOfficer.objects.filter(agency=health, substitute_for=None).get()
    with pytest.raises(Refused) as error:
        end_officer(officer=officer, actor=make_actor(health, Role.APPROVER), now=NOON)
    assert code_of(error) == "organisations.officer_of_charter"


def test_an_absence_brings_the_substitute(network: Network) -> None:
    health = demo_agency("so-y-te")
    actor = make_actor(health, Role.FOCAL_OFFICER)
    officer = FocalOfficer.objects.get(agency=health, substitute_for=None)
    before = last_event()
    absence = enter_absence(
        officer=officer, valid_from=TODAY, valid_until=TODAY + 5 * DAY, note="Phép", actor=actor
    )
    (duty,) = focal_officers_on(health, TODAY + DAY)
    assert (duty.officer.full_name, duty.instead_of) == ("Ngô Đức Anh", officer)
    with pytest.raises(Refused) as error:
        enter_absence(officer=officer, valid_from=TODAY + DAY, actor=actor)
    assert code_of(error) == "organisations.absence_overlaps"
    end_absence(absence=absence, actor=actor, now=NOON + 2 * DAY)
    (duty,) = focal_officers_on(health, TODAY + 2 * DAY)
    assert duty.officer == officer
    end_absence(absence=absence, actor=actor, now=NOON + 2 * DAY)
    assert tags_after(before) == ["officer:away", "officer:back"]


def test_a_new_version_leaves_alone_what_the_desk_named() -> None:
    text = replaced("channels: [phone, email]\n", TEAM)
    network = load_charter(text=text, file_name="a", actor=operator_actor("t"), now=NOON).network
    press = Agency.objects.get(network=network, slug="bao-mau")
    admin = make_actor(Agency.objects.get(network=network, slug="so-mot"), Role.ADMINISTRATOR)
    own = name_officer(
        agency=press, full_name="Vũ Chi", email="chi@bao.example", actor=admin, now=NOON
    )
    team = Team.objects.get(code="truc-ban")
    joined = join_team(team=team, person=own, role=TeamRole.MEMBER, actor=admin, now=NOON)
    formed = form_team(network=network, name="Tổ lũ", name_en="Flood", actor=admin, now=NOON)

    without = SMALL.replace(
        "      - {name: Lê Bình, email: binh@bao.example, substitute_for: an@bao.example}\n", ""
    )
    load_charter(text=without, file_name="b", actor=operator_actor("t"), now=NOON + 3 * DAY)
    own.refresh_from_db()
    formed.refresh_from_db()
    team.refresh_from_db()
    assert (own.valid_until, formed.valid_until) == (None, None)
    assert FocalOfficer.objects.get(email="binh@bao.example").valid_until == TODAY + 2 * DAY
    # The team was the charter's, so it ended with everybody in it.
    assert team.valid_until == TODAY + 2 * DAY
    joined.refresh_from_db()
    assert joined.valid_until == TODAY + 2 * DAY

    # Whom a version names too is the charter's from then on.
    named = SMALL.replace(
        "      - {name: Lê Bình,",
        "      - {name: Vũ Kim Chi, email: chi@bao.example}\n      - {name: Lê Bình,",
    )
    load_charter(text=named, file_name="c", actor=operator_actor("t"), now=NOON + 4 * DAY)
    own.refresh_from_db()
    assert (own.full_name, own.named_by) == ("Vũ Kim Chi", NamedBy.CHARTER.value)


def test_a_team_and_who_is_in_it(network: Network) -> None:
    lead, health = demo_agency("so-khcn"), demo_agency("so-y-te")
    actor = make_actor(lead, Role.DESK_OFFICER)
    person = make_member(health, Role.FOCAL_OFFICER, full_name="Bùi An")
    officer = FocalOfficer.objects.get(agency=health, substitute_for=None)
    before = last_event()
    team = form_team(network=network, name="Tổ lũ", name_en="Flood team", actor=actor, now=NOON)
    assert (team.code, team.named_by) == ("to-lu", "desk")
    join_team(team=team, person=officer, role=TeamRole.MEMBER, actor=actor, now=NOON)
    head = join_team(team=team, person=person, role=TeamRole.HEAD, actor=actor, now=NOON)
    for someone, role, code in (
        (person, TeamRole.MEMBER, "organisations.in_team"),
        (make_member(lead, Role.EDITOR), TeamRole.HEAD, "organisations.team_has_head"),
    ):
        with pytest.raises(Refused) as error:
            join_team(team=team, person=someone, role=role, actor=actor, now=NOON)
        assert code_of(error) == code
    assert [name_of(row) for row in members_of_team(team, TODAY)] == ["Bùi An", officer.full_name]
    leave_team(member=head, actor=actor, now=NOON + DAY)
    end_team(team=team, actor=actor, now=NOON + 2 * DAY)
    assert not TeamMember.objects.filter(team=team, valid_until=None).exists()
    assert tags_after(before) == [
        "team:formed",
        "team:member_added",
        "team:member_added",
        "team:member_ended",
        "team:ended",
    ]


def test_teams_are_kept_by_the_lead_agency_of_the_network(network: Network) -> None:
    outside = demo_agency("so-y-te")
    with pytest.raises(NotVisible):
        form_team(network=network, name="T", name_en="T", actor=make_actor(outside, Role.APPROVER))
    lead = make_actor(demo_agency("so-khcn"), Role.APPROVER)
    with pytest.raises(NotVisible):
        form_team(network=make_network(), name="T", name_en="T", actor=lead)


def test_only_people_of_the_network_join(network: Network) -> None:
    lead = make_actor(demo_agency("so-khcn"), Role.APPROVER)
    team = Team.objects.filter(network=network).first()
    assert team is not None
    stranger = make_member(demo_agency("so-y-te"))
    with pytest.raises(Refused) as error:
        join_team(team=team, person=stranger, role=TeamRole.MEMBER, actor=lead)
    assert code_of(error) == "organisations.not_in_network"


def test_the_charter_s_team_is_ended_by_the_charter(network: Network) -> None:
    lead = make_actor(demo_agency("so-khcn"), Role.APPROVER)
    team = Team.objects.get(network=network, code="truc-ban")
    with pytest.raises(Refused) as error:
        end_team(team=team, actor=lead)
    assert code_of(error) == "organisations.team_of_charter"
