"""A pack of evidence and a referral, by who holds the receipt and by nobody else."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from math import inf
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sangto.documents.models import StoredFile
from sangto.documents.storage import names_on_disk
from sangto.handling.queries.victims import possible_authorities
from sangto.handling.services import refer_own_report
from sangto.intake.models import Report, ReportDisclosure
from sangto.intake.queries import report_content
from sangto.kernel.actor import Role, public_actor
from sangto.kernel.errors import NotVisible
from sangto.notices.models import OutboxMessage
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World
from tests.factories.intake import submit
from tests.web.desk_scene import signed_in, text_of
from tests.web.test_public_receipt_actions import act, visit_of


def test_a_pack_is_made_and_not_kept(world: World, client: Client) -> None:
    sent = submit(text="Họ đòi tôi chuyển 5 triệu đồng ngay")
    visit = visit_of(client, sent.receipt, "/en")
    assert "SHA-256" in text_of(act(client, "goi-chung-cu/", visit=visit))
    before, files = StoredFile.objects.count(), set(names_on_disk(before=inf))
    own = SimpleUploadedFile("bien lai.txt", b"transfer 5000000")
    answer = act(client, "goi-chung-cu/", visit=visit, added=own, do="pack")
    assert answer["Content-Type"] == "application/zip"
    made = ZipFile(BytesIO(answer.content))
    assert set(made.namelist()) == {
        "LUU-Y.txt",
        "phan-anh.txt",
        "nhat-ky.json",
        "tep-1.txt",
        "SHA256SUMS",
    }
    assert "5 triệu đồng" in made.read("phan-anh.txt").decode()
    assert made.read("tep-1.txt") == b"transfer 5000000"
    for line in made.read("SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert sha256(made.read(name)).hexdigest() == digest
    record = json.loads(made.read("nhat-ky.json"))
    assert record["events"][0]["tag"] == "report:received"
    assert (StoredFile.objects.count(), set(names_on_disk(before=inf))) == (before, files)
    assert sent.receipt not in answer.content.decode("latin-1")


@pytest.mark.parametrize("path", ["goi-chung-cu/", "chuyen-co-quan/"])
def test_without_a_visit_there_is_nothing(world: World, client: Client, path: str) -> None:
    submit()
    assert client.get(f"/en/bien-nhan/{path}").status_code == 302
    assert act(client, path, visit="x", do="pack").status_code == 404


def test_the_senders_own_referral(world: World, client: Client) -> None:
    """One agency reads it, because its sender chose that one; the mail says nothing of it."""
    sent = submit(text="Họ đòi tôi chuyển 5 triệu đồng ngay", email="a@b.example")
    report = Report.objects.get()
    visit = visit_of(client, sent.receipt, "/en")
    values = {"visit": visit, "agency": "congan", "do": "refer"}
    refused = act(client, "chuyen-co-quan/", **values)
    assert refused.status_code == 422
    assert not ReportDisclosure.objects.exists()
    assert act(client, "chuyen-co-quan/", **values, agreed="on").status_code == 200
    disclosure = ReportDisclosure.objects.get()
    assert disclosure.agency == world.police
    police = world.actor(world.police, Role.FOCAL_OFFICER)
    assert "5 triệu" in report_content(actor=police, report=report).text
    with pytest.raises(NotVisible):
        report_content(actor=world.actor(world.trade), report=report)
    assert all("5 triệu" not in message.body for message in OutboxMessage.objects.all())
    page = text_of(signed_in(world.police, Role.FOCAL_OFFICER).get("/desk/chuyen-den/"))
    assert "5 triệu đồng" in page
    assert "a@b.example" not in page
    assert 'href="/en/desk/chuyen-den/"' in text_of(
        signed_in(world.police, Role.FOCAL_OFFICER).get("/en/desk/viec-cua-co-quan/")
    )
    other = text_of(signed_in(world.trade, Role.FOCAL_OFFICER).get("/en/desk/chuyen-den/"))
    assert "5 triệu đồng" not in other
    assert 'href="/en/desk/chuyen-den/"' not in other, "an entry only for who has any"


def test_only_an_authority_and_only_with_the_receipt(world: World) -> None:
    sent = submit()
    call: dict[str, Any] = {"agreed": True, "actor": public_actor()}
    assert possible_authorities(Report.objects.get()) == [world.police]
    for receipt, agency in (("1" * 16, world.police), (sent.receipt, world.press)):
        with pytest.raises(NotVisible):
            refer_own_report(receipt=receipt, agency=agency, **call)
    for actor in (world.officer(), world.actor(world.police, *Role)):
        with pytest.raises(NotVisible):
            refer_own_report(receipt=sent.receipt, agency=world.police, agreed=True, actor=actor)
    assert (
        refusal_code(
            refer_own_report,
            receipt=sent.receipt,
            agency=world.police,
            agreed=False,
            actor=public_actor(),
        )
        == "intake.not_agreed"
    )
    first = refer_own_report(receipt=sent.receipt, agency=world.police, **call)
    assert refer_own_report(receipt=sent.receipt, agency=world.police, **call) == first
