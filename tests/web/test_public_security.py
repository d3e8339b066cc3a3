"""What every answer carries, loads and refuses, whoever asks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from sangto.config import urls
from sangto.kernel.errors import NotVisible, Refusal, Refused
from sangto.organisations.models import Agency
from sangto.web import errors
from tests.factories.cases import World
from tests.factories.intake import submit
from tests.factories.reporting import send
from tests.factories.web import (
    PRIZE,
    UNKNOWN,
    foreign_resources,
    foreign_words,
    inline_code,
    known,
    page_of,
)

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

#: What any page anywhere may read, and any cache may keep for a while.
OPEN_TO_ALL = {"feed", "json feed", "data feed", "oembed", "card"}
#: What caches may keep and nobody else's page reads.
FOR_EVERYBODY = {"robots", "site map", "manifest", "worker"}


def everything(world: World, client: Client, prefix: str) -> dict[str, Any]:
    """An answer of every kind that the public can get, by what it is."""
    version = known(world)
    receipt = submit().receipt
    here = f"{prefix}/"
    return {
        "start": client.get(here),
        "answer": client.post(here, {"text": PRIZE}),
        "unknown": client.post(here, {"text": UNKNOWN + " http://a.b.example/x"}),
        "nothing": client.post(here, {"text": ""}),
        "about": client.get(f"{here}gioi-thieu/"),
        "privacy": client.get(f"{here}rieng-tu/"),
        "form": client.get(f"{here}phan-anh/"),
        "refused form": client.post(f"{here}phan-anh/", {"go": "next"}),
        "confirmation": send(client, prefix, text=UNKNOWN, lost="yes"),
        "receipt form": client.get(f"{here}bien-nhan/"),
        "receipt": client.post(f"{here}bien-nhan/", {"code": receipt}),
        "wrong receipt": client.post(f"{here}bien-nhan/", {"code": "1"}),
        "verdicts": client.get(f"{here}ket-luan/"),
        "verdict": client.get(f"{here}ket-luan/{version.verdict.reference}/"),
        "version": client.get(f"{here}ket-luan/{version.verdict.reference}/1/"),
        "feed": client.get(f"{here}ket-luan/feed.atom"),
        "json feed": client.get(f"{here}ket-luan/feed.json"),
        "data feed": client.get(f"{here}ket-luan/claimreview.json"),
        "oembed": client.get("/oembed", {"url": f"{settings.SANGTO_BASE_URL}{here}"}),
        "card": client.get(f"{here}ket-luan/{version.verdict.reference}/the.png"),
        "reuse": client.get(f"{here}ket-luan/dung-lai/"),
        "offline": client.get(f"{here}ngoai-tuyen/"),
        "manifest": client.get(f"{here}manifest.webmanifest"),
        "worker": client.get("/sw.js"),
        "site map": client.get("/sitemap.xml"),
        "shared": client.post(f"{here}chia-se/", {"text": UNKNOWN}),
        "login": client.get(f"{here}tai-khoan/dang-nhap/"),
        "signup": client.get(f"{here}tai-khoan/dang-ky/"),
        "inactive": client.get(f"{here}tai-khoan/ngung/"),
        "not found": client.get(f"{here}khong-co/"),
        "method": client.post(f"{here}gioi-thieu/"),
        "robots": client.get("/robots.txt"),
    }


def assert_headers(name: str, response: Any) -> None:
    headers = response.headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == POLICY, name
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff", name
    assert headers["X-Frame-Options"] == "DENY", name
    assert headers["Referrer-Policy"] == "same-origin", name
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
    own = "cross-origin" if name in OPEN_TO_ALL else "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == own, name
    assert ("Access-Control-Allow-Origin" in headers) == (name in OPEN_TO_ALL), name
    assert "geolocation=()" in headers["Permissions-Policy"], name
    assert "camera=()" in headers["Permissions-Policy"], name
    assert "Server" not in headers
    cached = headers.get("Cache-Control", "")
    assert ("public" in cached) == (name in OPEN_TO_ALL | FOR_EVERYBODY), name


def test_every_answer(world: World, client: Client, language: str, prefix: str) -> None:
    for name, response in everything(world, client, prefix).items():
        assert_headers(name, response)
        assert set(response.cookies) <= {"csrftoken"}, name
        if not response["Content-Type"].startswith("text/html") or name == "method":
            continue
        content = response.content.decode()
        assert inline_code(content) == [], name
        assert foreign_resources(content) == [], name
        page = page_of(response)
        assert page.elements[0].attributes["lang"] == language, name
        assert len(page.ids) == len(set(page.ids)), name
        assert len(page.all("h1")) == 1, name
        assert len(page.all("main")) == 1, name
        assert page.one("title").text.strip(), name
        for element in page.all("a"):
            assert element.attributes.get("href"), name
        for element in page.all():
            for described in element.attributes.get("aria-describedby", "").split():
                assert described in page.ids, (name, described)
        for label in page.all("label"):
            assert label.attributes["for"] in page.ids, name
        token = page.all("input", name="csrfmiddlewaretoken")
        for form in page.all("form", method="post"):
            assert token or form.attributes["action"] == f"{prefix}/", (name, form)


def test_pages_keep_to_their_language(
    world: World, client: Client, language: str, prefix: str
) -> None:
    written_in_vietnamese = {"answer", "unknown", "verdict", "version", "robots", "method"}
    written_in_vietnamese |= OPEN_TO_ALL | FOR_EVERYBODY | {"shared"}
    for name, response in everything(world, client, prefix).items():
        if name in written_in_vietnamese:
            continue
        page = page_of(response)
        places = [option.text for option in page.all("option")]
        members = Agency.objects.values_list("name_en", flat=True)
        assert foreign_words(page, language, UNKNOWN, *places, *members) == [], name


def test_cookies_can_not_be_read_by_scripts(world: World, client: Client) -> None:
    cookie = client.get("/bien-nhan/").cookies["csrftoken"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not client.get("/gioi-thieu/").cookies


def test_missing_static_files_carry_the_headers_too(client: Client, db: None) -> None:
    response = client.get("/static/sangto/nothing.css")
    assert response.status_code == 404
    assert_headers("static", response)


def test_a_form_without_its_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in ("/en/phan-anh/", "/en/bien-nhan/", "/en/tai-khoan/dang-nhap/"):
        response = client.post(address, {"text": PRIZE, "code": "1", "send": "1"})
        assert response.status_code == 403
        page = page_of(response)
        assert page.one("h1").text == "Please send it again"
        assert foreign_words(page, "en") == []
        assert_headers(address, response)


def test_a_token_from_the_form_is_taken(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    page = page_of(client.get("/en/bien-nhan/"))
    token = page.all("input", name="csrfmiddlewaretoken")[0].attributes["value"]
    response = client.post("/en/bien-nhan/", {"code": "1", "csrfmiddlewaretoken": token})
    assert response.status_code == 404


def test_checking_needs_no_token_because_it_changes_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    assert "csrftoken" not in client.get("/en/").cookies
    assert client.post("/en/", {"text": UNKNOWN}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost:8000@evil.example", "a b", "[::1"])
def test_a_foreign_host_is_refused(world: World, client: Client, host: str) -> None:
    response = client.get("/en/", headers={"host": host})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    assert_headers(host, response)
    forwarded = client.get("/en/", headers={"x-forwarded-host": host})
    assert forwarded.status_code == 200
    assert "evil" not in forwarded.content.decode()


def test_addresses_do_not_come_from_the_host_header(world: World, client: Client) -> None:
    version = known(world)
    with override_settings(ALLOWED_HOSTS=["*"]):
        for address in (f"/ket-luan/{version.verdict.reference}/", "/ket-luan/feed.atom", "/"):
            text = client.get(address, headers={"host": "evil.example"}).content.decode()
            assert "evil.example" not in text, address


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_too_many_fields_or_files(world: World, client: Client, prefix: str) -> None:
    many = {f"field{number}": "1" for number in range(600)}
    assert client.post(f"{prefix}/", many).status_code == 400
    body = "&".join(f"{name}=1" for name in many)
    kind = "application/x-www-form-urlencoded"
    strict = Client(enforce_csrf_checks=True)
    strict.get("/")
    for one in (client, strict):
        response = one.post(f"{prefix}/", body, content_type=kind)
        assert response.status_code == 400
        assert "st-brand" in response.content.decode()


def test_broken_multipart(world: World, client: Client) -> None:
    for content_type, body in (
        ("multipart/form-data", b"nothing"),
        ("multipart/form-data; boundary=", b"nothing"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name"),
        ("application/json", b"{"),
    ):
        response = client.post("/en/phan-anh/", body, content_type=content_type)
        assert response.status_code in {200, 400}
        assert "st-brand" in response.content.decode()


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused(Refusal("cases.not_now", "It is %(day)s already.", {"day": "late"}))


def hide(request: HttpRequest) -> HttpResponse:
    raise NotVisible


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


class Addresses:
    urlpatterns = [
        path("refuse/", refuse),
        path("hide/", hide),
        path("fail/", fail),
        *urls.urlpatterns,
    ]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def more_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = Addresses


def test_a_refusal_is_a_page(world: World, client: Client, more_addresses: None) -> None:
    response = client.get("/refuse/")
    assert response.status_code == 409
    assert "It is late already." in response.content.decode()
    assert response["X-Refusal"] == "cases.not_now"
    assert_headers("refused", response)
    assert client.get("/hide/").content == client.get("/nothing/").content
    assert client.get("/hide/").status_code == 404


def test_a_failure_says_nothing_of_itself(
    world: World, client: Client, more_addresses: None
) -> None:
    client.raise_request_exception = False
    response = client.get("/fail/")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert_headers("failed", response)


def test_the_last_page_needs_no_database(django_db_blocker: Any, rf: RequestFactory) -> None:
    request = rf.get("/")
    assert isinstance(request, WSGIRequest)
    with django_db_blocker.block():
        response = errors.server_error(request)
    assert response.status_code == 500
    content = response.content.decode()
    assert inline_code(content) == []
    assert foreign_resources(content) == []
    assert "<h1" in content


def test_nothing_is_loaded_from_elsewhere_by_styles_and_scripts() -> None:
    static = Path(errors.__file__).parent / "static"
    files = [*static.rglob("*.css"), *static.rglob("*.js"), *static.rglob("*.svg")]
    assert len(files) >= 4
    for file in files:
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        fetched = re.findall(r"(?:url\(|@import|fetch\(|import\()\s*['\"]?(https?:|//)", text)
        assert fetched == [], file.name


def test_the_check_for_deployment_has_nothing_to_say(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SANGTO_")},
        "DJANGO_SETTINGS_MODULE": "sangto.config.settings",
        "SANGTO_DATA": str(tmp_path),
        "SANGTO_BASE_URL": "https://sangto.tinhmau.example",
        "SANGTO_HOSTS": "sangto.tinhmau.example",
        "SANGTO_TRUSTED_PROXY": "yes",
        "SANGTO_MAIL": "smtp://localhost:25",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "silenced" not in done.stdout.replace("(0 silenced)", "")


def test_https_is_insisted_on(world: World, client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    secure = Client()
    response = secure.get("/")
    assert response.status_code == 301
    assert response["Location"].startswith("https://")
    behind = secure.get("/", headers={"x-forwarded-proto": "https"})
    assert behind.status_code == 200
    assert "max-age=60" in behind["Strict-Transport-Security"]


def test_robots_keeps_out_of_private_pages(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()
    for closed in ("/desk/", "/en/desk/", "/bien-nhan/", "/en/bien-nhan/"):
        assert f"Disallow: {closed}\n" in text
    assert "Disallow: /\n" not in text
