"""Checking a screenshot: sent, waited for, answered like a text, and gone."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sangto.documents.domain.picture_text import PictureReading, ReadState
from sangto.intake.domain.picture_checks import MOST_WAITING, PATIENCE
from sangto.intake.models import PendingReading, Report
from sangto.intake.services import picture_checks
from sangto.jobs.registry import HANDLERS
from sangto.jobs.runner import run_until_empty
from sangto.web.public import pictures
from tests.factories.cases import World
from tests.factories.documents import picture
from tests.factories.intake import make_report
from tests.factories.matching import link_report
from tests.factories.reading import add_picture, looks_of_screen, seen
from tests.factories.screens import screen_bytes
from tests.factories.web import PRIZE, UNKNOWN, known, page_of

SLUG = "anh-cua-tram-ngoc-quynh-dao"


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


def send(client: Client, content: bytes = b"", text: str = "", prefix: str = "") -> Any:
    file = SimpleUploadedFile(f"{SLUG}.png", content or picture(size=(60, 40)), "image/png")
    return client.post(f"{prefix}/", {"text": text, "picture": file})


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Any:
    def machine(found: PictureReading) -> None:
        monkeypatch.setattr(picture_checks, "read_picture", lambda _content: found)

    return machine


def read_it() -> None:
    HANDLERS["picture.read"]({"reading": PendingReading.objects.latest("pk").pk})()


def test_it_waits_and_asks_again_by_itself(world: World, client: Client) -> None:
    response = send(client)
    assert (response.status_code, response["Location"]) == (302, "/doc-anh/")
    cookie = response.cookies[pictures.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    page = client.get("/en/doc-anh/")
    assert page.status_code == 200
    assert page["Refresh"] == "2"
    assert "no-store" in page["Cache-Control"]
    assert page_of(page).one("h1").text == "We are reading your picture"


def test_a_known_message_is_answered_and_what_was_read_can_be_corrected(
    world: World, client: Client, says: Any
) -> None:
    version = known(world)
    says(seen("09:41 4G 76%", *PRIZE.split(". ")))
    send(client)
    read_it()
    response = client.get("/doc-anh/")
    assert "Refresh" not in response
    page = page_of(response)
    assert version.summary in response.content.decode()
    box = page.one("textarea", name="text")
    assert "09:41" not in box.text
    assert box.text.split() == PRIZE.replace(". ", " ").split()
    again = client.post("/", {"text": box.text})
    assert version.summary in again.content.decode()


def test_an_unknown_one_goes_on_to_a_report_with_its_text(
    world: World, client: Client, says: Any
) -> None:
    says(seen(UNKNOWN))
    send(client)
    read_it()
    page = page_of(client.get("/en/doc-anh/"))
    assert page.one("h1").text == "We do not know it yet."
    carried = page.one("input", name="text").attributes["value"]
    assert carried == UNKNOWN
    begun = client.post("/phan-anh/", {"text": carried}, follow=True)
    assert page_of(begun).one("textarea", name="text").text.strip() == UNKNOWN
    assert Report.objects.count() == 0


def test_text_beside_the_picture_and_codes_count_too(
    world: World, client: Client, says: Any
) -> None:
    says(seen("Quét mã để nhận quà", codes=["https://nhan-qua.example/a"]))
    send(client, text="Chị tôi gửi, có thật không")
    read_it()
    box = page_of(client.get("/en/doc-anh/")).one("textarea", name="text").text
    assert box.strip().splitlines() == [
        "Chị tôi gửi, có thật không",
        "Quét mã để nhận quà",
        "https://nhan-qua.example/a",
    ]


def test_a_picture_that_was_reported_before_is_suggested_and_shows_nothing_of_the_report(
    world: World, client: Client, says: Any
) -> None:
    looks = looks_of_screen(PRIZE)
    version = known(world)
    report = make_report(world.network, text="Trầm Ngọc Quỳnh Dao gửi")
    add_picture(report, looks=looks)
    link_report(report, version.verdict.claim, method="new", score=1.0)
    says(seen(looks=looks))
    send(client)
    read_it()
    response = client.get("/en/doc-anh/")
    page = page_of(response)
    assert page.one("h1").text == "Is it one of these?"
    assert "Quỳnh" not in response.content.decode()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (seen(), "no words and no QR code"),
        (seen("09:41", "4G 76%"), "no words and no QR code"),
        (seen(state=ReadState.NO_READER), "does not work just now"),
        (seen(state=ReadState.GIVEN_UP), "A plain screenshot works best"),
        (seen(state=ReadState.DAMAGED), "A plain screenshot works best"),
    ],
)
def test_what_can_not_be_read_is_asked_for_in_words(
    world: World, client: Client, says: Any, found: PictureReading, words: str
) -> None:
    says(found)
    send(client, text="Có thật không")
    read_it()
    response = client.get("/en/doc-anh/")
    assert words in response.content.decode()
    assert page_of(response).one("textarea", name="text").text.strip() == "Có thật không"


def test_when_no_worker_comes_it_says_so_and_deletes_the_picture(
    world: World, client: Client
) -> None:
    send(client, text="Có thật không")
    late = timezone.now() - PATIENCE - timedelta(seconds=1)
    PendingReading.objects.update(created_at=late)
    response = client.get("/en/doc-anh/")
    assert "Reading pictures does not work just now" in response.content.decode()
    assert "Refresh" not in response
    assert page_of(response).one("textarea", name="text").text.strip() == "Có thật không"
    assert PendingReading.objects.count() == 0


def test_after_its_minutes_it_is_gone(world: World, client: Client, says: Any) -> None:
    says(seen(UNKNOWN))
    send(client)
    read_it()
    PendingReading.objects.update(expires_at=timezone.now())
    response = client.get("/en/doc-anh/")
    assert response.status_code == 410
    assert UNKNOWN not in response.content.decode()
    assert response.cookies[pictures.COOKIE].value == ""
    assert Client().get("/doc-anh/").status_code == 410


@pytest.mark.parametrize("cookie", ["x" * 5000, "\x00", "nobody-has-this"])
def test_any_other_cookie_leads_nowhere(world: World, cookie: str) -> None:
    client = Client()
    client.cookies[pictures.COOKIE] = cookie
    assert client.get("/doc-anh/").status_code == 410


def test_only_the_browser_that_sent_it_sees_it(world: World, client: Client, says: Any) -> None:
    says(seen(UNKNOWN))
    send(client)
    read_it()
    assert UNKNOWN in client.get("/doc-anh/").content.decode()
    assert UNKNOWN not in Client().get("/doc-anh/").content.decode()


def test_a_second_picture_takes_the_place_of_the_first(world: World, client: Client) -> None:
    send(client)
    send(client)
    assert PendingReading.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a PNG, JPEG or WebP picture"),
        (picture()[:60], "is damaged or did not arrive whole"),
        (b"GIF89a", "is not a PNG, JPEG or WebP picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(8 * 1024 * 1024), "is larger than 8 MB"),
    ],
    ids=["empty", "cut", "gif", "large"],
)
def test_what_is_no_picture_is_refused_kindly(
    world: World, client: Client, content: bytes, words: str
) -> None:
    file = SimpleUploadedFile("a.png", content, "image/png")
    response = client.post("/en/", {"text": "Có thật không", "picture": file})
    assert response.status_code == 422
    shown = response.content.decode()
    assert words in shown
    assert "Có thật không" in shown
    assert 'href="#id_picture"' in shown
    assert PendingReading.objects.count() == 0


def test_neither_text_nor_picture(world: World, client: Client) -> None:
    response = client.post("/en/", {"text": "  "})
    assert response.status_code == 422
    assert "Paste a message or a link first, or add a screenshot." in response.content.decode()


def test_a_flood_of_one_sender_is_slowed_and_of_all_is_told(world: World, client: Client) -> None:
    for _ in range(20):
        assert send(Client()).status_code == 302
    response = send(client, prefix="/en")
    assert response.status_code == 429
    assert "within a few minutes" in response.content.decode()
    assert client.post("/", {"text": UNKNOWN}).status_code == 200

    cache.clear()
    now = timezone.now()
    PendingReading.objects.bulk_create(
        PendingReading(
            token_digest=str(number),
            content_sealed="",
            created_at=now,
            expires_at=now + timedelta(minutes=1),
        )
        for number in range(MOST_WAITING)
    )
    response = send(client, prefix="/en")
    assert response.status_code == 429
    assert "would take too long" in response.content.decode()


def test_the_senders_address_is_not_kept(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    def consume(*_args: Any, key: str, config: dict[str, str], **_kwargs: Any) -> object:
        assert config["picture"].endswith("/key")
        counted.append(key)
        return object()

    monkeypatch.setattr(ratelimit, "consume", consume)
    send(client)
    (key,) = counted
    assert len(key) == 64
    assert "127.0.0.1" not in key


@pytest.mark.django_db(transaction=True)
def test_from_the_upload_to_the_answer_with_the_real_machine(world: World, client: Client) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("NO PICTURE IS READ IN THIS RUN: tesseract is not installed (make apt)")
    version = known(world)
    send(client, screen_bytes(PRIZE, "dark-chat"))
    run_until_empty(kinds=["picture.read"])
    response = client.get("/doc-anh/")
    assert version.summary in response.content.decode()
    assert PendingReading.objects.get().read_state == "read"
