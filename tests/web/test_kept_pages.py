"""Public pages that are kept: who gets them, how long, and what never is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sangto.kernel.actor import Role
from sangto.web import kept
from tests.factories.cases import World
from tests.factories.verdicts import published_verdict
from tests.web.desk_scene import signed_in, text_of


@pytest.fixture(autouse=True)
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Pages are kept for five seconds of a clock that stands still."""
    settings.SANGTO_PAGE_SECONDS = 5
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    kept.forget_kept_pages()
    yield now
    kept.forget_kept_pages()


def test_a_page_is_made_once_and_then_again_when_its_time_is_over(
    world: World, client: Client, clock: list[float], django_assert_num_queries: Any
) -> None:
    first = client.get("/")
    version = published_verdict(world)
    with django_assert_num_queries(0):
        again = client.get("/")
    assert again.content == first.content
    assert again.headers.items() == first.headers.items()
    clock[0] += 4.9
    assert version.title not in text_of(client.get("/"))
    clock[0] += 0.1
    assert version.title in text_of(client.get("/"))


def test_languages_and_compression_do_not_mix(world: World, client: Client) -> None:
    plain = client.get("/")
    assert 'lang="en"' in text_of(client.get("/en/"))
    packed = client.get("/", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert client.get("/", headers={"accept-encoding": "gzip"}).content == packed.content
    assert client.get("/").content == plain.content
    assert not client.get("/").has_header("Content-Encoding")


def test_whoever_has_a_session_gets_a_page_of_their_own(world: World, client: Client) -> None:
    kept_page = text_of(client.get("/"))
    version = published_verdict(world)
    assert version.title in text_of(signed_in(world.lead, Role.DESK_OFFICER).get("/"))
    assert text_of(client.get("/")) == kept_page


def test_answers_and_refusals_are_never_kept(world: World, client: Client) -> None:
    assert client.post("/", {"text": ""}).status_code == 422
    assert client.post("/", {"text": "Tin này có thật không"}).status_code == 200
    assert client.get("/?text=1").status_code == 200
    assert client.get("/khong-co/").status_code == 404
    assert client.get("/bien-nhan/").status_code == 200
    assert not kept._pages


def test_another_host_has_another_page_and_a_foreign_one_none(world: World, client: Client) -> None:
    client.get("/")
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert len(kept._pages) == 1


def test_the_number_of_pages_is_bounded(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for path in ("/", "/en/", "/gioi-thieu/", "/en/gioi-thieu/"):
        client.get(path)
    assert [key[1] for key in kept._pages] == ["/gioi-thieu/", "/en/gioi-thieu/"]


def test_nothing_is_kept_where_the_option_says_zero(
    world: World, client: Client, settings: Any
) -> None:
    settings.SANGTO_PAGE_SECONDS = 0
    client.get("/")
    assert not kept._pages
