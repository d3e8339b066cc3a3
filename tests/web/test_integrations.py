"""The pages about programs and their keys."""

from __future__ import annotations

import re

from django.test import Client
from django.utils import timezone

from sangto.kernel.actor import Role
from sangto.organisations.models import ApiKey, Integration, User
from sangto.organisations.queries.integrations import machine_by_key
from tests.factories.api import make_machine
from tests.factories.cases import World
from tests.factories.organisations import make_member
from tests.factories.web import page_of
from tests.web.desk_scene import client_of, queries_of, text_of

PROGRAMS = "/en/desk/to-chuc/chuong-trinh/"
PASSWORD = "một-mật-khẩu-dài-khó-đoán"
NEW = {
    "name": "Báo Mẫu",
    "purpose": "Gửi tin do bạn đọc báo.",
    "scopes": ["reports:send", "rounds:read"],
    "daily_calls": "500",
    "daily_reports": "50",
}
EXPIRES = {
    "expires_on_day": "1",
    "expires_on_month": "6",
    "expires_on_year": str(timezone.localdate().year + 1),
}


def signed_in(user: User) -> Client:
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/tai-khoan/dang-nhap/", {"login": user.email, "password": PASSWORD})
    return client


def test_from_the_form_to_the_key_and_back(world: World) -> None:
    client = signed_in(make_member(world.lead, Role.ADMINISTRATOR))
    empty = client.post(f"{PROGRAMS}moi/", {"agency": str(world.health.pk)})
    assert empty.status_code == 422
    assert len(page_of(empty).errors) >= 3
    made = client.post(f"{PROGRAMS}moi/", {**NEW, "agency": str(world.health.pk)})
    assert made.status_code == 302
    integration = Integration.objects.get()
    assert integration.agency == world.health
    page = f"{PROGRAMS}{integration.pk}/"
    assert "has no key" in text_of(client.get(page))
    shown = client.post(f"{page}khoa/", {**EXPIRES, "overlap_days": "7"})
    token = re.search(r"st_[0-9a-f]{8}_[\w-]+", text_of(shown))
    assert token is not None
    assert token.group() not in text_of(client.get(page))
    assert shown["Cache-Control"] == "private, no-store"
    known = machine_by_key(token.group())
    assert known is not None
    assert known.actor.scopes == {"reports:send"}
    approver = signed_in(make_member(world.health, Role.APPROVER))
    assert "Confirm for our agency" in text_of(approver.get(page))
    assert "Confirm for our agency" not in text_of(client.get(page))
    approver.post(f"{page}xac-nhan/")
    known = machine_by_key(token.group())
    assert known is not None
    assert known.actor.scopes == {"reports:send", "rounds:read"}
    client.post(f"{page}khoa/", {**EXPIRES, "overlap_days": "0"})
    assert machine_by_key(token.group()) is None
    key = ApiKey.objects.get(revoked_at__isnull=True)
    assert client.get(f"{page}khoa/{key.pk}/thu-hoi/").status_code == 200
    client.post(f"{page}khoa/{key.pk}/thu-hoi/")
    assert not ApiKey.objects.filter(revoked_at__isnull=True).exists()
    client.post(f"{page}ngat/")
    assert "Programs that were cut off" in text_of(client.get(PROGRAMS))


def test_a_key_is_made_only_by_who_just_signed_in(world: World) -> None:
    integration, _token = make_machine(world.health)
    user = make_member(world.lead, Role.ADMINISTRATOR)
    user.set_password(PASSWORD)
    user.save()
    client = client_of(user)
    answer = client.post(f"{PROGRAMS}{integration.pk}/khoa/", {**EXPIRES, "overlap_days": "0"})
    assert answer.status_code == 302
    assert "tai-khoan" in answer["Location"]
    assert integration.keys.count() == 1


def test_the_list_costs_the_same_with_one_and_with_three(world: World) -> None:
    client = client_of(make_member(world.lead, Role.ADMINISTRATOR))
    make_machine(world.health)
    client.get(PROGRAMS)
    one = queries_of(client, PROGRAMS)
    make_machine(world.trade)
    make_machine(world.health)
    assert queries_of(client, PROGRAMS) == one


def test_who_is_led_there(world: World) -> None:
    for role, agency, sees in (
        (Role.ADMINISTRATOR, world.lead, True),
        (Role.APPROVER, world.health, True),
        (Role.DESK_OFFICER, world.lead, False),
    ):
        text = text_of(client_of(make_member(agency, role)).get("/en/desk/to-chuc/"))
        assert (PROGRAMS in text) is sees
