"""`sangto user add`: an account with its roles, or nothing."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.organisations.models import User
from tests.cli.conftest import Sangto
from tests.factories.cases import World

PASSWORD = "một-mật-khẩu-dài-khó-đoán"


def arguments(**changes: str) -> list[str]:
    values = {
        "email": "Lan@KHCN.example",
        "name": "Nguyễn Thị Lan",
        "agency": "so-khcn",
        "role": "desk_officer",
        "password": PASSWORD,
        **changes,
    }
    email = values.pop("email")
    options = [part for name, value in values.items() for part in (f"--{name}", value)]
    return ["user", "add", email, *options]


def test_an_account_with_roles(world: World, sangto: Sangto) -> None:
    result = sangto(*arguments(), "--role", "approver", "--role", "approver", "--language", "en")
    assert result.exit_code == 0, result.output
    assert "lan@khcn.example" in result.stdout
    assert PASSWORD not in result.output
    user = User.objects.get(email="lan@khcn.example")
    assert user.check_password(PASSWORD)
    assert user.language == "en"
    assert set(user.memberships.values_list("role", flat=True)) == {"desk_officer", "approver"}
    tags = AuditEvent.objects.order_by("pk").values_list("tag", flat=True)
    assert list(tags)[-3:] == ["user:created", "role:granted", "role:granted"]


def test_the_password_is_asked_for(world: World, sangto: Sangto) -> None:
    asked = arguments()[:-2]
    result = sangto(*asked, stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "12345678"}, "password can not be used"),
        ({"password": ""}, "password can not be used"),
        ({"password": "lan@khcn.example"}, "password can not be used"),
        ({"agency": "no-such"}, "no agency “no-such”"),
        ({"email": "lan"}, "e-mail address"),
        ({"name": "  "}, "full name"),
    ],
)
def test_refusals(world: World, sangto: Sangto, changes: dict[str, str], words: str) -> None:
    events = AuditEvent.objects.count()
    result = sangto(*arguments(**changes))
    assert result.exit_code == 1, result.output
    assert words in result.stderr
    assert User.objects.count() == 0
    assert AuditEvent.objects.count() == events


def test_twice(world: World, sangto: Sangto) -> None:
    sangto(*arguments())
    result = sangto(*arguments())
    assert result.exit_code == 1
    assert "already" in result.stderr
    assert User.objects.count() == 1


def test_unknown_roles_are_listed(world: World, sangto: Sangto) -> None:
    result = sangto(*arguments(role="king"))
    assert result.exit_code == 2
    assert "desk_officer" in result.stderr


def test_a_role_that_can_not_be_given_leaves_no_account(
    world: World, sangto: Sangto, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.lead.valid_until = world.lead.valid_from
    world.lead.save()
    events = AuditEvent.objects.count()
    result = sangto(*arguments())
    assert result.exit_code == 1, result.output
    assert User.objects.count() == 0
    assert AuditEvent.objects.count() == events


def test_before_any_charter(db: None, sangto: Sangto) -> None:
    result = sangto(*arguments())
    assert result.exit_code == 1
    assert "charter" in result.stderr


def test_lost_factors_are_taken_away(world: World, sangto: Sangto) -> None:
    assert sangto(*arguments()).exit_code == 0
    user = User.objects.get(email="lan@khcn.example")
    Authenticator.objects.create(user_id=user.pk, type=Authenticator.Type.TOTP, data={})
    result = sangto("user", "factors-reset", "Lan@khcn.example")
    assert result.exit_code == 0, result.output
    assert "lan@khcn.example" in result.stdout
    assert not Authenticator.objects.filter(user_id=user.pk).exists()
    event = AuditEvent.objects.order_by("pk").last()
    assert event is not None
    assert event.tag == AuditTag.FACTORS_RESET
    again = sangto("user", "factors-reset", "lan@khcn.example")
    assert again.exit_code == 1
    assert "no factor to remove" in again.output


def test_factors_of_nobody(world: World, sangto: Sangto) -> None:
    result = sangto("user", "factors-reset", "ai@khcn.example")
    assert result.exit_code == 1
    assert "ai@khcn.example" in result.output
