"""The way back to a report, and nothing for anybody who guesses."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sangto.intake.domain.reports import Closing, ReportOutcome
from sangto.intake.models import Report
from sangto.intake.services import close_and_delete
from sangto.jobs.runner import run_until_empty
from sangto.kernel.actor import system_actor
from sangto.verdicts.services import announce
from tests.factories.cases import World, opened
from tests.factories.intake import submit
from tests.factories.web import PRIZE, foreign_words, known, page_of

UNKNOWN_CODE = "4929 1183 0571 2264"


def look(client: Client, code: str, prefix: str = "/en") -> Any:
    return client.post(f"{prefix}/bien-nhan/", {"code": code})


def anonymous(response: Any, code: str) -> str:
    """The page without what is random in it and what was typed."""
    content: str = response.content.decode()
    content = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", content)
    page = page_of(response)
    typed = [box.attributes.get("value") for box in page.all("input", name="code")]
    assert typed in ([code], [code.strip()], [None]), typed
    return re.sub(r'(<input[^>]*name="code"[^>]*?) value="[^"]*"', r"\1", content)


def expired_receipt() -> str:
    submitted = submit()
    now = timezone.now()
    submitted.report.readable_until = now - timedelta(minutes=1)
    submitted.report.answered_at = now - timedelta(days=91)
    Report.objects.filter(pk=submitted.report.pk).update(
        readable_until=submitted.report.readable_until,
        answered_at=submitted.report.answered_at,
        status="answered",
        outcome=ReportOutcome.VERDICT.value,
    )
    return submitted.receipt


WRONG = (
    "",
    " ",
    "1234",
    "abcd efgh ijkl mnop",
    "4929-1183-0571-2265",
    "٤٩٢٩١١٨٣٠٥٧١٢٢٦٤",
    "４９２９ １１８３ ０５７１ ２２６４",
    "4" * 400,
    "4929 1183 0571 2264\0",
    "\0",
    "'; DROP TABLE intake_report; --",
    '"><script>alert(1)</script>',
    "\u202e4929",
)


def test_every_code_that_leads_nowhere_gets_the_same_answer(world: World, client: Client) -> None:
    submit()
    codes = [UNKNOWN_CODE, expired_receipt(), *WRONG]
    answers, queries = set(), set()
    for code in codes:
        with CaptureQueriesContext(connection) as captured:
            response = look(client, code)
        assert response.status_code == 404, code
        answers.add(anonymous(response, code))
        queries.add(tuple(re.sub(r"IN \([^)]*\)", "IN ()", row["sql"]) for row in captured))
    assert len(answers) == 1
    assert len(queries) == 1
    page = page_of(response)
    assert len(page.errors) == 1
    assert page.one("a", href="#id_code")
    assert "id_code" in page.ids
    assert foreign_words(page, "en") == []


def test_the_refusal_names_the_days_that_are_configured(
    world: World, client: Client, settings: Any
) -> None:
    assert "90 days" in look(client, UNKNOWN_CODE).content.decode()
    settings.SANGTO_CONTACT_DAYS = 30
    assert "30 days" in look(client, UNKNOWN_CODE).content.decode()
    assert "90 days" not in look(client, UNKNOWN_CODE).content.decode()


@pytest.mark.parametrize("shape", ["{}", " {} ", "{0}\n"])
def test_an_open_report(world: World, client: Client, language: str, shape: str) -> None:
    submitted = submit()
    prefix = "" if language == "vi" else "/en"
    grouped = " ".join(submitted.receipt[start : start + 4] for start in range(0, 16, 4))
    for typed in (submitted.receipt, grouped, grouped.replace(" ", "-")):
        response = look(client, shape.format(typed), prefix)
        assert response.status_code == 200
        content = response.content.decode()
        due = timezone.localtime(submitted.report.due_at)
        assert (f"{due:%d/%m/%Y}" if language == "vi" else f"{due.day} {due:%B %Y}") in content
        assert submitted.report.text not in content
        assert submitted.receipt not in content


def test_the_answer_stands_on_the_receipt(world: World, client: Client) -> None:
    version = known(world)
    submitted = submit(text=PRIZE)
    run_until_empty(kinds={"report.match"})
    announce(version.pk)()
    response = look(client, submitted.receipt)
    assert response.status_code == 200
    page = page_of(response)
    assert version.summary_en in response.content.decode()
    assert page.one("a", href=f"/en/ket-luan/{version.verdict.reference}/")
    assert foreign_words(page, "en") == []


def test_an_explanation_of_a_closed_report(world: World, client: Client) -> None:
    submitted = submit()
    close_and_delete(
        report=submitted.report,
        explanation=Closing.PROTECTED_EXPRESSION,
        actor=system_actor("tests"),
    )
    english = look(client, submitted.receipt).content.decode()
    assert "this desk does not judge it" in english
    assert foreign_words(page_of(look(client, submitted.receipt)), "en") == []
    assert foreign_words(page_of(look(client, submitted.receipt, "")), "vi") == []


def test_the_status_moves(world: World, client: Client) -> None:
    submitted = submit()
    before = page_of(look(client, submitted.receipt)).all("li", class_="moj-timeline__item")
    run_until_empty(kinds={"report.match"})
    opened(world, claim=Report.objects.get().claim_link.claim)
    after = look(client, submitted.receipt)
    assert "Somebody began to check it" in after.content.decode()
    assert len(page_of(after).all("li", class_="moj-timeline__item")) == len(before) == 3


def test_the_code_stands_in_no_address(world: World, client: Client) -> None:
    submitted = submit()
    found = look(client, submitted.receipt)
    assert "Location" not in found.headers
    for element in page_of(found).elements:
        assert submitted.receipt not in "".join(element.attributes.values())
    ignored = client.get("/bien-nhan/", {"code": submitted.receipt})
    assert ignored.status_code == 200
    assert submitted.receipt not in ignored.content.decode()
