"""What a sender does on the pages of the receipt; no address and no page holds the code."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sangto.intake.models import Contact, Report, ReportAddition
from tests.factories.cases import World
from tests.factories.intake import submit
from tests.factories.web import foreign_words, page_of


def visit_of(client: Client, code: str, prefix: str) -> str:
    page = page_of(client.post(f"{prefix}/bien-nhan/", {"code": code}))
    return page.all("input", name="visit")[0].attributes["value"]


def act(client: Client, path: str, prefix: str = "/en", **values: Any) -> Any:
    return client.post(f"{prefix}/bien-nhan/{path}", values)


def test_adding_mail_and_withdrawing(
    world: World, client: Client, language: str, prefix: str
) -> None:
    sent = submit()
    visit = visit_of(client, sent.receipt, prefix)
    pages = [act(client, path, prefix, visit=visit) for path in ("bo-sung/", "email/", "rut/")]
    key = page_of(pages[0]).one("input", name="key").attributes["value"]
    added = {"visit": visit, "key": key, "text": "0912", "do": "add"}
    pages += [act(client, "bo-sung/", prefix, **added) for _again in range(2)]
    pages.append(act(client, "email/", prefix, visit=visit, email="a@b.example", do="save"))
    assert Contact.objects.count() == ReportAddition.objects.count() == 1
    pages.append(act(client, "email/", prefix, visit=visit, do="remove"))
    assert Contact.objects.count() == 0
    pages += [act(client, "rut/", prefix, visit=visit, do="withdraw") for _again in range(2)]
    assert Report.objects.get().outcome == "withdrawn"
    for page in pages:
        assert page.status_code == 200
        assert sent.receipt not in page.content.decode()
        assert foreign_words(page_of(page), language) == []
        assert len(page_of(page).ids) == len(set(page_of(page).ids))


@pytest.mark.parametrize("path", ["bo-sung/", "email/", "rut/"])
def test_without_a_visit_nothing_happens(world: World, client: Client, path: str) -> None:
    submit(email="a@b.example")
    assert client.get(f"/en/bien-nhan/{path}").headers["Location"] == "/en/bien-nhan/"
    answers = {
        act(client, path, visit=visit, do="withdraw", text="kept").status_code
        for visit in ("", "x", "1234567812345678", "\0", "gAAAAA" + "x" * 90)
    }
    assert answers == {404}
    assert Report.objects.get().status == "received"
    assert Contact.objects.count() == 1


def test_a_page_that_stood_open_keeps_what_was_typed(world: World, client: Client) -> None:
    response = act(client, "bo-sung/", visit="old", text="typed in vain", do="add")
    assert response.status_code == 404
    assert "typed in vain" in response.content.decode()


def test_refusals_stand_beside_the_field(world: World, client: Client) -> None:
    visit = visit_of(client, submit().receipt, "/en")
    empty = act(client, "bo-sung/", visit=visit, key="k" * 20, text=" ", do="add")
    wrong = act(client, "email/", visit=visit, email="a@b", do="save")
    for response in (empty, wrong):
        assert response.status_code == 422
        assert page_of(response).errors
        assert page_of(response).one("title").text.startswith("Error: ")
