"""Invitations: who may invite whom, and a link that is good once, for a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Actor, Role, operator_actor, public_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.domain.invitations import BY_APPROVER, LASTS, MOST_SENT
from sangto.organisations.models import Agency, Invitation, Network, User
from sangto.organisations.queries import actor_for, invitation_of, token_to_send
from sangto.organisations.services import (
    accept_invitation,
    deactivate_user,
    invite,
    resend_invitation,
    revoke_invitation,
)
from sangto.queue.models import Task
from tests.factories.organisations import (
    make_actor,
    make_agency,
    make_lead,
    make_network,
    make_user,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 20, 5, 0, tzinfo=UTC)
OPERATOR = operator_actor("tests")
EMAIL = "mai@soyte.example"


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def lead(network: Network) -> Agency:
    return make_lead(network)


@pytest.fixture
def member(network: Network, lead: Agency) -> Agency:
    return make_agency(network)


def invited(
    agency: Agency, actor: Actor = OPERATOR, *roles: Role, email: str = EMAIL
) -> Invitation:
    return invite(
        email=email, agency=agency, roles=roles or (Role.FOCAL_OFFICER,), actor=actor, now=NOON
    )


def accept(token: str, now: datetime = NOON, **changes: str) -> User:
    values = {"full_name": "Hồ Mai", "language": "vi", "password": "bốn-từ-dài-liền", **changes}
    return accept_invitation(token=token, actor=public_actor(), now=now, **values)


def token(invitation: Invitation) -> str:
    found = token_to_send(invitation)
    assert found is not None
    return found


def tags() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True))


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.refusal.code == code)


def test_an_invitation_leaves_its_letter_to_the_queue(lead: Agency) -> None:
    invitation = invited(lead)
    assert tags() == ["invitation:made"]
    task = Task.objects.get(kind="invitation.send")
    assert task.payload == {"invitation": invitation.pk}
    assert token(invitation) not in str(vars(invitation))
    assert token(invitation) not in str(task.payload)


def _may(role: Role, *, in_lead: bool, own: bool, wanted: Role) -> bool:
    if role is Role.ADMINISTRATOR:
        return own or in_lead
    return role is Role.APPROVER and own and wanted in BY_APPROVER


@pytest.mark.parametrize(
    ("role", "in_lead", "own"), list(product(Role, (True, False), (True, False)))
)
def test_who_may_invite_whom(
    network: Network, lead: Agency, member: Agency, role: Role, in_lead: bool, own: bool
) -> None:
    home = lead if in_lead else member
    other = make_agency(network)
    actor = make_actor(home, role)
    for number, wanted in enumerate(Role):
        email = f"person-{number}@x.example"
        if _may(role, in_lead=in_lead, own=own, wanted=wanted):
            assert invited(home if own else other, actor, wanted, email=email).roles == [wanted]
        else:
            with pytest.raises(Refused):
                invited(home if own else other, actor, wanted, email=email)
    made = Invitation.objects.count()
    assert made == sum(_may(role, in_lead=in_lead, own=own, wanted=one) for one in Role)


def test_nobody_invites_into_another_network(lead: Agency) -> None:
    elsewhere = make_lead(make_network())
    with pytest.raises(NotVisible):
        invited(elsewhere, make_actor(lead, Role.ADMINISTRATOR))


def test_an_administrator_is_invited_to_nothing_else(lead: Agency) -> None:
    with refused("organisations.administrator_alone"):
        invited(lead, OPERATOR, Role.ADMINISTRATOR, Role.DESK_OFFICER)
    with refused("organisations.no_role"):
        invite(email=EMAIL, agency=lead, roles=(), actor=OPERATOR)


def test_an_address_is_invited_once_and_not_when_it_has_an_account(lead: Agency) -> None:
    invited(lead)
    with refused("organisations.invited_already"):
        invited(lead, email=" Mai@SoYTe.example ")
    make_user(email="da@co.example")
    with refused("organisations.email_taken"):
        invited(lead, email="da@co.example")
    with refused("organisations.email"):
        invited(lead, email="nonsense")


def test_accepting_makes_the_account_with_its_roles(member: Agency) -> None:
    invitation = invited(member, OPERATOR, Role.FOCAL_OFFICER, Role.EDITOR)
    user = accept(token(invitation))
    assert (user.email, user.full_name, user.language) == (EMAIL, "Hồ Mai", "vi")
    assert user.check_password("bốn-từ-dài-liền")
    actor = actor_for(user, now=NOON)
    assert actor.agency_id == member.pk
    assert actor.roles == frozenset({Role.FOCAL_OFFICER, Role.EDITOR})
    assert tags()[1:] == [
        "user:created",
        "role:granted",
        "role:granted",
        "invitation:accepted",
    ]
    invitation.refresh_from_db()
    assert (invitation.email, invitation.accepted_by) == ("", user)


def test_a_link_is_good_once(member: Agency) -> None:
    link = token(invited(member))
    accept(link)
    with refused("organisations.invitation_over"):
        accept(link)
    assert User.objects.filter(email=EMAIL).count() == 1


def test_a_link_ends_after_a_week_and_begins_anew_when_sent_again(member: Agency) -> None:
    invitation = invited(member)
    old = token(invitation)
    late = NOON + LASTS
    with refused("organisations.invitation_expired"):
        accept(old, now=late)
    again = resend_invitation(invitation=invitation, actor=OPERATOR, now=late)
    assert again.times_sent == 2
    assert Task.objects.filter(kind="invitation.send").count() == 2
    with pytest.raises(NotVisible):
        accept(old, now=late)
    assert accept(token(again), now=late).email == EMAIL
    with refused("organisations.invitation_over"):
        resend_invitation(invitation=invitation, actor=OPERATOR, now=late)


def test_it_is_not_sent_without_end(member: Agency) -> None:
    invitation = invited(member)
    for _ in range(MOST_SENT - 1):
        resend_invitation(invitation=invitation, actor=OPERATOR, now=NOON)
    with refused("organisations.invitation_sent_often"):
        resend_invitation(invitation=invitation, actor=OPERATOR, now=NOON)


def test_taking_back_ends_the_link_and_forgets_the_address(member: Agency) -> None:
    invitation = invited(member)
    link = token(invitation)
    revoked = revoke_invitation(invitation=invitation, actor=OPERATOR)
    assert revoked.email == ""
    assert tags() == ["invitation:made", "invitation:revoked"]
    with refused("organisations.invitation_over"):
        accept(link)
    assert invited(member).pk != invitation.pk


def test_who_lost_the_account_invites_nobody(lead: Agency) -> None:
    admin = make_actor(lead, Role.ADMINISTRATOR)
    link = token(invited(lead, admin))
    deactivate_user(user=User.objects.get(pk=admin.user_id or 0), actor=OPERATOR)
    with refused("organisations.invitation_over"):
        accept(link)


def test_only_who_could_invite_sends_again_or_takes_back(lead: Agency, member: Agency) -> None:
    invitation = invited(member, OPERATOR, Role.APPROVER)
    for actor in (
        make_actor(lead, Role.APPROVER),
        make_actor(member, Role.DESK_OFFICER),
        make_actor(make_agency(member.network), Role.ADMINISTRATOR),
    ):
        with pytest.raises(NotVisible):
            resend_invitation(invitation=invitation, actor=actor, now=NOON)
        with pytest.raises(NotVisible):
            revoke_invitation(invitation=invitation, actor=actor)
    with refused("organisations.role_not_yours"):
        resend_invitation(invitation=invitation, actor=make_actor(member, Role.APPROVER), now=NOON)


def test_weak_passwords_and_empty_names_are_refused(member: Agency) -> None:
    link = token(invited(member))
    with refused("organisations.password"):
        accept(link, password="12345678")
    with refused("organisations.full_name"):
        accept(link, full_name="  ")
    assert accept(link, now=NOON + timedelta(days=6)).is_active


def test_a_link_that_was_never_given_out_is_nothing(lead: Agency) -> None:
    assert invitation_of("0" * 40) is None
    with pytest.raises(NotVisible):
        accept("0" * 40)


def test_a_changed_first_key_still_finds_the_link(member: Agency, settings: object) -> None:
    invitation = invited(member)
    before = token(invitation)
    settings.SANGTO_SECRET_KEYS = ("a-new-key", "key-for-tests-only")  # type: ignore[attr-defined]
    assert token(invitation) == before
