"""The demo's accounts: what a visitor can not change, and that they are nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from sangto.cases.services import leave_agency
from sangto.kernel.actor import Actor, Role, operator_actor
from sangto.kernel.errors import Refused
from sangto.organisations.domain.shared import SHARED_ACCOUNTS
from sangto.organisations.models import User
from sangto.organisations.queries import actor_for, today
from sangto.organisations.services import (
    change_factors,
    change_name,
    change_password,
    deactivate_user,
    end_other_sessions,
    end_role,
    end_session,
    reset_factors,
)
from sangto.web.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.factories.cases import World
from tests.factories.organisations import make_member

NEW = "một-mật-khẩu-dài-khó-đoán"
STEPS: dict[str, Callable[[User, Actor], object]] = {
    "password": lambda user, _: change_password(user=user, password=NEW, actor=actor_for(user)),
    "name": lambda user, _: change_name(user=user, full_name="Tên Khác", actor=actor_for(user)),
    "factor": lambda user, _: change_factors(
        user=user, kind="totp", added=True, write=lambda: None, actor=actor_for(user)
    ),
    "reset": lambda user, admin: reset_factors(user=user, actor=admin),
    "closed": lambda user, admin: deactivate_user(user=user, actor=admin),
    "role": lambda user, admin: end_role(membership=user.memberships.get(), actor=admin),
    "session": lambda user, _: end_session(user=user, public_id=uuid4(), actor=actor_for(user)),
    "sessions": lambda user, _: end_other_sessions(user=user, keep="", actor=actor_for(user)),
    "left": lambda user, admin: leave_agency(user=user, last_day=today(), actor=admin),
}
LOGIN = "/tai-khoan/dang-nhap/"


def shared(world: World) -> User:
    return make_member(
        world.lead, Role.DESK_OFFICER, email=DEMO_ACCOUNTS[0].email, password=DEMO_PASSWORD
    )


def test_the_list_is_that_of_the_demo() -> None:
    assert {one.email for one in DEMO_ACCOUNTS} == SHARED_ACCOUNTS


@pytest.mark.parametrize("step", STEPS)
def test_a_visitor_leaves_the_shared_accounts_as_they_are(
    world: World, settings: Settings, step: str
) -> None:
    settings.SANGTO_DEMO = True
    user, admin = shared(world), actor_for(make_member(world.lead, Role.ADMINISTRATOR))
    with pytest.raises(Refused) as refused:
        STEPS[step](user, admin)
    assert refused.value.refusal.code == "organisations.shared_account"
    assert User.objects.get(pk=user.pk).check_password(DEMO_PASSWORD)


def test_people_of_ones_own_are_free_and_the_operator_too(world: World, settings: Settings) -> None:
    settings.SANGTO_DEMO = True
    own = make_member(world.lead, Role.DESK_OFFICER)
    change_name(user=own, full_name="Tên Khác", actor=actor_for(own))
    change_password(user=shared(world), password=NEW, actor=operator_actor("tests"))


def test_a_refused_page_says_so(world: World, settings: Settings, client: Client) -> None:
    settings.SANGTO_DEMO = True
    user = shared(world)
    client.force_login(user)
    response = client.post(
        "/en/tai-khoan/ho-so/", {"full_name": "Tên Khác", "language": user.language}
    )
    assert "shared by everybody" in response.content.decode()


def test_outside_a_demo_the_password_opens_nothing_and_nothing_is_shown(
    world: World, settings: Settings, client: Client
) -> None:
    settings.SANGTO_DEMO = False
    user = shared(world)
    page = client.get(LOGIN).content.decode()
    assert DEMO_PASSWORD not in page
    assert not any(one.email in page for one in DEMO_ACCOUNTS)
    client.post(LOGIN, {"login": user.email, "password": DEMO_PASSWORD})
    assert "_auth_user_id" not in client.session
    assert change_name(user=user, full_name="Tên Khác", actor=actor_for(user))
