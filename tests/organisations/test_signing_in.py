"""Passwords, sessions and second factors of accounts, as the room keeps them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Role, operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency, StaffSession, User
from sangto.organisations.queries import actor_for, has_second_factor, people_of, today
from sangto.organisations.services import (
    change_factors,
    change_name,
    change_password,
    deactivate_user,
    end_other_sessions,
    end_role,
    end_session,
    forget_expired_sessions,
    reset_factors,
)
from tests.factories.organisations import make_agency, make_lead, make_member, make_network

pytestmark = pytest.mark.django_db

OPERATOR = operator_actor("tests")


@pytest.fixture
def lead() -> Agency:
    return make_lead(make_network())


@pytest.fixture
def user(lead: Agency) -> User:
    return make_member(lead, Role.DESK_OFFICER)


def session(user: User | None, key: str) -> StaffSession:
    return StaffSession.objects.create(
        session_key=key,
        session_data="",
        expire_date=timezone.now() + timedelta(hours=1),
        user=user,
        started_on=today(),
        last_seen_on=today(),
    )


def factor(user: User, kind: str = "totp") -> Authenticator:
    return Authenticator.objects.create(user=user, type=kind, data={})


def keys() -> set[str]:
    return set(StaffSession.objects.values_list("session_key", flat=True))


def tags() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True))


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.refusal.code == code)


def test_a_changed_password_ends_the_other_sessions(lead: Agency, user: User) -> None:
    other = make_member(lead, Role.APPROVER)
    for owner, key in ((user, "a"), (user, "b"), (other, "c"), (None, "d")):
        session(owner, key)
    change_password(user=user, password="bốn-từ-dài-liền", keep_session="a", actor=actor_for(user))
    assert keys() == {"a", "c", "d"}
    assert tags() == ["password:changed"]
    with pytest.raises(NotVisible):
        change_password(user=user, password="bốn-từ-dài-liền", actor=actor_for(other))
    with refused("organisations.password"):
        change_password(user=user, password="123", actor=public_actor())


def test_one_session_and_all_others(lead: Agency, user: User) -> None:
    mine, _, _ = session(user, "a"), session(user, "b"), session(user, "c")
    stranger = session(make_member(lead, Role.APPROVER), "z")
    actor = actor_for(user)
    with pytest.raises(NotVisible):
        end_session(user=user, public_id=stranger.public_id, actor=actor)
    end_session(user=user, public_id=mine.public_id, actor=actor)
    assert keys() == {"b", "c", "z"}
    assert end_other_sessions(user=user, keep="b", actor=actor) == 1
    assert end_other_sessions(user=user, keep="b", actor=actor) == 0
    assert keys() == {"b", "z"}
    assert tags() == ["session:ended", "session:ended"]
    with pytest.raises(NotVisible):
        end_other_sessions(user=user, keep="", actor=OPERATOR)


def test_a_closed_account_is_signed_out_at_once(user: User) -> None:
    session(user, "a")
    deactivate_user(user=user, actor=OPERATOR)
    assert keys() == set()


def test_rows_of_sessions_that_are_over_are_forgotten(user: User) -> None:
    session(user, "a")
    StaffSession.objects.update(expire_date=timezone.now())
    session(user, "b")
    assert forget_expired_sessions(actor=system_actor("retention.sweep")) == 1
    assert keys() == {"b"}


def test_the_first_factor_ends_sessions_that_began_without(user: User) -> None:
    session(user, "a"), session(user, "b")
    actor = actor_for(user)
    change_factors(
        user=user,
        kind="totp",
        added=True,
        write=lambda: factor(user),
        keep_session="a",
        actor=actor,
    )
    assert keys() == {"a"}
    session(user, "c")
    change_factors(
        user=user, kind="webauthn", added=True, write=lambda: factor(user, "webauthn"), actor=actor
    )
    assert keys() == {"a", "c"}
    assert tags() == ["factor:added", "factor:added"]
    with pytest.raises(NotVisible):
        change_factors(user=user, kind="totp", added=False, write=lambda: None, actor=OPERATOR)


def test_recovery_codes_alone_are_no_second_factor(user: User) -> None:
    factor(user, "recovery_codes")
    assert not has_second_factor(user)
    factor(user, "webauthn")
    assert has_second_factor(user)


def test_who_may_remove_a_lost_factor(lead: Agency, user: User) -> None:
    member = make_agency(lead.network)
    there = make_member(member, Role.FOCAL_OFFICER)
    factor(user), factor(there), session(there, "a")
    own_admin = actor_for(make_member(member, Role.ADMINISTRATOR))
    with pytest.raises(NotVisible):
        reset_factors(user=user, actor=own_admin)
    with pytest.raises(NotVisible):
        reset_factors(user=there, actor=actor_for(make_member(member, Role.APPROVER)))
    assert reset_factors(user=there, actor=own_admin) == 1
    assert keys() == set()
    with refused("organisations.no_factors"):
        reset_factors(user=there, actor=own_admin)
    lead_admin = make_member(lead, Role.ADMINISTRATOR)
    assert reset_factors(user=user, actor=actor_for(lead_admin)) == 1
    factor(lead_admin)
    with refused("organisations.own_factors"):
        reset_factors(user=lead_admin, actor=actor_for(lead_admin))
    assert tags() == ["factor:reset", "factor:reset"]


def test_a_name_is_changed_by_its_owner(lead: Agency, user: User) -> None:
    assert (
        change_name(user=user, full_name=" Hồ   Mai ", actor=actor_for(user)).full_name == "Hồ Mai"
    )
    change_name(user=user, full_name="Hồ Mai", actor=actor_for(user))
    assert tags() == ["user:changed"]
    with pytest.raises(NotVisible):
        change_name(user=user, full_name="X", actor=actor_for(make_member(lead, Role.APPROVER)))
    with refused("organisations.full_name"):
        change_name(user=user, full_name=" ", actor=actor_for(user))


def test_a_role_ends_with_a_day(lead: Agency, user: User) -> None:
    admin = actor_for(make_member(lead, Role.ADMINISTRATOR))
    row = user.memberships.get()
    with refused("organisations.last_day_over"):
        end_role(membership=row, last_day=today() - timedelta(days=1), actor=admin)
    last = today() + timedelta(days=9)
    assert end_role(membership=row, last_day=last, actor=admin).valid_until == last
    assert actor_for(user).roles == {Role.DESK_OFFICER}
    assert [person.leaves_on for person in people_of(lead) if person.user == user] == [last]


def test_the_list_costs_the_same_with_one_and_with_three(
    lead: Agency, django_assert_num_queries: object
) -> None:
    for _ in range(2):
        factor(make_member(lead, Role.DESK_OFFICER, Role.APPROVER))
        with django_assert_num_queries(2):  # type: ignore[operator] # a fixture
            assert all(person.has_factor for person in people_of(lead))
