"""The public side closed for a while, by an option or by a file that needs no restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sangto.cli.main import cli
from sangto.web.maintenance import FILE_NAME
from tests.factories.web import inline_code, page_of

CLOSED = ("/", "/en/", "/ket-luan/", "/nhan-biet/", "/bien-nhan/", "/phan-anh/", "/khong-co/")


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.SANGTO_DATA = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_a_file_closes_and_opens_the_public_pages(data: Path, client: Client) -> None:
    assert client.get("/gioi-thieu/").status_code == 200
    (data / FILE_NAME).touch()
    for path in CLOSED:
        response = client.get(path)
        assert response.status_code == 503, path
        assert int(response["Retry-After"]) > 0
        assert "no-store" in response["Cache-Control"]
    (data / FILE_NAME).unlink()
    assert client.get("/gioi-thieu/").status_code == 200


@pytest.mark.django_db
def test_what_stays_open(data: Path, client: Client) -> None:
    (data / FILE_NAME).touch()
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/tai-khoan/dang-nhap/").status_code == 200
    assert client.get("/desk/").status_code == 302
    assert client.get("/static/khong-co.css").status_code == 404


def test_the_notice_speaks_both_languages_without_a_database(data: Path, client: Client) -> None:
    (data / FILE_NAME).touch()
    for path, first in (("/", "vi"), ("/en/", "en")):
        page = page_of(client.get(path))
        assert page.one("html").attributes["lang"] == first
        assert [part.attributes["lang"] for part in page.all("section")] == [
            first,
            {"vi": "en", "en": "vi"}[first],
        ]
        assert "We are back shortly" in page.said("en")
        assert "We are" not in page.said("vi")
        assert len(page.all("h1")) == 1
        assert inline_code(client.get(path).content.decode()) == []


@pytest.mark.django_db
def test_nothing_is_taken_while_closed(data: Path, client: Client) -> None:
    (data / FILE_NAME).touch()
    with CaptureQueriesContext(connection) as captured:
        response = client.post("/phan-anh/", {"text": "Tin lạ"})
    assert response.status_code == 503
    assert len(captured) == 0


def test_the_option_closes_too(data: Path, settings: Any, client: Client) -> None:
    settings.SANGTO_MAINTENANCE = True
    assert client.get("/").status_code == 503


@pytest.mark.django_db
def test_the_command(data: Path, settings: Any) -> None:
    def run(switch: str) -> Result:
        return CliRunner().invoke(cli, ["maintenance", switch])

    assert run("show").exit_code == 0
    assert not (data / FILE_NAME).exists()
    for _ in range(2):
        assert run("on").exit_code == 0
        assert (data / FILE_NAME).exists()
    opened = run("off")
    assert opened.exit_code == 0
    assert not (data / FILE_NAME).exists()
    settings.SANGTO_MAINTENANCE = True
    assert "SANGTO_MAINTENANCE" in run("off").output
    assert run("later").exit_code == 2
