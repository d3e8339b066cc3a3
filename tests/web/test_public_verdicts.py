"""Published verdicts: the list, a page, its versions, the feed, and what stays invisible."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sangto.kernel.actor import operator_actor
from sangto.kernel.categories import Category, Rating
from sangto.organisations.queries import territories
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.services import (
    approve_and_publish,
    edit_draft,
    hold_imported,
    start_new_version,
    submit_draft,
)
from sangto.web.verdicts.public import PAGE_LENGTH
from tests.factories.cases import World, confirmed, reported_claim
from tests.factories.verdicts import (
    approver,
    content,
    drafted,
    published_verdict,
    submitted,
)
from tests.factories.web import foreign_words, page_of

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def path_of(version: VerdictVersion, prefix: str = "") -> str:
    return f"{prefix}/ket-luan/{version.verdict.reference}/"


def second_version(world: World, first: VerdictVersion, **changes: Any) -> VerdictVersion:
    officer = world.officer()
    draft = start_new_version(verdict=first.verdict, actor=officer)
    draft = edit_draft(
        version=draft,
        content=content(change_note="Ngân hàng đã trả lời.", **changes),
        actor=officer,
    )
    draft = submit_draft(version=draft, actor=officer)
    return approve_and_publish(version=draft, actor=approver(world))


def titles(response: Any) -> list[str]:
    page = page_of(response)
    return [
        link.text.strip()
        for link in page.all("a")
        if link.attributes.get("href", "").count("/KL-") and link.attributes["href"][-1] == "/"
    ]


def test_the_list_newest_first_in_both_languages(world: World, client: Client) -> None:
    versions = [
        published_verdict(world, title=f"Tin số {n}", title_en=f"Message {n}") for n in range(3)
    ]
    assert titles(client.get("/ket-luan/")) == [one.title for one in reversed(versions)]
    english = client.get("/en/ket-luan/")
    assert titles(english) == [one.title_en for one in reversed(versions)]
    places = [place.name_en for place in territories(world.network)]
    assert foreign_words(page_of(english), "en", *places) == []


def test_filters(world: World, client: Client) -> None:
    scam = published_verdict(world, title="Phí bưu kiện giả", title_en="Fake parcel fee")
    rumour = published_verdict(
        world,
        case=confirmed(world),
        rating=Rating.FALSE,
        title="Tin vỡ đập là sai",
        title_en="The dam has not broken",
    )
    wanted: list[tuple[dict[str, str], list[str]]] = [
        ({}, [rumour.title, scam.title]),
        ({"category": "fraud"}, [scam.title]),
        ({"rating": "false"}, [rumour.title]),
        ({"category": "fraud", "rating": "false"}, []),
        ({"q": "buu kien"}, [scam.title]),
        ({"q": "BƯU  KIỆN, giả"}, [scam.title]),
        ({"q": "parcel"}, [scam.title]),
        ({"q": "trúng thưởng"}, []),
        ({"q": "%"}, [rumour.title, scam.title]),
        ({"q": "a\0b\u202e"}, []),
    ]
    for query, expected in wanted:
        response = client.get("/ket-luan/", query)
        assert response.status_code == 200
        assert titles(response) == expected, query
    chips = page_of(client.get("/en/ket-luan/", {"category": "fraud", "q": "phi", "page": "1"}))
    removing = [link.attributes["href"] for link in chips.all("a") if "Remove" in link.text]
    assert sorted(removing) == ["?category=fraud", "?q=phi"]


def test_a_filter_that_does_not_exist_says_so(world: World, client: Client) -> None:
    published_verdict(world)
    for name, value in (("category", "child_safety"), ("rating", "nonsense"), ("q", "x" * 300)):
        response = client.get("/en/ket-luan/", {name: value})
        assert response.status_code == 200
        errors = page_of(response).all("p", class_="govuk-error-message")
        assert len(errors) == 1, name


def test_an_empty_list_says_why(world: World, client: Client) -> None:
    empty = client.get("/en/ket-luan/").content.decode()
    assert "st-empty" in empty
    assert "Nothing fits" not in empty
    assert "Nothing fits" in client.get("/en/ket-luan/", {"q": "nothing"}).content.decode()


def test_pages(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sangto.web.verdicts.public.PAGE_LENGTH", 2)
    assert PAGE_LENGTH == 20
    for number in range(5):
        published_verdict(world, title=f"Tin số {number}")
    seen = [title for n in (1, 2, 3) for title in titles(client.get("/ket-luan/", {"page": n}))]
    assert seen == [f"Tin số {number}" for number in (4, 3, 2, 1, 0)]
    second = page_of(client.get("/ket-luan/", {"page": "2", "q": "tin"}))
    assert second.one("a", rel="next").attributes["href"] == "?page=3&q=tin"
    assert second.one("a", rel="prev").attributes["href"] == "?page=1&q=tin"


@pytest.mark.parametrize("page", ["0", "2", "-1", "abc", "1.0", "²", "9" * 30, "1 OR 1=1", "\0"])
def test_pages_that_are_none(world: World, client: Client, page: str) -> None:
    published_verdict(world)
    response = client.get("/en/ket-luan/", {"page": page})
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()


def test_the_list_needs_the_same_queries_for_any_number(world: World, client: Client) -> None:
    counted = []
    for _ in range(3):
        published_verdict(world)
        with CaptureQueriesContext(connection) as captured:
            client.get("/ket-luan/")
        counted.append(len(captured))
    assert len(set(counted)) == 1


@pytest.mark.parametrize(
    "path",
    [
        "KL-26-000000/",
        "nonsense/",
        "%00/",
        "%F0%9F%98%80/",
        "..%2F..%2Fetc%2Fpasswd/",
        "KL-26-000000/1/",
        "x" * 3000 + "/",
    ],
)
def test_references_that_lead_nowhere(world: World, client: Client, path: str) -> None:
    published_verdict(world)
    for prefix in ("", "/en"):
        response = client.get(f"{prefix}/ket-luan/{path}")
        assert response.status_code == 404
        assert "st-brand" in response.content.decode()


def test_a_page_shows_everything(world: World, client: Client) -> None:
    version = published_verdict(world)
    for prefix, summary in (("", version.summary), ("/en", version.summary_en)):
        response = client.get(path_of(version, prefix))
        assert response.status_code == 200
        text = response.content.decode()
        source = version.sources.get()
        for part in (summary, version.explanation, *version.what_to_do, source.title):
            assert part in text
        assert "noindex" not in text
        assert page_of(response).one("h1").text
    assert client.get(path_of(version).lower()).status_code == 200
    assert client.get(f"{path_of(version)}1/").status_code == 200


def test_no_person_is_named(world: World, client: Client) -> None:
    version = published_verdict(world)
    assert version.drafted_by is not None
    assert version.approved_by is not None
    text = client.get(path_of(version)).content.decode()
    text += client.get("/ket-luan/feed.atom").content.decode()
    for person in (version.drafted_by, version.approved_by):
        assert person.full_name not in text
        assert person.email not in text


def test_an_unverified_verdict_says_what_is_missing(world: World, client: Client) -> None:
    version = published_verdict(world, rating=Rating.UNVERIFIED)
    page = page_of(client.get(path_of(version, "/en")))
    assert version.missing in client.get(path_of(version, "/en")).content.decode()
    assert "What is not known yet" in page.said("en")
    assert "We do not know yet" in page.said("en")


def test_versions_stay_readable(world: World, client: Client) -> None:
    first = published_verdict(world, summary="Bản đầu tiên.")
    second = second_version(world, first, summary="Bản thứ hai.")
    now = client.get(path_of(first)).content.decode()
    assert "Bản thứ hai." in now
    old = client.get(f"{path_of(first)}1/")
    text = old.content.decode()
    assert "Bản đầu tiên." in text
    assert page_of(old).one("meta", name="robots").attributes["content"] == "noindex"
    assert "application/ld+json" not in text
    assert page_of(old).all("a", href=path_of(first))
    assert second.change_note in now
    assert client.get(f"{path_of(first)}2/").status_code == 200
    assert client.get(f"{path_of(first)}3/").status_code == 404
    assert client.get(f"{path_of(first)}99999999999999999999999/").status_code == 404


def test_what_is_not_published_is_not_there(world: World, client: Client) -> None:
    draft = drafted(world)
    waiting = submitted(world)
    imported = hold_imported(
        claim=reported_claim(world),
        title="Tin của bàn khác",
        summary="Sai.",
        imported_from="Bàn khác",
        imported_address="https://khac.example/1",
        actor=operator_actor("import"),
    )
    first = published_verdict(world, title="Tin đã công bố")
    start_new_version(verdict=first.verdict, actor=world.officer())
    missing = client.get("/ket-luan/KL-26-000000/")
    token = rb'name="csrfmiddlewaretoken" value="[^"]+"'
    assert token not in missing.content
    for version in (draft, waiting, imported):
        for path in (path_of(version), f"{path_of(version)}1/"):
            response = client.get(path)
            assert response.status_code == 404
            ours = response.content.decode().replace(version.verdict.reference, "KL-26-000000")
            assert ours.replace("/1/", "/") == missing.content.decode()
    assert client.get(f"{path_of(first)}2/").status_code == 404
    assert titles(client.get("/ket-luan/")) == [first.title]


def test_the_feed(world: World, client: Client) -> None:
    first = published_verdict(world, title="Tin <b>một</b> & hai")
    published_verdict(world, title="Tin khác")

    def entries() -> dict[str, ElementTree.Element]:
        response = client.get("/ket-luan/feed.atom")
        assert response.status_code == 200
        assert response["Content-Type"].startswith("application/atom+xml")
        root = ElementTree.fromstring(response.content)  # noqa: S314 - written by ourselves
        found = root.findall("atom:entry", ATOM)
        return {str(one.findtext("atom:id", "", ATOM)): one for one in found}

    before = entries()
    assert len(before) == 2
    (mine,) = [one for one in before if first.verdict.reference in one]
    assert "Tin <b>một</b> & hai" in str(before[mine].findtext("atom:title", "", ATOM))
    second_version(world, first, title="Tin <b>một</b> & hai")
    after = entries()
    assert set(after) == set(before)

    def moment(entry: ElementTree.Element, name: str) -> datetime:
        return datetime.fromisoformat(str(entry.findtext(f"atom:{name}", "", ATOM)))

    assert moment(after[mine], "updated") >= moment(before[mine], "updated")
    assert moment(after[mine], "published") == moment(before[mine], "published")
    (other,) = set(before) - {mine}
    assert ElementTree.tostring(after[other]) == ElementTree.tostring(before[other])
    for entry in after.values():
        link = entry.find("atom:link", ATOM)
        assert link is not None
        assert link.attrib["href"].startswith("http://localhost:8000/ket-luan/KL-")


def test_the_feed_moves_with_a_version(world: World, client: Client) -> None:
    first = published_verdict(world)
    VerdictVersion.objects.filter(pk=first.pk).update(published_at="2026-01-02T03:04:05Z")
    old = client.get("/ket-luan/feed.atom").content.decode()
    assert "2026-01-02T" in old
    second_version(world, first)
    root = ElementTree.fromstring(client.get("/ket-luan/feed.atom").content)  # noqa: S314
    assert "2026-01-02T" in str(root.findtext("atom:entry/atom:published", "", ATOM))
    assert "2026-01-02T" not in str(root.findtext("atom:entry/atom:updated", "", ATOM))


def test_an_empty_feed_is_one(world: World, client: Client, prefix: str) -> None:
    response = client.get(f"{prefix}/ket-luan/feed.atom")
    root = ElementTree.fromstring(response.content)  # noqa: S314
    assert root.findall("atom:entry", ATOM) == []
    assert root.findtext("atom:id", "", ATOM)


def test_the_structured_data(world: World, client: Client) -> None:
    version = published_verdict(world, title="Tin </script><script>alert(1)</script> giả")
    for prefix in ("", "/en"):
        response = client.get(path_of(version, prefix))
        assert "<script>alert" not in response.content.decode()
        script = page_of(response).one("script", type="application/ld+json")
        review = json.loads(script.text)
        assert review["@type"] == "ClaimReview"
        assert review["url"] == f"http://localhost:8000{path_of(version, prefix)}"
        assert "author" not in review["itemReviewed"]


def test_only_reading(world: World, client: Client) -> None:
    version = published_verdict(world)
    for path in ("/ket-luan/", path_of(version), "/ket-luan/feed.atom", "/gioi-thieu/"):
        shown, head = client.get(path), client.head(path)
        assert (shown.status_code, head.status_code) == (200, 200)
        assert head.content == b""
        for method in (client.post, client.put, client.delete):
            assert method(path).status_code == 405
    assert client.head("/robots.txt").status_code == 200


def test_categories_without_verdicts_are_no_choice(world: World, client: Client) -> None:
    page = page_of(client.get("/en/ket-luan/"))
    values = {option.attributes["value"] for option in page.all("option")}
    hidden = {Category.PRIVACY, Category.CHILD_SAFETY, Category.SERVICE_FEEDBACK}
    assert not values & {category.value for category in hidden}
