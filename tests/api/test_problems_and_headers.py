"""What all endpoints share: problems, languages, limits, conditional reads, paging, no cookies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sangto.api import access, paging
from sangto.kernel.actor import Scope
from sangto.queue.domain.buckets import Rate
from tests.factories.api import Program, make_machine
from tests.factories.cases import World
from tests.factories.verdicts import published_verdict


def problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(response.content)
    assert found["code"] == code
    assert found["status"] == status
    assert found["type"].endswith(f"/api/v1/docs#problem-{status}")
    assert found["title"]
    assert found["detail"]
    return found


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (" ", 400, "api.unreadable"),
        ("{", 400, "api.unreadable"),
        ("[]", 400, "api.unreadable"),
        ("null", 400, "api.unreadable"),
        ('{"text": NaN}', 400, "api.unreadable"),
        ("[" * 50_000, 400, "api.unreadable"),
        ('{"text": ' + "9" * 5000 + "}", 400, "api.unreadable"),
        (b"\xff\xfe", 400, "api.unreadable"),
        ("{}", 422, "api.invalid"),
        ('{"text": 5}', 422, "api.invalid"),
        ('{"text": "a", "tezt": "b"}', 422, "api.invalid"),
        ('{"text": "\\ud800"}', 422, "api.invalid"),
        ('{"text": "' + "a" * 20_001 + '"}', 422, "api.invalid"),
        ('{"text": "' + "a" * 3_000_000 + '"}', 413, "api.too_large"),
    ],
)
def test_bodies_that_are_none(world: World, body: Any, status: int, code: str) -> None:
    problem(Program().call("POST", "check", body), status, code)


def test_problems_everywhere(world: World) -> None:
    program = Program()
    problem(program.get("nowhere"), 404, "api.no_such_address")
    problem(program.get("/api/"), 404, "api.no_such_address")
    problem(program.get("verdicts/KL-26-K7Q4M3"), 404, "api.no_such_address")
    problem(program.get("verdicts/%00"), 404, "api.no_such_address")
    problem(program.get("verdicts?page=2"), 422, "api.parameter")
    problem(program.get("verdicts?cursor=abc"), 422, "api.cursor")
    problem(program.get("verdicts?territory=%00"), 422, "api.invalid")
    assert program.get("verdicts?q=%00%F0%9F").status_code == 200
    problem(program.get("key"), 401, "api.key")
    wrong = problem(program.call("DELETE", "verdicts"), 405, "api.method")
    assert wrong["title"] == "This address takes another method"
    assert program.call("DELETE", "verdicts")["Allow"] == "GET"
    typed = program.call("POST", "check", "text=a", **{"content-type": "text/plain"})
    problem(typed, 415, "api.content_type")
    _machine, token = make_machine(world.health, [Scope.CHECK])
    found = problem(Program(token).get("rounds"), 403, "api.scope")
    assert "rounds:read" in found["detail"]


def test_both_languages(world: World) -> None:
    vietnamese = Program(language="fr, vi;q=0.8, en;q=0.2").get("key")
    english = Program(language="en-GB,vi;q=0.5").get("key")
    neither = Program(language="").get("key")
    assert vietnamese["Content-Language"] == neither["Content-Language"] == "vi"
    assert english["Content-Language"] == "en"
    assert json.loads(english.content)["title"] == "A key is needed"
    assert "Accept-Language" in english["Vary"]
    published_verdict(world)
    titles = [
        json.loads(Program(language=one).get("verdicts").content)[0]["title"]
        for one in ("vi", "en")
    ]
    assert titles == [
        "Tin nhắn báo trúng thưởng xe máy là giả",
        "The message about a won motorbike is fake",
    ]


def test_no_session_is_honoured_and_no_cookie_set(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = "x"
    client.cookies["django_language"] = "en"
    response = client.post("/api/v1/check", {"text": "abc def"}, "application/json")
    assert response.status_code == 200
    assert not response.cookies
    assert response["Content-Language"] == "vi"
    assert "Cookie" not in response.get("Vary", "")


def test_public_reads_are_open_to_other_pages_and_others_are_not(world: World) -> None:
    _machine, token = make_machine(world.health)
    public = Program().get("verdicts")
    assert public["Access-Control-Allow-Origin"] == "*"
    assert public["Cache-Control"] == "public, max-age=60"
    keyed = Program(token).get("verdicts")
    assert keyed["Cache-Control"] == "private, no-cache"
    closed = Program(token).get("rounds")
    assert "Access-Control-Allow-Origin" not in closed
    before = Program().call("OPTIONS", "check", origin="https://bao.example")
    assert before.status_code == 204
    assert "Content-Type" in before["Access-Control-Allow-Headers"]
    assert "Authorization" not in before["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in Program().call("OPTIONS", "rounds")


def test_conditional_reads(world: World) -> None:
    published_verdict(world)
    first = Program().get("verdicts")
    again = Program().get("verdicts", **{"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    other = Program(language="vi").get("verdicts", **{"if-none-match": first["ETag"]})
    assert other.status_code == 200
    published_verdict(world)
    assert Program().get("verdicts", **{"if-none-match": first["ETag"]}).status_code == 200


def test_limits_without_a_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Rate("tests", limit=2, period=access.READING.period)
    monkeypatch.setattr("sangto.api.verdicts._READ.anonymous", small)
    program = Program()
    first = program.get("verdicts")
    assert first["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    assert first["RateLimit"].startswith('"anonymous";r=1;t=')
    program.get("verdicts")
    third = program.get("verdicts")
    problem(third, 429, "queue.too_often")
    assert 0 < int(third["Retry-After"]) <= 60
    _machine, token = make_machine(world.health)
    assert Program(token).get("verdicts").status_code == 200


def test_the_daily_cap_of_a_key(world: World) -> None:
    _machine, token = make_machine(world.health, daily_calls=2)
    first = Program(token).get("key")
    assert first["RateLimit-Policy"] == '"day";q=2;w=86400'
    assert first["RateLimit"].startswith('"day";r=1;')
    assert Program(token).get("nowhere").status_code == 404
    Program(token).get("verdicts")
    over = Program(token).get("verdicts")
    problem(over, 429, "organisations.calls_cap")
    assert int(over["Retry-After"]) > 0


def test_pages_by_cursor(world: World) -> None:
    for number in range(5):
        published_verdict(world, title=f"Tin {number}", title_en=f"News {number}")
    seen: list[str] = []
    path = "/api/v1/verdicts?limit=2"
    for _page in range(3):
        response = Program().get(path)
        seen += [row["title"] for row in json.loads(response.content)]
        links = {
            part.split('rel="')[1].rstrip('"'): part.split(">")[0].strip(" <")
            for part in response["Link"].split(", ")
        }
        assert links["first"].endswith("/api/v1/verdicts?limit=2")
        if "next" not in links:
            break
        path = links["next"].removeprefix("http://localhost:8000")
        if _page == 0:
            published_verdict(world, title="Tin mới", title_en="Newer")
    assert seen == [f"News {number}" for number in (4, 3, 2, 1, 0)]
    with pytest.raises(Exception, match=r"api\.cursor"):
        paging.place_of("WyIyMDI2LTAxLTAxIiwgMV0")


def test_lists_cost_the_same_with_one_and_with_three_rows(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert Program().get("verdicts").status_code == 200
        return len(captured)

    published_verdict(world)
    queries()
    one = queries()
    published_verdict(world)
    published_verdict(world)
    assert queries() == one


def test_the_document_and_its_page(world: World) -> None:
    response = Program().get("openapi.json")
    assert json.loads(response.content)["openapi"].startswith("3.1")
    vietnamese = Client().get("/api/v1/docs")
    assert vietnamese.status_code == 200
    page = Client().get("/en/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "<script" not in text.split("<main", 1)[1].split("</main>")[0]
    assert "sendReport" in text
    assert "api.scope" in text
