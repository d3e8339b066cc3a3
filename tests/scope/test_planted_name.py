"""SCOPE.md 3: a name that was planted everywhere is found by no search of the product."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sangto.cases.domain.inbox import Part
from sangto.cases.queries import InboxFilters, inbox
from sangto.intake.services import reading
from sangto.kernel.actor import Role
from sangto.matching.queries import find_claims, search_claims
from sangto.verdicts.queries import (
    CheckOutcome,
    VerdictFilter,
    check_message,
    published,
    search_desk,
)
from tests.cli.conftest import Sangto
from tests.factories.cases import World
from tests.factories.reading import seen
from tests.scope.planted import (
    LINK,
    LOOKED_FOR,
    MESSAGE,
    NAME,
    SLUG,
    TEXT,
    Planted,
    answered,
    mentions,
    places_in_the_database,
    send,
    worked_on,
)
from tests.web.desk_scene import signed_in, text_of


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def planted(world: World, monkeypatch: pytest.MonkeyPatch) -> Planted:
    """An answered claim, and beside it one at work and one that nobody looked at yet. The name
    stands in what a machine reads in their pictures too, and in a QR code."""
    read = seen(f"{NAME} đứng trong ảnh chụp", codes=[f"https://ma-qr.example/{SLUG}"])
    monkeypatch.setattr(reading, "read_picture", lambda _content: read)
    first = send(Client())
    answered(world, first)
    work = send(
        Client(),
        f"{NAME} đang bị người lạ gọi điện đòi tiền cước 2 triệu",
        LINK.replace("nhan-qua", "cuoc"),
    )
    worked_on(world, work)
    new = send(Client(), f"Cô {NAME} hỏi về cây cầu mới có mở đúng ngày như tin không", "")
    assert len({first.claim, work.claim, new.claim}) == 3
    return first


class TestEverySearch:
    """For everything that somebody could type; what is planted is the same, so it is made once."""

    def test_of_verdicts(self, planted: Planted, world: World, subtests: pytest.Subtests) -> None:
        for wanted in LOOKED_FOR:
            with subtests.test(wanted):
                assert published(world.network, VerdictFilter(text=wanted)) == []
                page = Client().get("/en/ket-luan/", {"q": wanted})
                assert page.status_code == 200
                assert not list(page.context["page"])

    def test_of_the_inbox(self, planted: Planted, world: World, subtests: pytest.Subtests) -> None:
        officer, client = world.officer(), signed_in(world.lead)
        for wanted in LOOKED_FOR:
            with subtests.test(wanted):
                for part in (None, *Part):
                    assert inbox(officer, InboxFilters(text=wanted, part=part)) == []
                for tab in ("new", "verifying", "signing", "closed"):
                    page = text_of(client.get("/en/desk/", {"q": wanted, "tab": tab}))
                    assert planted.claim.reference not in page
                    assert "st-case-row" not in page

    def test_of_the_desk(self, planted: Planted, world: World, subtests: pytest.Subtests) -> None:
        """Also by POST, and by who may read every report."""
        officer, client = world.officer(), signed_in(world.lead)
        for wanted in LOOKED_FOR:
            with subtests.test(wanted):
                result = search_desk(officer, wanted)
                assert (result.exact, result.words) == ((), ())
                for page in (
                    client.get("/en/desk/tim/", {"q": wanted}),
                    client.post("/en/desk/tim/", {"q": wanted}, follow=True),
                ):
                    assert page.status_code == 200
                    assert "Nothing found" in text_of(page)
                    assert planted.claim.reference not in text_of(page)

    def test_of_claims_and_messages(self, planted: Planted, subtests: pytest.Subtests) -> None:
        for wanted in LOOKED_FOR:
            with subtests.test(wanted):
                assert not search_claims(wanted).exists()
                assert find_claims(wanted).matches == ()
                assert check_message(wanted).outcome is CheckOutcome.UNKNOWN

    def test_of_the_command_line(
        self, planted: Planted, sangto: Sangto, subtests: pytest.Subtests
    ) -> None:
        for wanted in LOOKED_FOR:
            with subtests.test(wanted):
                found = json.loads(sangto("check", "--json", wanted).stdout)
                assert (found["outcome"], found["matches"]) == ("unknown", [])

    def test_of_the_log(self, planted: Planted, world: World, subtests: pytest.Subtests) -> None:
        client = signed_in(world.press, Role.AUDITOR)
        for wanted in LOOKED_FOR:
            with subtests.test(wanted):
                page = client.get("/en/desk/nhat-ky/", {"subject": wanted})
                assert page.status_code == 200
                assert page.context["rows"] == []
        assert client.get("/en/desk/nhat-ky/").context["rows"]


def test_a_known_message_is_answered_without_what_the_report_said(
    planted: Planted, sangto: Sangto
) -> None:
    result = sangto("check", "--json", MESSAGE)
    assert json.loads(result.stdout)["outcome"] in {"answer", "suggest"}
    assert not mentions(result.stdout)
    page = Client().post("/en/", {"text": MESSAGE})
    assert page.status_code == 200
    assert not mentions(text_of(page))


def test_the_link_of_a_report_is_told_to_nobody(planted: Planted, sangto: Sangto) -> None:
    whole = sangto("check", "--json", f"https://nhan-qua.example {MESSAGE}")
    assert not mentions(whole.stdout)
    asked = json.loads(sangto("check", "--json", LINK).stdout)
    assert [one["value"] for one in asked["indicators"]] == [f"nhan-qua.example/{SLUG}"]


PUBLIC = ("/", "/gioi-thieu/", "/rieng-tu/", "/ket-luan/", "/ket-luan/feed.atom", "/robots.txt")


def test_no_public_page_names_anybody(planted: Planted) -> None:
    client = Client()
    verdict = planted.claim.verdicts.get()
    own = (f"/ket-luan/{verdict.reference}/", f"/ket-luan/{verdict.reference}/1/")
    for path in (*PUBLIC, *own):
        page = client.get(path)
        assert page.status_code == 200, path
        assert not mentions(text_of(page)), path
    page = client.post("/en/bien-nhan/", {"code": planted.receipt})
    assert page.status_code == 200
    assert not mentions(text_of(page))


@pytest.mark.parametrize(
    "roles", [(Role.AUDITOR,), (Role.ADMINISTRATOR,), (Role.EDITOR,), (Role.FOCAL_OFFICER,)]
)
def test_no_desk_page_names_anybody_to_who_reads_no_reports(
    planted: Planted, world: World, roles: tuple[Role, ...]
) -> None:
    client = signed_in(world.press, *roles)
    claim = planted.claim
    paths = ["/en/desk/", "/en/desk/nhat-ky/", "/en/desk/hang-doi/", "/en/desk/ket-luan/"]
    paths += [f"/en/desk/noi-dung/{claim.reference}/", f"/en/desk/vu-viec/{claim.case.reference}/"]
    for path in paths:
        assert not mentions(text_of(client.get(path))), path


def test_the_name_stands_only_where_the_sender_put_it(planted: Planted, media: Path) -> None:
    """A new column that holds it has to be looked at."""
    assert places_in_the_database(NAME) == {
        "intake_report.text",
        "intake_report.reason",
        "intake_reportimage.read_text",
        "cases_timelineentry.text",
        "cases_transfer.reason",
        "cases_casetask.title",
        "cases_checklistanswer.note",
        "cases_checklistanswer.evidence",
        "cases_caseground.removal_reason",
    }
    assert places_in_the_database("tram ngoc quynh dao") == {
        "intake_report.folded",
        "matching_indexentry.folded",
    }
    assert places_in_the_database(SLUG) == {"intake_report.link", "intake_reportimage.read_codes"}
    names = [str(path.relative_to(media)) for path in media.rglob("*")]
    assert names
    assert not any(mentions(name) for name in names)
    assert TEXT in set(type(planted.report).objects.values_list("text", flat=True))
