"""The report form: one report for one submission, and a way on for everything it refuses."""

from __future__ import annotations

import io
import logging
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sangto.audit.models import AuditEvent
from sangto.documents.models import StoredFile
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.models import Contact, Report, ReportImage
from sangto.queue.models import Task
from tests.factories.cases import World
from tests.factories.documents import opened, picture
from tests.factories.web import UNKNOWN, PageOf, foreign_words, page_of, row_counts

EMAIL = "nguoi.gui.bi.mat@thu.example"
ASCII = "Your parcel waits, pay the fee of 2 dollars at http://fee.example tomorrow"


def filled(**changes: Any) -> dict[str, Any]:
    values = {
        "text": ASCII,
        "link": "",
        "reason": "It asks for money",
        "territory": "",
        "email": "",
        "consent": "on",
        "key": "a-key-made-with-the-form",
        "send": "1",
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def send(client: Client, prefix: str = "/en", **changes: Any) -> Any:
    return client.post(f"{prefix}/phan-anh/", filled(**changes))


def upload(content: bytes, name: str = "Ảnh của Nguyễn Thị Riêng.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def receipt_code(page: PageOf) -> str:
    return "".join(page.one(class_="st-receipt__code").text.split())


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


def test_the_form_asks_little_and_says_what_is_kept(world: World, client: Client) -> None:
    page = page_of(client.get("/en/phan-anh/"))
    required = {element.attributes["name"] for element in page.all() if _required(element)}
    assert required <= {"consent", "key", "text"}
    assert page.one("form", enctype="multipart/form-data").attributes["method"] == "post"
    places = [option.attributes["value"] for option in page.all("option")]
    assert places[0] == ""
    assert {"tinh-mau", "suoi-trong", "song-xanh"} <= set(places)
    assert CONSENT_VERSION in page.said("en")
    assert len(page.one("input", name="key").attributes["value"]) >= 16
    assert foreign_words(page, "en", *_places(page)) == []


def _required(element: Any) -> bool:
    return "name" in element.attributes and "required" in element.attributes


def _places(page: PageOf) -> list[str]:
    return [option.text for option in page.all("option")]


def test_two_forms_have_two_keys(world: World, client: Client) -> None:
    keys = {
        page_of(client.get("/phan-anh/")).one("input", name="key").attributes["value"]
        for _ in range(3)
    }
    assert len(keys) == 3


def test_a_whole_report(world: World, client: Client, language: str, prefix: str) -> None:
    response = send(
        client,
        prefix,
        link="https://fee.example/pay?id=1",
        territory="suoi-trong",
        email=EMAIL,
        share_consent="on",
        images=[upload(picture()), upload(picture("JPEG"), "b.jpg"), upload(picture("WEBP"), "c")],
    )
    assert response.status_code == 201
    page = page_of(response)
    code = receipt_code(page)
    assert len(code) == 16
    assert code.isdecimal()
    assert [len(group) for group in page.one(class_="st-receipt__code").text.split()] == [4] * 4
    report = Report.objects.get()
    assert report.text == ASCII
    assert report.link == "https://fee.example/pay?id=1"
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
    readable = client.post(f"{prefix}/bien-nhan/", {"code": code})
    assert readable.status_code == 200


def test_pictures_are_written_anew_without_names(world: World, client: Client) -> None:
    original = picture("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0SECRETPLACE")
    assert b"SECRETPLACE" in original
    assert send(client, images=[upload(original)]).status_code == 201
    file = StoredFile.objects.get()
    content = (configured.MEDIA_ROOT / file.storage_name).read_bytes()
    assert b"SECRETPLACE" not in content
    assert opened(content).size == (40, 30)
    assert "Riêng" not in str(list(StoredFile.objects.values()))


def test_a_double_click_is_one_report(world: World, client: Client) -> None:
    first, second = send(client, email=EMAIL), send(client, email=EMAIL)
    assert (first.status_code, second.status_code) == (201, 200)
    assert receipt_code(page_of(first)) == receipt_code(page_of(second))
    assert "sent this already" in second.content.decode()
    assert Report.objects.count() == Contact.objects.count() == 1


def test_the_same_key_with_another_text_is_refused(world: World, client: Client) -> None:
    send(client)
    response = send(client, text="Something quite different that came today")
    assert response.status_code == 422
    page = page_of(response)
    assert len(page.errors) == 1
    assert "different content" in page.errors[0]
    assert "quite different" in page.one("textarea", name="text").text
    assert Report.objects.count() == 1


def test_two_keys_with_one_text_are_two_reports(world: World, client: Client) -> None:
    codes = {receipt_code(page_of(send(client, key=f"key-number-{n}"))) for n in range(2)}
    assert len(codes) == 2
    assert Report.objects.count() == 2


def test_only_a_link_or_only_a_picture_is_enough(world: World, client: Client) -> None:
    assert send(client, text="", link="http://fee.example/a").status_code == 201
    alone = send(client, text="", key="another-key-1", images=[upload(picture())])
    assert alone.status_code == 201


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
    "no key": (lambda: {"key": None}, "", 422),
    "a short key": (lambda: {"key": "a"}, "", 422),
    "a long key": (lambda: {"key": "a" * 300}, "", 422),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(world: World, client: Client, name: str) -> None:
    make, field, status = REFUSED[name]
    changes = make()
    before = row_counts()
    response = send(client, **changes)
    assert response.status_code == status
    assert row_counts() == before
    page = page_of(response)
    assert page.errors
    assert len(page.ids) == len(set(page.ids))
    links = [
        link.attributes["href"].removeprefix("#")
        for link in page.all("a")
        if link.attributes.get("href", "").startswith("#id_")
    ]
    assert set(links) <= set(page.ids)
    assert links == ([f"id_{field}"] if field else [])
    assert foreign_words(page, "en", *_places(page)) == []
    if field:
        described = page.all(id=f"id_{field}")[0].attributes
        assert described["aria-invalid"] == "true"
        assert f"id_{field}_error" in described["aria-describedby"].split()
        assert f"id_{field}_error" in page.ids


@pytest.mark.parametrize("name", ["bad e-mail", "no consent", "a long link", "two gigapixels"])
def test_the_refusal_is_in_the_persons_language(world: World, client: Client, name: str) -> None:
    english = page_of(send(client, "/en", **REFUSED[name][0]()))
    vietnamese = page_of(send(client, "", **REFUSED[name][0]()))
    assert english.elements[0].attributes["lang"] == "en"
    assert vietnamese.elements[0].attributes["lang"] == "vi"
    assert english.errors != vietnamese.errors
    errors = " ".join(vietnamese.errors)
    assert not re.search(r"\b(the|please|this|with|your|too)\b", errors, re.IGNORECASE)


def test_what_was_typed_is_kept(world: World, client: Client) -> None:
    typed = {
        "text": '<b>Bold</b> & "quoted" </textarea><script>x</script>',
        "link": "https://fee.example/a?b=1&c=2",
        "reason": "It's odd & <new>",
        "territory": "song-xanh",
        "email": "lan@thu.example",
        "share_consent": "on",
    }
    page = page_of(send(client, consent=None, **typed))
    assert page.one("textarea", name="text").text.lstrip("\n") == typed["text"]
    assert page.one("textarea", name="reason").text.lstrip("\n") == typed["reason"]
    for name in ("link", "email"):
        assert page.one("input", name=name).attributes["value"] == typed[name]
    chosen = [option for option in page.all("option") if "selected" in option.attributes]
    assert [option.attributes["value"] for option in chosen] == ["song-xanh"]
    assert "checked" in page.one("input", name="share_consent").attributes
    assert page.one("input", name="key").attributes["value"] == "a-key-made-with-the-form"


def test_all_that_is_wrong_is_said_at_once(world: World, client: Client) -> None:
    page = page_of(send(client, text="", link="no link at all", email="a@b", consent=None))
    assert len(page.errors) >= 2
    rest = page_of(send(client, text="a " * 20_000, reason="why " * 600, link="no link at all"))
    assert len(rest.errors) == 3


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("safe \u202egnp.exe reversed", "safe gnp.exe reversed"),
        ("<script>alert(1)</script> win", "<script>alert(1)</script> win"),
        ("win\u200b a\u2066 prize", "win a prize"),
    ],
)
def test_odd_text_is_cleaned_and_taken(world: World, client: Client, text: str, kept: str) -> None:
    assert send(client, text=text).status_code == 201
    assert Report.objects.get().text == kept


def test_lone_surrogates_do_no_harm(world: World, client: Client) -> None:
    body = (
        b"text=win+%ED%A0%80+a+prize&link=&reason=&territory=&email=&consent=on&send=1"
        b"&key=key-with-surrogates"
    )
    response = client.post("/phan-anh/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 201
    Report.objects.get().text.encode("utf-8")


def test_the_contact_stands_nowhere(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = send(client, email=EMAIL)
    code = receipt_code(page_of(response))
    pages = [response, send(client, email=EMAIL), client.post("/bien-nhan/", {"code": code})]
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


def test_a_failure_logs_nothing_of_the_report(
    world: World,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(**_arguments: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("sangto.web.intake.views.submit_report", fail)
    client.raise_request_exception = False
    response = send(client, email=EMAIL, text=UNKNOWN)
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
        response = client.post("/en/phan-anh/", filled(text="x" * 3_000_000))
        assert response.status_code == 413
        assert "larger than this desk takes" in response.content.decode()
        assert Report.objects.count() == 0


def test_the_form_answers_head_and_refuses_others(world: World, client: Client) -> None:
    for path in ("/phan-anh/", "/bien-nhan/", "/"):
        assert client.head(path).status_code == 200
        for method in (client.put, client.delete, client.patch):
            assert method(path).status_code == 405
