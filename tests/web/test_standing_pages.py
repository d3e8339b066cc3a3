"""About, privacy, accessibility, and the pages for what went wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import loader
from django.test import Client
from django.utils.translation import override

from sangto.organisations.models import FocalOfficer
from sangto.organisations.queries import agencies
from tests.factories.cases import World
from tests.factories.web import inline_code, page_of

STANDING = ("/gioi-thieu/", "/rieng-tu/", "/tro-giup-tiep-can/")


@pytest.mark.parametrize("path", STANDING)
def test_each_has_a_title_landmarks_and_a_way_to_complain(
    world: World, client: Client, prefix: str, path: str
) -> None:
    response = client.get(f"{prefix}{path}")
    assert response.status_code == 200
    page = page_of(response)
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.one("footer")
    assert "contact" in page.ids
    assert len(page.ids) == len(set(page.ids))
    assert inline_code(response.content.decode()) == []
    links = {link.attributes.get("href") for link in page.all("a")}
    assert {f"{prefix}{other}" for other in STANDING} <= links


def test_agencies_are_named_and_no_person(world: World, client: Client) -> None:
    content = client.get("/gioi-thieu/").content.decode()
    for agency in agencies(world.network):
        assert agency.name in content
    for officer in FocalOfficer.objects.all():
        assert officer.full_name not in content


def test_without_a_network_they_stand_too(db: None, client: Client, prefix: str) -> None:
    for path in STANDING:
        assert client.get(f"{prefix}{path}").status_code == 200


def test_the_address_and_the_numbers_are_options(
    world: World, client: Client, settings: Any
) -> None:
    settings.SANGTO_CONTACT_EMAIL = "hoi@tinhmau.example"
    settings.SANGTO_HOTLINE_POLICE = ""
    settings.SANGTO_HOTLINE_FIRE = "1140"
    content = client.get("/en/gioi-thieu/").content.decode()
    assert "mailto:hoi@tinhmau.example" in content
    assert 'href="tel:1140"' in content
    assert "tel:113" not in content
    settings.SANGTO_CONTACT_EMAIL = ""
    assert "mailto:" not in client.get("/en/gioi-thieu/").content.decode()


def test_a_page_that_is_not_there_leads_on(world: World, client: Client, prefix: str) -> None:
    response = client.get(f"{prefix}/khong-co-trang-nay/")
    assert response.status_code == 404
    page = page_of(response)
    form = page.one("form", role="search")
    assert form.attributes["action"] == f"{prefix}/ket-luan/"
    assert client.get(form.attributes["action"], {"q": "thu"}).status_code == 200
    links = {link.attributes.get("href") for link in page.all("a")}
    assert {f"{prefix}/", f"{prefix}/nhan-biet/", f"{prefix}/bien-nhan/"} <= links


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_an_error_of_ours_needs_no_database(language: str) -> None:
    """No ``db`` fixture: a query would fail the test."""
    with override(language):
        content = loader.get_template("500.html").render({})
    assert f'lang="{language}"' in content
    assert inline_code(content) == []
    assert 'href="/"' in content
