"""SCOPE.md 8: the address of a sender stands sealed in two columns, and nowhere in the clear."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from sangto.audit.secrets import sealer
from sangto.intake.models import Contact
from sangto.jobs.runner import run_until_empty
from sangto.notices.models import OutboxMessage
from tests.factories.cases import World
from tests.factories.notices import mail_sink
from tests.scope.planted import EMAIL, answered, places_in_the_database, send

LOCAL, HOST = EMAIL.split("@")


def worked_off(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> str:
    """All that the worker logs and prints while it does what waits."""
    run_until_empty(kinds=["notice.deliver", "verdict.announce", "retention.sweep"])
    printed = capfd.readouterr()
    return caplog.text + printed.out + printed.err


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path


#: What the mail server says about the recipient; its words repeat the address.
REPLIES = {
    "taken": {},
    "refused for good": {"RCPT": f"550 <{EMAIL}> is not known here"},
    "refused for now": {"RCPT": f"450 <{EMAIL}> has a full mailbox"},
    "refused at the end": {"DATA": f"554 no mail for {EMAIL}"},
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("reply", REPLIES)
def test_whatever_the_mail_server_says(
    world_of_its_own: World,
    settings: Any,
    media: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    reply: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    with mail_sink(**REPLIES[reply]) as sink:
        settings.SANGTO_MAIL = sink.address
        settings.EMAIL_BACKEND = "sangto.notices.mail.ConfiguredBackend"
        planted = send(Client())
        answered(world_of_its_own, planted)
        said = worked_off(caplog, capfd)
        assert bool(sink.mails) == (reply == "taken")
    message = OutboxMessage.objects.get()
    assert sealer().open(Contact.objects.get().email_sealed) == EMAIL
    assert (
        message.state
        == {
            "taken": "sent",
            "refused for good": "failed",
            "refused for now": "waiting",
            "refused at the end": "failed",
        }[reply]
    )
    for part in (EMAIL, LOCAL, HOST):
        assert places_in_the_database(part) == set()
        assert part not in said
        for path in media.rglob("*"):
            assert part not in path.name
            assert not path.is_file() or part.encode() not in path.read_bytes()
        for path in Path(configured.SANGTO_DATA).rglob("*.log"):
            assert part not in path.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_nobody_sees_it_on_a_page(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    from tests.web.desk_scene import signed_in, text_of

    caplog.set_level(logging.DEBUG)
    planted = send(Client())
    answered(world, planted)
    client = signed_in(world.lead)
    case = planted.claim.case.reference
    for path in (f"/en/desk/vu-viec/{case}/", "/en/desk/", "/en/desk/hang-doi/"):
        page = client.get(path)
        assert page.status_code == 200
        assert LOCAL not in text_of(page)
    receipt = Client().post("/en/bien-nhan/", {"code": planted.receipt})
    assert LOCAL not in text_of(receipt)
    assert LOCAL not in caplog.text + capfd.readouterr().out
