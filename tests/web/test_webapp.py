"""The site as an app: manifest, worker, the page without a network, and what is shared to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sangto.documents.models import StoredFile
from sangto.intake.models import Report
from sangto.web import public
from sangto.web.public import pictures
from tests.factories.cases import World
from tests.factories.documents import picture
from tests.factories.web import page_of

STATIC = Path(public.__file__).parents[1] / "static"


def upload(content: bytes, name: str = "Screenshot.png", kind: str = "image/png") -> Any:
    return SimpleUploadedFile(name, content, kind)


def test_the_manifest(world: World, client: Client, language: str, prefix: str) -> None:
    page = page_of(client.get(f"{prefix}/gioi-thieu/"))
    path = page.one("link", rel="manifest").attributes["href"]
    response = client.get(path)
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["lang"] == language
    assert manifest["start_url"] == f"{prefix}/"
    assert manifest["short_name"] == "Sáng Tỏ"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        drawn = Image.open(STATIC / icon["src"].removeprefix("/static/"))
        assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
    for shortcut in manifest["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200
    target = manifest["share_target"]
    assert (target["method"], target["enctype"]) == ("POST", "multipart/form-data")
    assert target["action"] == f"{prefix}/chia-se/"
    assert target["params"]["files"][0]["name"] == "picture"


def test_the_worker_keeps_the_page_without_a_network_and_nothing_else(
    world: World, client: Client
) -> None:
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "max-age=0" in response["Cache-Control"]
    script = response.content.decode()
    kept = json.loads(re.findall(r"FILES = (\[.*\])", script)[0])
    pages = json.loads(re.findall(r"PAGES = (\{.*\})", script)[0])
    assert pages == {"vi": "/ngoai-tuyen/", "en": "/en/ngoai-tuyen/"}
    for path in kept:
        assert (STATIC / path.removeprefix("/static/")).is_file()
    assert script.count(".addAll(") == 1
    assert ".put(" not in script
    for path in pages.values():
        page = client.get(path)
        assert page.status_code == 200
        assert not page.cookies


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"text": "Bạn đã trúng thưởng"}, "Bạn đã trúng thưởng"),
        (
            {"title": "Tin nóng", "text": "Xem ngay", "url": "https://a.example/x"},
            "Tin nóng\nXem ngay\nhttps://a.example/x",
        ),
        (
            {
                "title": "Tin nóng",
                "text": "Tin nóng https://a.example/x",
                "url": "https://a.example/x",
            },
            "Tin nóng https://a.example/x",
        ),
        ({"url": "https://a.example/x"}, "https://a.example/x"),
        ({"text": "a\0b\u202ec"}, "abc"),
    ],
)
def test_a_shared_text_stands_in_the_form(
    world: World, prefix: str, sent: dict[str, str], text: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"{prefix}/chia-se/", sent)
    assert response.status_code == 200
    page = page_of(response)
    assert page.one("textarea", id="id_text").text.strip("\r\n") == text
    assert page.errors == []
    assert page.one("form", class_="st-check").attributes["action"] == f"{prefix}/"
    assert not Report.objects.exists()
    assert set(response.cookies) == set()


def test_a_shared_picture_is_read(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/chia-se/", {"text": "Có thật không?", "picture": upload(picture())})
    assert response.status_code == 302
    assert response["Location"] == "/doc-anh/"
    assert pictures.COOKIE in response.cookies
    assert not Report.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "files",
    [
        [upload(b"%PDF-1.7 nothing", "letter.pdf", "application/pdf")],
        [upload(b"", "empty.png")],
        [upload(b"GIF89a"), upload(b"GIF89a")],
    ],
)
def test_what_can_not_be_read_leads_to_the_form_with_its_text(
    world: World, client: Client, files: list[Any]
) -> None:
    response = client.post("/en/chia-se/", {"text": "Is it real?", "picture": files})
    assert response.status_code == 422
    page = page_of(response)
    assert len(page.errors) == 1
    assert page.one("textarea", id="id_text").text.strip() == "Is it real?"


def test_a_share_of_40_megabytes_is_refused_unread(world: World, client: Client) -> None:
    response = client.post(
        "/en/chia-se/",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(40 * 1024 * 1024)},
        CONTENT_LENGTH=str(40 * 1024 * 1024),
    )
    assert response.status_code == 413
    assert "at most 8 MB" in page_of(response).said("en")
    long = client.post("/en/chia-se/", {"text": "a" * 20_001})
    assert long.status_code == 422
    assert len(page_of(long).errors) == 1
    assert client.post("/en/chia-se/", {"text": "a" * 3_000_000}).status_code == 413


def test_a_share_of_nothing_leads_to_check(world: World, client: Client, prefix: str) -> None:
    for response in (
        client.get(f"{prefix}/chia-se/"),
        client.post(f"{prefix}/chia-se/", {}),
        client.post(f"{prefix}/chia-se/", {"text": " \u200b "}),
    ):
        assert response.status_code == 302
        assert response["Location"] == f"{prefix}/"
    assert client.put(f"{prefix}/chia-se/").status_code == 405
