"""Accounts, roles, and the actor that they make."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from pytest_django import DjangoAssertNumQueries, Settings

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency, Membership, Network, User
from sangto.organisations.queries import actor_for, members_of, memberships_of, today
from sangto.organisations.services import (
    change_language,
    create_user,
    deactivate_user,
    end_role,
    grant_role,
    override_holiday,
)
from tests.factories.organisations import (
    make_actor,
    make_agency,
    make_lead,
    make_member,
    make_network,
    make_user,
)

pytestmark = pytest.mark.django_db

OPERATOR = operator_actor("tests")
NOON = datetime(2026, 5, 20, 5, 0, tzinfo=UTC)
TODAY = date(2026, 5, 20)
DAY = timedelta(days=1)
PASSWORD = "lantern-over-the-river-7"


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def lead(network: Network) -> Agency:
    return make_lead(network)


@pytest.fixture
def member(network: Network) -> Agency:
    return make_agency(network)


def tags() -> list[tuple[str, str]]:
    events = AuditEvent.objects.order_by("pk")
    return [(event.tag, event.subject_type) for event in events]


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.refusal.code == code)


def test_an_account_is_made_with_a_hashed_password(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [name for name in settings.PASSWORD_HASHERS if "MD5" not in name]
    user = create_user(
        email=" Mai.Ho@So-Y-Te.Example ", full_name="Hồ  Mai", password=PASSWORD, actor=OPERATOR
    )
    assert (user.email, user.full_name, user.language) == ("mai.ho@so-y-te.example", "Hồ Mai", "vi")
    assert user.password.startswith("argon2$")
    assert user.check_password(PASSWORD)
    assert tags() == [("user:created", "organisations.user")]
    assert actor_for(user).roles == frozenset()


def test_signing_in_by_address_in_any_case() -> None:
    user = create_user(email="mai@sok.example", full_name="Mai", password=PASSWORD, actor=OPERATOR)
    assert authenticate(email="MAI@sok.example", password=PASSWORD) == user
    assert authenticate(email="mai@sok.example", password="wrong") is None


def test_without_a_password_nobody_signs_in() -> None:
    user = create_user(email="mai@sok.example", full_name="Mai", actor=OPERATOR)
    assert not user.has_usable_password()
    assert authenticate(email="mai@sok.example", password="") is None


@pytest.mark.parametrize(
    ("email", "name", "password", "code"),
    [
        ("", "Mai", None, "organisations.email"),
        ("mai", "Mai", None, "organisations.email"),
        ("mai@sok.example\nBcc: x@y.example", "Mai", None, "organisations.email"),
        ("a" * 250 + "@sok.example", "Mai", None, "organisations.email"),
        ("mai@sok.example", " \u200b ", None, "organisations.full_name"),
        ("mai@sok.example", "M" * 121, None, "organisations.full_name"),
        ("TAKEN@sok.example", "Mai", None, "organisations.email_taken"),
        ("mai@sok.example", "Mai", "12345678", "organisations.password"),
        ("mai@sok.example", "Mai", "short", "organisations.password"),
    ],
)
def test_accounts_that_are_refused(email: str, name: str, password: str | None, code: str) -> None:
    make_user(email="taken@sok.example")
    with refused(code):
        create_user(email=email, full_name=name, password=password, actor=OPERATOR)
    assert User.objects.count() == 1
    assert tags() == []


def test_a_role_is_granted_from_today(lead: Agency) -> None:
    user = make_user()
    membership = grant_role(
        user=user, agency=lead, role=Role.DESK_OFFICER, actor=OPERATOR, now=NOON
    )
    assert (membership.valid_from, membership.valid_until) == (TODAY, None)
    assert tags() == [("role:granted", "organisations.membership")]
    assert actor_for(user, now=NOON) == Actor(
        kind=ActorKind.STAFF,
        user_id=user.pk,
        agency_id=lead.pk,
        roles=frozenset({Role.DESK_OFFICER}),
        in_lead_agency=True,
        label=user.full_name,
    )
    assert actor_for(user, now=NOON - DAY).roles == frozenset()


def test_many_roles_in_one_agency(
    member: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_member(member, Role.FOCAL_OFFICER)
    with django_assert_num_queries(1):
        actor_for(user)
    for role in (Role.APPROVER, Role.EDITOR):
        grant_role(user=user, agency=member, role=role, actor=OPERATOR)
    with django_assert_num_queries(1):
        actor = actor_for(user)
    assert actor.roles == {Role.FOCAL_OFFICER, Role.APPROVER, Role.EDITOR}
    assert not actor.in_lead_agency


def test_roles_that_are_refused(lead: Agency, member: Agency, network: Network) -> None:
    user = make_member(lead, Role.DESK_OFFICER)
    ended = make_agency(network, valid_until=today() - DAY)
    inactive = make_user(is_active=False)

    def grant(user: User, agency: Agency, role: Role, valid_until: date | None = None) -> None:
        grant_role(user=user, agency=agency, role=role, actor=OPERATOR, valid_until=valid_until)

    with refused("organisations.role_held"):
        grant(user, lead, Role.DESK_OFFICER)
    with refused("organisations.other_agency"):
        grant(user, member, Role.FOCAL_OFFICER)
    with refused("organisations.administrator_alone"):
        grant(user, lead, Role.ADMINISTRATOR)
    with refused("organisations.administrator_alone"):
        grant(make_member(lead, Role.ADMINISTRATOR), lead, Role.AUDITOR)
    with refused("organisations.agency_ended"):
        grant(make_user(), ended, Role.EDITOR)
    with refused("organisations.inactive_account"):
        grant(inactive, lead, Role.EDITOR)
    with refused("organisations.dates_reversed"):
        grant(make_user(), lead, Role.EDITOR, valid_until=today() - DAY)
    assert tags() == []


def test_agencies_may_follow_each_other(lead: Agency, member: Agency) -> None:
    user = make_user()
    grant_role(
        user=user,
        agency=member,
        role=Role.EDITOR,
        actor=OPERATOR,
        now=NOON,
        valid_until=TODAY + 9 * DAY,
    )
    grant_role(
        user=user,
        agency=lead,
        role=Role.EDITOR,
        actor=OPERATOR,
        now=NOON,
        valid_from=TODAY + 10 * DAY,
    )
    assert actor_for(user, now=NOON + 9 * DAY).agency_id == member.pk
    assert actor_for(user, now=NOON + 10 * DAY).agency_id == lead.pk


def test_nobody_changes_their_own_roles(lead: Agency) -> None:
    user = make_member(lead, Role.ADMINISTRATOR)
    actor = actor_for(user)
    with refused("organisations.own_role"):
        grant_role(user=user, agency=lead, role=Role.DESK_OFFICER, actor=actor)
    with refused("organisations.own_role"):
        end_role(membership=user.memberships.get(), actor=actor)
    with refused("organisations.own_account"):
        deactivate_user(user=user, actor=actor)


def test_an_administrator_of_a_member_reaches_that_agency_only(
    lead: Agency, member: Agency, network: Network
) -> None:
    local = make_actor(member, Role.ADMINISTRATOR)
    central = make_actor(lead, Role.ADMINISTRATOR)
    grant_role(user=make_user(), agency=member, role=Role.EDITOR, actor=local)
    grant_role(user=make_user(), agency=member, role=Role.EDITOR, actor=central)
    stranger = make_agency(make_network())
    for actor, agency in ((local, lead), (local, stranger), (central, stranger)):
        with pytest.raises(NotVisible):
            grant_role(user=make_user(), agency=agency, role=Role.EDITOR, actor=actor)
        with pytest.raises(NotVisible):
            end_role(membership=make_member(agency, Role.EDITOR).memberships.get(), actor=actor)
        with pytest.raises(NotVisible):
            deactivate_user(user=make_member(agency, Role.EDITOR), actor=actor)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_other_roles_keep_no_accounts(lead: Agency, role: Role) -> None:
    actor = make_actor(lead, role)
    colleague = make_member(lead, Role.EDITOR)
    with pytest.raises(NotVisible):
        create_user(email="new@sok.example", full_name="Mới", actor=actor)
    with pytest.raises(NotVisible):
        grant_role(user=colleague, agency=lead, role=Role.APPROVER, actor=actor)
    with pytest.raises(NotVisible):
        end_role(membership=colleague.memberships.get(), actor=actor)
    with pytest.raises(NotVisible):
        deactivate_user(user=colleague, actor=actor)
    with pytest.raises(NotVisible):
        override_holiday(network=lead.network, day=TODAY, working=True, note="Làm bù", actor=actor)
    assert tags() == []


def test_a_role_ends_at_once_and_only_once(lead: Agency) -> None:
    user = make_member(lead, Role.EDITOR, Role.APPROVER)
    membership = user.memberships.get(role=Role.EDITOR.value)
    ended = end_role(membership=membership, actor=OPERATOR, now=NOON)
    assert ended.valid_until == TODAY - DAY
    assert actor_for(user, now=NOON).roles == {Role.APPROVER}
    assert tags() == [("role:ended", "organisations.membership")]
    with refused("organisations.role_over"):
        end_role(membership=membership, actor=OPERATOR, now=NOON)


def test_a_role_of_today_is_taken_back_and_stays_in_the_record(lead: Agency) -> None:
    user = make_user()
    membership = grant_role(user=user, agency=lead, role=Role.EDITOR, actor=OPERATOR, now=NOON)
    key = str(membership.pk)
    end_role(membership=membership, actor=OPERATOR, now=NOON)
    assert not Membership.objects.exists()
    assert [event.subject_id for event in AuditEvent.objects.order_by("pk")] == [key, key]
    grant_role(user=user, agency=lead, role=Role.EDITOR, actor=OPERATOR, now=NOON)


def test_a_deactivated_account_has_no_roles(lead: Agency) -> None:
    user = make_member(lead, Role.EDITOR, Role.APPROVER)
    actor = make_actor(lead, Role.ADMINISTRATOR)
    changed = deactivate_user(user=user, actor=actor)
    assert not changed.is_active
    assert actor_for(changed).roles == frozenset()
    assert tags() == [
        ("user:changed", "organisations.user"),
        ("role:ended", "organisations.membership"),
        ("role:ended", "organisations.membership"),
    ]
    with refused("organisations.inactive_account"):
        deactivate_user(user=user, actor=actor)
    assert members_of(lead, Role.EDITOR) == []


def test_flags_give_no_rights() -> None:
    user = make_user(is_staff=True, is_superuser=True)
    assert actor_for(user) == Actor(kind=ActorKind.STAFF, user_id=user.pk, label=user.full_name)


def test_a_member_of_an_agency_that_ended_has_no_roles(network: Network) -> None:
    ended = make_agency(network, valid_until=TODAY)
    user = make_member(ended, Role.FOCAL_OFFICER)
    assert actor_for(user, now=NOON).roles == {Role.FOCAL_OFFICER}
    assert actor_for(user, now=NOON + DAY).roles == frozenset()


def test_rows_in_two_agencies_count_for_the_newest_alone(lead: Agency, member: Agency) -> None:
    user = make_member(lead, Role.APPROVER)
    Membership.objects.create(
        user=user, agency=member, role=Role.EDITOR.value, valid_from=date(2021, 1, 1)
    )
    actor = actor_for(user)
    assert actor.agency_id == member.pk
    assert actor.roles == {Role.EDITOR}
    assert not actor.in_lead_agency


def test_members_of_an_agency(
    lead: Agency, member: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    second = make_member(lead, Role.DESK_OFFICER, Role.APPROVER, full_name="Đào Bá")
    with django_assert_num_queries(1):
        assert members_of(lead) == [second]
    third = make_member(lead, Role.EDITOR, full_name="Ông Xá")
    first = make_member(lead, Role.DESK_OFFICER, full_name="Dương An")
    make_member(member, Role.DESK_OFFICER)
    with django_assert_num_queries(1):
        assert members_of(lead) == [first, second, third]
    assert members_of(lead, Role.DESK_OFFICER) == [first, second]
    assert members_of(lead, Role.APPROVER, Role.EDITOR) == [second, third]
    assert len(memberships_of(second)) == 2


def test_people_choose_their_own_language(lead: Agency) -> None:
    user = make_member(lead, Role.EDITOR)
    actor = actor_for(user)
    assert change_language(user=user, language="en", actor=actor).language == "en"
    change_language(user=user, language="en", actor=actor)
    assert tags() == [("user:changed", "organisations.user")]
    with pytest.raises(NotVisible):
        change_language(user=user, language="vi", actor=make_actor(lead, Role.ADMINISTRATOR))
    with pytest.raises(ValueError, match="fr"):
        change_language(user=user, language="fr", actor=actor)


def test_an_own_day_needs_a_reason(network: Network, lead: Agency) -> None:
    actor = make_actor(lead, Role.ADMINISTRATOR)
    with refused("organisations.note"):
        override_holiday(network=network, day=TODAY, working=True, note=" ", actor=actor)
    override_holiday(network=network, day=TODAY, working=True, note="Làm bù", actor=actor)
    override = override_holiday(
        network=network, day=TODAY, working=False, note="Nghỉ bù", actor=actor
    )
    assert (network.overrides.get(), override.working) == (override, False)
    assert tags() == [("holiday:overridden", "organisations.holidayoverride")] * 2
    with pytest.raises(NotVisible):
        override_holiday(network=make_network(), day=TODAY, working=True, note="x", actor=actor)
