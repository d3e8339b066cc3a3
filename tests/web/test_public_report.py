"""Reporting: one thing a page, one report for one submission, and a way on for every refusal."""

from __future__ import annotations

import io
import logging
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.documents.models import StoredFile
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.drafts import LIFETIME
from sangto.intake.models import Contact, DraftImage, Report, ReportDraft, ReportImage
from sangto.intake.services import erase_drafts
from sangto.kernel.actor import system_actor
from sangto.queue.models import Task
from tests.factories.cases import World
from tests.factories.documents import opened, picture
from tests.factories.reporting import (
    draft_name,
    post_page,
    press_send,
    receipt_on,
    send,
    token_of,
    write,
)
from tests.factories.web import UNKNOWN, foreign_words, page_of, row_counts

EMAIL = "nguoi.gui.bi.mat@thu.example"
ASCII = "Your parcel waits, pay the fee of 2 dollars at http://fee.example tomorrow"
PAGES = ("", "nghi-ngo/", "noi-o/", "lien-he/", "dong-y/", "xem-lai/")


def upload(content: bytes, name: str = "Ảnh của Nguyễn Thị Riêng.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "hello")
    return buffer.getvalue()


def huge_png() -> bytes:
    """2 gigapixels in a few bytes."""
    header = struct.pack(">IIBBBBB", 50_000, 40_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_the_first_page_asks_little_and_says_what_follows(
    world: World, client: Client, language: str, prefix: str
) -> None:
    response = client.get(f"{prefix}/phan-anh/")
    page = page_of(response)
    names = {element.attributes.get("name") for element in page.all("textarea") + page.all("input")}
    assert {"text", "link", "images"} <= names
    assert not names & {"email", "territory", "consent"}
    assert page.one("form", enctype="multipart/form-data").attributes["method"] == "post"
    assert foreign_words(page, language) == []
    assert "sangto_report" not in response.cookies
    assert ReportDraft.objects.count() == 0


def test_a_whole_report(world: World, client: Client, language: str, prefix: str) -> None:
    response = send(
        client,
        prefix,
        text=ASCII,
        link="https://fee.example/pay?id=1",
        reason="It asks for money",
        lost="yes",
        money_lost="2 triệu",
        territory="suoi-trong",
        email=EMAIL,
        share_consent="on",
        images=[upload(picture()), upload(picture("JPEG"), "b.jpg"), upload(picture("WEBP"), "c")],
    )
    assert response.status_code == 200
    page = page_of(response)
    code = receipt_on(response)
    assert len(code) == 16
    assert code.isdecimal()
    assert [len(group) for group in page.one(class_="st-receipt__code").text.split()] == [4] * 4
    assert foreign_words(page, language) == []
    report = Report.objects.get()
    assert report.text == ASCII
    assert report.link == "https://fee.example/pay?id=1"
    assert (report.reason, report.money_lost) == ("It asks for money", 2_000_000)
    assert report.territory is not None
    assert report.territory.code == "suoi-trong"
    assert (report.language, report.channel, report.origin) == (language, "web", "citizen")
    assert (report.consent_version, report.share_consent) == (CONSENT_VERSION, True)
    assert code not in str(list(Report.objects.values()))
    assert Contact.objects.get().report == report
    assert EMAIL not in Contact.objects.get().email_sealed
    assert ReportImage.objects.filter(report=report).count() == 3
    assert Task.objects.get(kind="report.match").payload == {"report": report.pk}
    assert AuditEvent.objects.filter(tag="report:received").count() == 1
    assert ReportDraft.objects.count() == DraftImage.objects.count() == 0
    readable = client.post(f"{prefix}/bien-nhan/", {"code": code})
    assert readable.status_code == 200


def test_each_page_is_reachable_refreshable_and_speaks_one_language(
    world: World, client: Client, language: str, prefix: str
) -> None:
    write(client, prefix, text=UNKNOWN, email=EMAIL, lost="yes", money_lost="500k")
    for path in PAGES:
        for _again in range(2):
            response = client.get(f"{prefix}/phan-anh/{path}")
            assert response.status_code == 200
        page = page_of(response)
        assert len(page.all("h1")) == 1, path
        assert len(page.ids) == len(set(page.ids)), path
        known = [UNKNOWN, *(option.text for option in page.all("option"))]
        if language == "en":
            assert foreign_words(page, "en", *known, "Tỉnh Mẫu") == [], path
        else:
            assert foreign_words(page, "vi", EMAIL, *known) == [], path
        other = "/en" if language == "vi" else ""
        assert page.all("a", href=f"{other}/phan-anh/{path}"), path


def test_the_language_can_be_changed_midway(world: World, client: Client) -> None:
    write(client, "", text=UNKNOWN, reason="Lạ quá", email=EMAIL)
    assert UNKNOWN in client.get("/en/phan-anh/").content.decode()
    assert "Lạ quá" in client.get("/en/phan-anh/xem-lai/").content.decode()
    sent = press_send(client, "/en")
    assert sent.headers["Location"] == "/en/phan-anh/da-gui/"
    assert Report.objects.get().language == "en"
    assert receipt_on(client.get("/en/phan-anh/da-gui/")) == receipt_on(
        client.get("/phan-anh/da-gui/")
    )


def test_nothing_stands_in_an_address_or_a_readable_cookie(world: World, client: Client) -> None:
    responses = [
        client.post("/phan-anh/", {"text": ASCII}),
        post_page(client, "", {"text": ASCII, "link": "http://fee.example/x"}, ""),
        post_page(client, "nghi-ngo/", {"reason": "secret reason"}, ""),
        post_page(client, "lien-he/", {"email": EMAIL}, ""),
    ]
    for response in responses:
        assert response.status_code == 302
        assert "?" not in response.headers["Location"]
        cookie = response.cookies["sangto_report"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == ""
        assert len(cookie.value) < 60
    assert client.get("/phan-anh/").headers["Cache-Control"] == "private, no-store"
    sealed = ReportDraft.objects.get().content_sealed
    for word in (ASCII, "fee.example", "secret", EMAIL):
        assert word not in sealed
    assert token_of(client) not in str(list(ReportDraft.objects.values()))


def test_it_arrives_filled_in_from_a_check(world: World, client: Client) -> None:
    response = client.post("/en/phan-anh/", {"text": ASCII}, follow=True)
    assert response.redirect_chain == [("/en/phan-anh/", 302)]
    assert page_of(response).one("textarea", name="text").text.strip() == ASCII


def test_a_new_check_begins_a_new_draft(world: World, client: Client) -> None:
    client.post("/en/phan-anh/", {"text": "the first message"})
    old = draft_name(client)
    client.post("/en/phan-anh/", {"text": "the second message"})
    assert ReportDraft.objects.count() == 1
    late = client.post(
        "/en/phan-anh/nghi-ngo/", {"go": "next", "draft": old, "reason": "of the first"}
    )
    assert late.status_code == 410
    assert "another report meanwhile" in late.content.decode()
    assert page_of(late).one("textarea", name="reason").text.strip() == "of the first"
    assert foreign_words(page_of(late), "en") == []
    assert "of the first" not in client.get("/en/phan-anh/nghi-ngo/").content.decode()


def test_pages_without_a_draft_lead_to_the_first(world: World, client: Client) -> None:
    for path in PAGES[1:]:
        response = client.get(f"/en/phan-anh/{path}")
        assert (response.status_code, response.headers.get("Location")) == (302, "/en/phan-anh/")
    assert client.get("/en/phan-anh/da-gui/").headers["Location"] == "/en/phan-anh/"
    assert client.post("/en/phan-anh/xem-lai/", {"send": "1"}).status_code == 410


@pytest.mark.parametrize("page", ["nghi-ngo/", "lien-he/", ""])
def test_an_expired_draft_says_so_and_keeps_the_page(
    world: World, client: Client, page: str
) -> None:
    write(client, "/en", text=UNKNOWN)
    name = draft_name(client)
    ReportDraft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/en/phan-anh/xem-lai/").status_code == 410
    client.cookies["sangto_report"] = "x" * 32
    typed = {"text": "typed late", "reason": "why late", "email": EMAIL, "draft": name, "go": "1"}
    response = client.post(f"/en/phan-anh/{page}", typed)
    assert response.status_code == 410
    content = response.content.decode()
    for text in ("typed late", "why late", EMAIL):
        assert text in content
    assert foreign_words(page_of(response), "en") == []
    again = client.post(
        "/en/phan-anh/", {"text": "typed late", "reason": "why late", "email": EMAIL}, follow=True
    )
    assert "typed late" in again.content.decode()
    assert "why late" in client.get("/en/phan-anh/nghi-ngo/").content.decode()
    assert EMAIL in client.get("/en/phan-anh/lien-he/").content.decode()


def test_thrown_away_it_is_gone(
    world: World, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    write(client, images=[upload(picture())])
    path = configured.MEDIA_ROOT / StoredFile.objects.get().storage_name
    assert path.exists()
    assert "Throw" in client.get("/en/phan-anh/bo/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/en/phan-anh/bo/", follow=True)
    assert not path.exists()
    assert "Nothing of yours is left" in response.content.decode()
    assert not ReportDraft.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_picture_of_a_draft_is_for_its_browser_only(world: World, client: Client) -> None:
    write(client, images=[upload(picture())])
    number = DraftImage.objects.get().pk
    shown = client.get(f"/phan-anh/anh/{number}/")
    assert shown.status_code == 200
    assert shown.headers["Content-Type"] == "image/png"
    assert Client().get(f"/phan-anh/anh/{number}/").status_code == 404
    assert client.get(f"/phan-anh/anh/{number + 1}/").status_code == 404
    other = Client()
    write(other, text="something else")
    assert other.get(f"/phan-anh/anh/{number}/").status_code == 404


def test_pictures_can_be_taken_away_and_stay_when_the_text_is_refused(
    world: World, client: Client
) -> None:
    refused = client.post(
        "/en/phan-anh/", {"go": "next", "text": "a " * 20_000, "images": [upload(picture())]}
    )
    assert refused.status_code == 422
    assert len(page_of(refused).all("img")) == 1
    assert DraftImage.objects.count() == 1
    client.post(
        "/en/phan-anh/", {"remove": str(DraftImage.objects.get().pk), "draft": draft_name(client)}
    )
    assert DraftImage.objects.count() == StoredFile.objects.count() == 0


def test_six_pictures_in_two_goes_are_refused(world: World, client: Client) -> None:
    write(client, images=[upload(picture()) for _ in range(4)])
    response = post_page(
        client, "", {"text": ASCII, "images": [upload(picture()), upload(picture())]}
    )
    assert response.status_code == 422
    assert "these are 6" in page_of(response).errors[0]
    assert DraftImage.objects.count() == 4


def test_pictures_are_written_anew_without_names(world: World, client: Client) -> None:
    original = picture("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0SECRETPLACE")
    assert b"SECRETPLACE" in original
    assert send(client, images=[upload(original)]).status_code == 200
    file = StoredFile.objects.get()
    content = (configured.MEDIA_ROOT / file.storage_name).read_bytes()
    assert b"SECRETPLACE" not in content
    assert opened(content).size == (40, 30)
    assert "Riêng" not in str(list(StoredFile.objects.values()))


def test_sent_twice_or_reloaded_it_is_one_report(world: World, client: Client) -> None:
    write(client, email=EMAIL)
    first, second = press_send(client), press_send(client)
    assert first.headers["Location"] == second.headers["Location"] == "/en/phan-anh/da-gui/"
    pages = [client.get("/en/phan-anh/da-gui/") for _again in range(2)]
    assert receipt_on(pages[0]) == receipt_on(pages[1])
    assert Report.objects.count() == Contact.objects.count() == 1
    late = post_page(client, "nghi-ngo/", {"reason": "one more thing"})
    assert late.status_code == 410
    assert "sent already" in late.content.decode()


def test_the_receipt_can_be_forgotten_in_this_browser(world: World, client: Client) -> None:
    send(client)
    client.post("/en/phan-anh/bo/")
    assert client.get("/en/phan-anh/da-gui/").status_code == 302
    assert Report.objects.count() == 1


def test_who_lost_money_reads_what_to_do_first(
    world: World, client: Client, language: str, prefix: str, settings: Any
) -> None:
    settings.SANGTO_HOTLINE_BANKS = (("Ngân hàng Mẫu", "1900 0000"),)
    content = send(client, prefix, lost="yes", money_lost="").content.decode()
    assert content.index("st-urgent") < content.index("st-receipt__code")
    assert 'href="tel:19000000"' in content
    assert 'href="tel:113"' in content
    assert 'href="tel:111"' in content
    assert Report.objects.get().money_lost is None
    assert "st-urgent" not in send(client, prefix, lost="no", text="x y z").content.decode()


def test_an_empty_number_is_not_offered(world: World, client: Client, settings: Any) -> None:
    settings.SANGTO_HOTLINE_POLICE = ""
    settings.SANGTO_CHILD_HOTLINE = ""
    content = send(client, lost="yes").content.decode()
    assert "tel:" not in content


def test_who_says_no_has_lost_nothing(world: World, client: Client) -> None:
    send(client, lost="no", money_lost="5 triệu")
    assert Report.objects.get().money_lost is None
    send(client, text="another", money_lost="5 triệu")
    assert Report.objects.latest("pk").money_lost == 5_000_000


def test_answers_show_what_will_be_kept_and_can_be_changed(world: World, client: Client) -> None:
    write(client, text="Ask @tran.rieng.tu for it", email=EMAIL)
    page = page_of(client.get("/en/phan-anh/xem-lai/"))
    assert "tran.rieng" not in page.content
    assert "taken out" in page.content
    links = [link.attributes["href"] for link in page.all("a", class_="govuk-link")]
    for path in PAGES[:5]:
        assert f"/en/phan-anh/{path}?sua=1" in links
    changed = post_page(client, "lien-he/", {"email": "khac@thu.example", "sua": "1"})
    assert changed.headers["Location"] == "/en/phan-anh/xem-lai/"
    assert "khac@thu.example" in client.get("/en/phan-anh/xem-lai/").content.decode()


def test_without_consent_nothing_is_sent(world: World, client: Client) -> None:
    response = write(client, consent=None)
    assert response.status_code == 422
    assert client.get("/en/phan-anh/xem-lai/").headers["Location"] == "/en/phan-anh/dong-y/"
    refused = press_send(client)
    assert refused.status_code == 422
    assert page_of(refused).all("a", href="/en/phan-anh/dong-y/?sua=1")
    assert Report.objects.count() == 0


def test_only_a_link_or_only_a_picture_is_enough(world: World, client: Client) -> None:
    assert send(client, text="", link="http://fee.example/a").status_code == 200
    assert send(client, text="", images=[upload(picture())]).status_code == 200
    assert Report.objects.count() == 2


REFUSED: dict[str, tuple[Callable[[], dict[str, Any]], str, int]] = {
    "no consent": (lambda: {"consent": None}, "consent", 422),
    "nothing": (lambda: {"text": ""}, "text", 422),
    "only space": (lambda: {"text": " \n \u200b\u202e "}, "text", 422),
    "bad e-mail": (lambda: {"email": "lan@"}, "email", 422),
    "e-mail of no server": (lambda: {"email": '"a b"@thu.example'}, "email", 422),
    "two addresses": (lambda: {"email": "a@b.example, c@d.example"}, "email", 422),
    "a header in the e-mail": (lambda: {"email": "a@b.example\nBcc: c@d.example"}, "email", 422),
    "six pictures": (lambda: {"images": [upload(picture())] * 6}, "images", 422),
    "nine megabytes": (
        lambda: {"images": [upload(b"\x89PNG\r\n\x1a\n" + b"x" * 9 * 2**20)]},
        "images",
        422,
    ),
    "a zip as a picture": (lambda: {"images": [upload(zipped())]}, "images", 422),
    "an empty picture": (lambda: {"images": [upload(b"")]}, "images", 422),
    "two gigapixels": (lambda: {"images": [upload(huge_png())]}, "images", 422),
    "half a JPEG": (lambda: {"images": [upload(picture("JPEG", (400, 300))[:700])]}, "images", 422),
    "a GIF": (lambda: {"images": [upload(picture("GIF"))]}, "images", 422),
    "an SVG": (
        lambda: {"images": [upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>")]},
        "images",
        422,
    ),
    "NUL": (lambda: {"text": "a\0b"}, "text", 422),
    "NUL in the link": (lambda: {"link": "http://a.example/\0"}, "link", 422),
    "NUL in the reason": (lambda: {"reason": "\0"}, "reason", 422),
    "a megabyte": (lambda: {"text": "fee " * 250_000}, "text", 422),
    "a long text": (lambda: {"text": "fee " * 5_001}, "text", 422),
    "a long reason": (lambda: {"reason": "why " * 600}, "reason", 422),
    "a long link": (lambda: {"link": "http://a.example/" + "a" * 10_000}, "link", 422),
    "a script as a link": (lambda: {"link": "javascript:alert(1)"}, "link", 422),
    "no link": (lambda: {"link": "call me later"}, "link", 422),
    "an unknown place": (lambda: {"territory": "atlantis"}, "territory", 422),
    "a negative amount": (lambda: {"lost": "yes", "money_lost": "-5 triệu"}, "money_lost", 422),
    "too much money": (lambda: {"lost": "yes", "money_lost": "9" * 20}, "money_lost", 422),
    "no amount": (lambda: {"lost": "yes", "money_lost": "quite a lot"}, "money_lost", 422),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(world: World, client: Client, name: str) -> None:
    make, field, status = REFUSED[name]
    changes = make()
    response = write(client, "/en", **{"text": ASCII, **changes})
    assert response.status_code == status
    assert Report.objects.count() == 0
    assert AuditEvent.objects.filter(tag="report:received").count() == 0
    page = page_of(response)
    assert page.errors
    assert page.one("title").text.startswith("Error: ")
    assert len(page.ids) == len(set(page.ids))
    links = [
        link.attributes["href"].removeprefix("#")
        for link in page.all("a")
        if link.attributes.get("href", "").startswith("#id_")
    ]
    assert set(links) <= set(page.ids)
    assert links == [f"id_{field}"]
    assert foreign_words(page, "en", *(option.text for option in page.all("option"))) == []
    described = page.all(id=f"id_{field}")[0].attributes
    assert described["aria-invalid"] == "true"
    assert f"id_{field}_error" in described["aria-describedby"].split()
    assert f"id_{field}_error" in page.ids


@pytest.mark.parametrize("name", ["bad e-mail", "no consent", "a long link", "two gigapixels"])
def test_the_refusal_is_in_the_persons_language(world: World, client: Client, name: str) -> None:
    english = page_of(write(client, "/en", **REFUSED[name][0]()))
    vietnamese = page_of(write(client, "", **REFUSED[name][0]()))
    assert english.elements[0].attributes["lang"] == "en"
    assert vietnamese.elements[0].attributes["lang"] == "vi"
    assert vietnamese.one("title").text.startswith("Lỗi: ")
    assert english.errors != vietnamese.errors
    errors = " ".join(vietnamese.errors)
    assert not re.search(r"\b(the|please|this|with|your|too)\b", errors, re.IGNORECASE)


def test_what_was_typed_is_kept(world: World, client: Client) -> None:
    text = '<b>Bold</b> & "quoted" </textarea><script>x</script>'
    page = page_of(post_page(client, "", {"text": text, "link": "no link at all"}))
    assert page.one("textarea", name="text").text.lstrip("\n") == text
    assert page.one("input", name="link").attributes["value"] == "no link at all"
    write(client, text=text, reason="It's odd & <new>", territory="song-xanh")
    doubt = page_of(client.get("/en/phan-anh/nghi-ngo/"))
    assert doubt.one("textarea", name="reason").text.lstrip("\n") == "It's odd & <new>"
    place = page_of(client.get("/en/phan-anh/noi-o/"))
    chosen = [option for option in place.all("option") if "selected" in option.attributes]
    assert [option.attributes["value"] for option in chosen] == ["song-xanh"]
    assert "<script>x" not in client.get("/en/phan-anh/xem-lai/").content.decode()


def test_all_that_is_wrong_on_a_page_is_said_at_once(world: World, client: Client) -> None:
    rest = page_of(post_page(client, "", {"text": "a " * 20_000, "link": "no link at all"}))
    assert len(rest.errors) == 2
    both = {"reason": "why " * 600, "lost": "yes", "money_lost": "lots"}
    write(client)
    assert len(page_of(post_page(client, "nghi-ngo/", both)).errors) == 2


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("safe \u202egnp.exe reversed", "safe gnp.exe reversed"),
        ("<script>alert(1)</script> win", "<script>alert(1)</script> win"),
        ("win\u200b a\u2066 prize", "win a prize"),
    ],
)
def test_odd_text_is_cleaned_and_taken(world: World, client: Client, text: str, kept: str) -> None:
    assert send(client, text=text).status_code == 200
    assert Report.objects.get().text == kept


def test_lone_surrogates_do_no_harm(world: World, client: Client) -> None:
    body = b"text=win+%ED%A0%80+a+prize&link=&go=next&draft="
    form = "application/x-www-form-urlencoded"
    assert client.post("/phan-anh/", body, content_type=form).status_code == 302
    post_page(client, "dong-y/", {"consent": "on"}, "")
    assert press_send(client, "").status_code == 302
    Report.objects.get().text.encode("utf-8")


def test_the_contact_stands_nowhere(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = send(client, email=EMAIL)
    code = receipt_on(response)
    pages = [
        response,
        client.get("/en/phan-anh/da-gui/"),
        client.post("/bien-nhan/", {"code": code}),
    ]
    for page in pages:
        assert EMAIL not in page.content.decode()
    contact, report = Contact.objects.get(), Report.objects.get()
    assert EMAIL not in repr(contact) + str(contact) + repr(report) + str(report)
    assert EMAIL not in repr(contact.__dict__)
    assert EMAIL not in str(list(AuditEvent.objects.values())) + str(list(Task.objects.values()))
    logged = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert not any(EMAIL in record.getMessage() for record in logged)
    for model in apps.get_models():
        assert EMAIL not in str(list(model._base_manager.values())), model


CANARY = "chimvangquynhdao"


def _everywhere() -> str:
    rows = "".join(str(list(model._base_manager.values())) for model in apps.get_models())
    files = b"".join(
        path.read_bytes() for path in configured.MEDIA_ROOT.rglob("*") if path.is_file()
    )
    return rows + files.decode("latin-1")


@pytest.mark.parametrize("end", ["expiry", "throwing away"])
def test_a_canary_in_an_unsent_draft_is_nowhere_and_leaves_nothing(
    world: World,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
    settings: Any,
    tmp_path: Path,
    end: str,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level(logging.DEBUG)
    before = row_counts()
    events = AuditEvent.objects.count()
    write(
        client,
        text=f"{CANARY} in the text",
        link=f"http://{CANARY}.example/",
        reason=f"{CANARY} in the reason",
        email=f"{CANARY}@thu.example",
        images=[upload(picture(), f"{CANARY}.png")],
    )
    client.get("/en/phan-anh/xem-lai/")
    assert CANARY not in _everywhere()
    assert AuditEvent.objects.count() == events
    assert Task.objects.filter(kind="report.match").count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        if end == "expiry":
            at = timezone.now() + LIFETIME
            assert erase_drafts(actor=system_actor("draft.sweep"), now=at) == 1
        else:
            client.post("/en/phan-anh/bo/")
    assert row_counts() == before
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    logged = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert not any(CANARY in record.getMessage() for record in logged)


def test_a_failure_logs_nothing_of_the_report(
    world: World,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(**_arguments: object) -> None:
        raise RuntimeError("the disk is full")

    write(client, email=EMAIL, text=UNKNOWN)
    monkeypatch.setattr("sangto.web.intake.reporting.send_draft", fail)
    client.raise_request_exception = False
    response = press_send(client)
    assert response.status_code == 500
    assert EMAIL not in response.content.decode()
    assert "the disk is full" not in response.content.decode()
    assert caplog.records
    for record in caplog.records:
        shown = logging.Formatter().format(record)
        assert EMAIL not in shown
        assert UNKNOWN not in shown


def test_a_body_that_is_too_large(world: World) -> None:
    for strict in (True, False):
        client = Client(enforce_csrf_checks=strict)
        client.get("/en/phan-anh/")
        response = client.post("/en/phan-anh/", {"go": "next", "text": "x" * 3_000_000})
        assert response.status_code == 413
        assert "larger than this desk takes" in response.content.decode()
        assert ReportDraft.objects.count() == 0


@pytest.mark.parametrize("value", ["x" * 5000, "ä", "\t", ".1", "../../etc"])
def test_a_cookie_that_is_not_ours_is_as_good_as_none(
    world: World, client: Client, value: str
) -> None:
    client.cookies["sangto_report"] = value
    assert client.get("/phan-anh/").status_code == 200
    assert client.get("/phan-anh/da-gui/").status_code == 302
    assert client.get("/phan-anh/anh/1/").status_code == 404


def test_the_form_answers_head_and_refuses_others(world: World, client: Client) -> None:
    for path in ("/phan-anh/", "/bien-nhan/", "/"):
        assert client.head(path).status_code == 200
        for method in (client.put, client.delete, client.patch):
            assert method(path).status_code == 405
