"""Verdicts for machines and for other people's pages."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sangto.kernel.categories import Rating
from sangto.verdicts.models import VerdictVersion
from sangto.web.public import sitemaps
from sangto.web.verdicts import feeds
from tests.factories.cases import World
from tests.factories.verdicts import drafted, published_verdict
from tests.factories.web import foreign_resources, inline_code, page_of
from tests.verdicts.schema_org import faults
from tests.verdicts.test_differences import renewed

BASE = "http://localhost:8000"
MAP = {
    "m": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def path_of(version: VerdictVersion, prefix: str = "") -> str:
    return f"{prefix}/ket-luan/{version.verdict.reference}/"


def streamed(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(b"".join(response.streaming_content))
    return found


def test_the_json_feed(world: World, client: Client, prefix: str) -> None:
    first = published_verdict(world, title="Tin một", title_en="First")
    published_verdict(world, title="Tin hai", rating=Rating.GENUINE)
    response = client.get(f"{prefix}/ket-luan/feed.json")
    assert response["Content-Type"] == "application/feed+json"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {"title", "home_page_url", "feed_url", "language", "authors"} <= set(feed)
    newer, older = feed["items"]
    assert older["url"] == f"{BASE}{path_of(first, prefix)}"
    assert older["image"] == f"{older['url']}1/the.png"
    assert older["_sangto"]["rating"] == "scam"
    assert newer["tags"] == ["fraud", "genuine"]
    second = renewed(world, first, title="Tin một")
    items = client.get(f"{prefix}/ket-luan/feed.json").json()["items"]
    assert [item["id"] for item in items] == [older["id"], newer["id"]]
    assert items[0]["date_published"] == older["date_published"]
    assert second.published_at is not None
    stamp = timezone.localtime(second.published_at).isoformat(timespec="seconds")
    assert items[0]["date_modified"] == stamp
    only = client.get(f"{prefix}/ket-luan/feed.json", {"rating": "genuine"}).json()
    assert [item["id"] for item in only["items"]] == [newer["id"]]
    assert only["feed_url"].endswith("feed.json?rating=genuine")


def test_a_json_feed_leads_on(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "FEED_LENGTH", 2)
    for number in range(3):
        published_verdict(world, title=f"Tin {number}")
    feed = client.get("/ket-luan/feed.json", {"category": "fraud"}).json()
    assert len(feed["items"]) == 2
    assert feed["next_url"] == f"{BASE}/ket-luan/feed.json?category=fraud&page=2"
    last = client.get("/ket-luan/feed.json", {"page": "2"}).json()
    assert len(last["items"]) == 1
    assert "next_url" not in last
    for page in ("0", "-1", "x", "9999999"):
        assert client.get("/ket-luan/feed.json", {"page": page}).status_code == 200


def test_the_data_feed(world: World, client: Client, prefix: str) -> None:
    version = published_verdict(world)
    drafted(world)
    response = client.get(f"{prefix}/ket-luan/claimreview.json")
    assert response["Content-Type"] == "application/ld+json"
    feed = streamed(response)
    assert faults(feed, root="DataFeed") == []
    (item,) = feed["dataFeedElement"]
    assert item["item"][0]["url"] == f"{BASE}{path_of(version, prefix)}"
    for since, number in (("2020-01-01", 1), ("2999-01-01T00:00:00%2B07:00", 0)):
        rest = client.get(f"{prefix}/ket-luan/claimreview.json?since={since}")
        assert len(streamed(rest)["dataFeedElement"]) == number


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "0000-00-00", "\0", "9" * 50])
def test_a_moment_that_is_none(world: World, client: Client, since: str) -> None:
    response = client.get("/en/ket-luan/claimreview.json", {"since": since})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 400


@pytest.mark.parametrize("name", ["feed.atom", "feed.json", "claimreview.json"])
def test_feeds_are_not_sent_twice(world: World, client: Client, name: str) -> None:
    first = published_verdict(world)
    path = f"/ket-luan/{name}"
    before = client.get(path)
    tag = {"If-None-Match": before["ETag"]}
    same = client.get(path, headers=tag)
    assert same.status_code == 304
    for response in (before, same):
        assert response["Cache-Control"] == "public, max-age=300"
        assert response["Access-Control-Allow-Origin"] == "*"
    renewed(world, first)
    assert client.get(path, headers=tag).status_code == 200
    assert client.post(path).status_code == 405


def test_feeds_take_the_same_queries_for_any_number(world: World, client: Client) -> None:
    counted: list[tuple[int, int]] = []
    for _ in range(3):
        published_verdict(world)
        with CaptureQueriesContext(connection) as json_queries:
            client.get("/ket-luan/feed.json")
        with CaptureQueriesContext(connection) as all_queries:
            streamed(client.get("/ket-luan/claimreview.json"))
        counted.append((len(json_queries), len(all_queries)))
    assert len(set(counted)) == 1


def test_what_a_page_tells_messengers_and_editors(
    world: World, client: Client, prefix: str
) -> None:
    version = published_verdict(world, title='Tin "giả" <b>', title_en='A "fake" <b>')
    page = page_of(client.get(path_of(version, prefix)))
    told = {
        meta.attributes["property"]: meta.attributes["content"]
        for meta in page.all("meta")
        if "property" in meta.attributes
    }
    address = f"{BASE}{path_of(version, prefix)}"
    assert told["og:url"] == address
    assert told["og:image"] == f"{address}1/the.png"
    assert told["og:title"].endswith(version.title_en if prefix else version.title)
    assert told["og:locale"] == ("en_GB" if prefix else "vi_VN")
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert page.one("link", rel="canonical").attributes["href"] == address
    found = page.one("link", type="application/json+oembed").attributes["href"]
    answer = client.get(found.removeprefix(BASE)).json()
    assert answer["title"] == told["og:title"]
    pictures = [
        link.attributes["href"]
        for link in page.all("a")
        if link.attributes["href"].endswith(".png")
    ]
    assert pictures == [
        f"{path_of(version, prefix)}1/the.png",
        f"{path_of(version, prefix)}1/the-vuong.png",
    ]
    code = page.one("textarea", id="embed").text
    frame = page_of(_Said(code)).one("iframe")
    assert client.get(frame.attributes["src"].removeprefix(BASE)).status_code == 200


class _Said:
    def __init__(self, text: str) -> None:
        self.content = text.encode()


def test_oembed(world: World, client: Client, prefix: str) -> None:
    version = published_verdict(world)
    address = f"{BASE}{path_of(version, prefix)}"
    answer = client.get("/oembed", {"url": address}).json()
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert answer["thumbnail_url"] == f"{address}1/the.png"
    frame = page_of(_Said(answer["html"])).one("iframe")
    assert frame.attributes["src"] == f"{address}nhung/"
    assert int(frame.attributes["width"]) == answer["width"]
    small = {"url": f"{address}1/", "maxwidth": "300", "maxheight": "250", "format": "json"}
    narrow = client.get("/oembed", small).json()
    assert (narrow["width"], narrow["height"]) == (300, 250)
    assert "thumbnail_url" not in narrow
    assert client.get("/oembed", {"url": address, "format": "xml"}).status_code == 501


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        f"{BASE}/",
        f"{BASE}/ket-luan/",
        f"{BASE}/ket-luan/KL-26-000000/",
        f"{BASE}/ket-luan/KL-26-000000/nhung/",
        "https://evil.example/ket-luan/KL-26-000001/",
        "javascript:alert(1)",
        "http://[::1/",
        f"{BASE}.evil.example/ket-luan/KL-26-000001/",
        f"{BASE}/ket-luan/%00/",
    ],
)
def test_oembed_knows_only_verdicts_of_its_own(world: World, client: Client, address: str) -> None:
    published_verdict(world)
    response = client.get("/oembed", {"url": address, "maxwidth": "x" * 9})
    assert response.status_code == 404
    assert response.json() == {"error": "no verdict"}


def test_the_frame_may_stand_anywhere_and_nothing_else_may(
    world: World, client: Client, prefix: str
) -> None:
    version = published_verdict(world, title="Tin <script>alert(1)</script>")
    frames = [f"{path_of(version, prefix)}nhung/", f"{prefix}/ket-luan/nhung/"]
    for path in frames:
        response = client.get(path)
        assert response.status_code == 200
        assert "X-Frame-Options" not in response.headers
        policy = response["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors *")
        assert "script" not in policy
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        content = response.content.decode()
        assert "<script" not in content
        assert inline_code(content) == []
        assert foreign_resources(content) == []
        page = page_of(response)
        assert len(page.all("h1")) == 1
        for link in page.all("a"):
            assert link.attributes["target"] == "_blank"
            assert link.attributes["rel"] == "noopener"
        assert not page.all("form")
    for path in (path_of(version, prefix), f"{prefix}/ket-luan/", f"{prefix}/chia-se/"):
        response = client.get(path)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_the_frame_follows_a_correction(world: World, client: Client) -> None:
    first = published_verdict(world, summary="Bản đầu tiên.")
    path = f"{path_of(first)}nhung/"
    assert "Bản đầu tiên." in client.get(path).content.decode()
    renewed(world, first, summary="Bản thứ hai.", rating=Rating.GENUINE)
    content = client.get(path).content.decode()
    assert "Bản thứ hai." in content
    assert "Bản đầu tiên." not in content
    assert "st-tone--good" in content


def test_a_frame_without_a_verdict(world: World, client: Client) -> None:
    response = client.get("/en/ket-luan/KL-26-000000/nhung/")
    assert response.status_code == 404
    assert "This verdict is not here" in response.content.decode()
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "Verdicts will stand here" in client.get("/en/ket-luan/nhung/").content.decode()


def addresses_in(response: Any) -> dict[str, dict[str, str]]:
    root = ElementTree.fromstring(response.content)  # noqa: S314 - written by ourselves
    return {
        str(entry.findtext("m:loc", "", MAP)): {
            link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("x:link", MAP)
        }
        for entry in root
    }


def test_the_site_map(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "VERDICTS_A_FILE", 2)
    versions = [published_verdict(world) for _ in range(3)]
    drafted(world)
    parts = list(addresses_in(client.get("/sitemap.xml")))
    assert parts == [f"{BASE}/sitemap-{name}.xml" for name in ("pages", "verdicts-1", "verdicts-2")]
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        found |= addresses_in(client.get(part.removeprefix(BASE)))
    for version in versions:
        vietnamese, english = (f"{BASE}{path_of(version, prefix)}" for prefix in ("", "/en"))
        expected = {"vi": vietnamese, "en": english, "x-default": vietnamese}
        assert found[vietnamese] == found[english] == expected
    assert f"{BASE}/en/nhan-biet/phat-nguoi/" in found
    assert not [address for address in found if "/desk/" in address or "/bien-nhan/" in address]
    for address in found:
        assert client.get(address.removeprefix(BASE)).status_code == 200, address
    for name in ("verdicts-0", "verdicts-3", "verdicts-x", "nothing", "verdicts-" + "9" * 30):
        assert client.get(f"/sitemap-{name}.xml").status_code == 404
    assert f"Sitemap: {BASE}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_what_changed_between_versions(world: World, client: Client, prefix: str) -> None:
    first = published_verdict(world, summary="Không có giải thưởng nào.", summary_en="No prize.")
    renewed(world, first, summary="Không có giải nào <cả>.", summary_en="No prize at all.")
    here = path_of(first, prefix)
    page = page_of(client.get(here))
    assert page.all("a", href=f"{here}2/thay-doi/")
    response = client.get(f"{here}2/thay-doi/")
    assert response.status_code == 200
    changed = page_of(response)
    added = [" ".join(one.text.split()) for one in changed.all("ins")]
    assert added == (["at all"] if prefix else ["nào <cả>"])
    assert changed.one("meta", name="robots").attributes["content"] == "noindex"
    for number in (1, 3):
        assert client.get(f"{here}{number}/thay-doi/").status_code == 404
    assert client.get(f"{prefix}/ket-luan/nonsense/2/thay-doi/").status_code == 404


def test_how_to_object(world: World, client: Client) -> None:
    version = published_verdict(world)
    said = page_of(client.get(path_of(version, "/en"))).said("en")
    assert "You can object until" in said
    assert version.verdict.reference in said
    assert world.lead.name_en in said
    page = page_of(client.get(path_of(version, "/en")))
    way = f"/en/khieu-nai/ket-luan/{version.verdict.reference}/"
    assert page.all("a", href=way)
    VerdictVersion.objects.filter(pk=version.pk).update(published_at="2026-01-02T03:04:05Z")
    assert "You can object" not in page_of(client.get(path_of(version, "/en"))).said("en")


def test_the_page_for_newsrooms_has_every_address(world: World, client: Client) -> None:
    page = page_of(client.get("/en/ket-luan/dung-lai/"))
    for link in page.all("a"):
        address = link.attributes["href"]
        if address.startswith(BASE):
            assert client.get(address.removeprefix(BASE)).status_code == 200
    assert page.one("textarea", id="embed").text.startswith("<iframe")
    assert page_of(client.get("/en/ket-luan/")).all("a", href="/en/ket-luan/dung-lai/")
