"""Objecting in public, deciding at the desk, and what the register shows of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from sangto.appeals.domain.appeals import Outcome
from sangto.appeals.models import Appeal
from sangto.appeals.services import decide_appeal
from sangto.audit.services import seal_pending
from sangto.kernel.actor import Role, system_actor
from sangto.transparency.models import RegisterEntry
from sangto.transparency.services import close_days, enter_pending
from sangto.verdicts.models import VerdictVersion
from tests.factories.appeals import GROUNDS, REASONS, appeals_officer, sent, taken
from tests.factories.cases import World, make_world
from tests.factories.verdicts import published_verdict
from tests.web.desk_scene import queries_of, signed_in, text_of


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def entered() -> None:
    enter_pending(actor=system_actor("register.enter"))
    close_days(actor=system_actor("register.close"))
    while seal_pending() is not None:
        pass


def address(version: VerdictVersion) -> str:
    return f"/en/khieu-nai/ket-luan/{version.verdict.reference}/"


def test_from_the_verdicts_page_to_the_receipt(world: World) -> None:
    version, client = published_verdict(world), Client()
    page = text_of(client.get(f"/en/ket-luan/{version.verdict.reference}/"))
    assert address(version) in page
    form = client.get(address(version))
    key = re.search(r'name="key"[^>]*? value="([^"]+)"', text_of(form))
    assert key is not None
    wrong = client.post(address(version), {"key": key[1], "grounds": "Sai"})
    assert wrong.status_code == 422
    data = {"key": key[1], "relation": "concerned", "grounds": GROUNDS, "reply": "Không phải."}
    done = client.post(address(version), data)
    code = re.search(r'data-copy="(\d{16})"', text_of(done))
    assert code is not None
    assert text_of(client.post(address(version), data)).count(code[1]) == 1
    assert Appeal.objects.count() == 1
    receipt = client.post("/en/khieu-nai/", {"code": code[1]})
    assert "It is decided by" in text_of(receipt)
    assert GROUNDS not in text_of(receipt)
    assert client.post("/en/khieu-nai/", {"code": "1" * 16}).status_code == 404
    asked = client.post("/en/khieu-nai/", {"code": code[1], "do": "withdraw"})
    assert "is taken back" in text_of(asked)
    assert not Appeal.objects.exclude(grounds="").exists()


def test_nothing_is_offered_nor_taken_after_the_window(world: World) -> None:
    version, client = published_verdict(world), Client()
    assert version.published_at is not None
    VerdictVersion.objects.filter(pk=version.pk).update(
        published_at=version.published_at - timedelta(days=45)
    )
    page = text_of(client.get(f"/en/ket-luan/{version.verdict.reference}/"))
    assert "khieu-nai/ket-luan" not in page
    closed = client.get(address(version))
    assert closed.status_code == 410
    data = {"key": "a-key-of-some-length", "relation": "other", "grounds": GROUNDS}
    assert client.post(address(version), data).status_code == 410
    assert not Appeal.objects.exists()


def test_the_desk_takes_and_decides(world: World) -> None:
    appeal = sent(world).appeal
    client = signed_in(world.press, Role.APPEALS_OFFICER)
    path = f"/en/desk/khieu-nai/{appeal.reference}/"
    assert appeal.reference in text_of(client.get("/en/desk/khieu-nai/"))
    assert client.post(f"{path}nhan/").status_code == 302
    short = client.post(path, {"outcome": "upheld", "reasons": "Đúng."})
    assert short.status_code == 422
    named = client.post(path, {"outcome": "upheld", "reasons": f"{REASONS} Gọi 0912 345 678."})
    assert named.status_code == 422
    assert "0912 345 678" in text_of(named)
    assert client.post(path, {"outcome": "upheld", "reasons": REASONS}).status_code == 302
    assert REASONS in text_of(client.get(path))
    other = signed_in(world.health, Role.DESK_OFFICER)
    assert other.get(path).status_code == 404


def test_what_was_taken_back_says_so(world: World) -> None:
    officer = appeals_officer(world)
    appeal = taken(world, actor=officer)
    decide_appeal(appeal=appeal, outcome=Outcome.WITHDRAWN, reasons=REASONS, actor=officer)
    entered()
    assert appeal.version is not None
    page = Client().get(f"/en/ket-luan/{appeal.version.verdict.reference}/")
    assert page.status_code == 410
    assert REASONS in text_of(page)
    assert REASONS in text_of(Client().get("/en/so-minh-bach/go-bo/"))


def test_the_register_and_its_data(world: World) -> None:
    sent(world)
    entered()
    client = Client()
    entry = RegisterEntry.objects.get(kind="verdict")
    for path in (
        "/en/so-minh-bach/",
        f"/en/so-minh-bach/{entry.reference}/",
        "/en/so-minh-bach/?kind=verdict&year=2026",
        "/en/so-minh-bach/du-lieu/",
        "/en/so-minh-bach/goc/",
        "/so-minh-bach/du-lieu/tu-dien.json",
    ):
        assert client.get(path).status_code == 200, path
    shown = text_of(client.get("/en/so-minh-bach/?kind=appeal"))
    assert entry.about not in shown
    assert client.get("/en/so-minh-bach/SM-26-000000/").status_code == 404
    assert client.get("/en/so-minh-bach/?before=x").status_code == 404
    dump = b"".join(client.get("/so-minh-bach/du-lieu/register.jsonl")).decode()
    assert dump.count("\n") == 2
    assert b"".join(client.get("/so-minh-bach/du-lieu/register.jsonl?since=2")).count(b"\n") == 1
    assert client.get("/so-minh-bach/goc.json").json()["head"]["entries"] == 2


def test_one_row_costs_as_many_queries_as_three(world: World) -> None:
    officer = signed_in(world.press, Role.APPEALS_OFFICER)
    pages = ((officer, "/en/desk/khieu-nai/"), (Client(), "/en/so-minh-bach/"))
    sent(world)
    entered()
    before = [queries_of(client, path) for client, path in pages]
    for _ in range(2):
        sent(world)
    entered()
    assert [queries_of(client, path) for client, path in pages] == before
