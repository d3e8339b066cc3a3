"""Checking a message: what is answered, suggested, offered, and what is never kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.kernel.categories import Category
from sangto.kernel.text import folded
from sangto.matching.models import Claim, ClaimWording
from sangto.verdicts.queries import CheckOutcome, check_message
from sangto.web.public import answering
from tests.factories.cases import World, reported_claim
from tests.factories.matching import RUMOUR, SCAM, make_wording
from tests.factories.web import (
    PRIZE,
    UNKNOWN,
    PageOf,
    foreign_words,
    known,
    page_of,
    row_counts,
)


def check(client: Client, text: str, prefix: str = "") -> Any:
    return client.post(f"{prefix}/", {"text": text})


def test_a_known_text_is_answered_with_its_sources(world: World, client: Client) -> None:
    version = known(world)
    response = check(client, PRIZE)
    assert response.status_code == 200
    page = page_of(response)
    assert page.one("h1").text.strip()
    assert version.summary in response.content.decode()
    for step in version.what_to_do:
        assert step in response.content.decode()
    source = version.sources.get()
    link = page.one("a", href=source.address)
    assert link.text.strip() == source.title
    assert "noopener" in link.attributes["rel"]
    assert page.all("a", href=f"/ket-luan/{version.verdict.reference}/")


def test_guides_that_fit_stand_below_the_advice(world: World, client: Client) -> None:
    page = page_of(check(client, "Con chị cấp cứu, chuyển tiền viện phí gấp"))
    content = check(client, "Con chị cấp cứu, chuyển tiền viện phí gấp").content.decode()
    assert content.index('id="advice"') < content.index('id="guides"')
    assert 1 <= len(page.all("a", class_="st-kinds__title")) <= 3


def test_the_marks_stand_around_shared_words(world: World, client: Client) -> None:
    known(world)
    pasted = f"Alo chị ơi {PRIZE} nhé"
    page = page_of(check(client, pasted))
    quotations = page.all("blockquote")
    assert len(quotations) == 2
    assert quotations[0].text.endswith(pasted)
    assert quotations[1].text.endswith(PRIZE)
    marks = [folded(mark.text) for mark in page.all("mark")]
    assert marks
    assert all(mark and mark in folded(PRIZE) for mark in marks)
    assert not any("alo" in mark for mark in marks)


def test_markup_in_the_pasted_text_stays_text(world: World, client: Client) -> None:
    known(world)
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)"> '
    for text in (attack + PRIZE, PRIZE + attack, attack + UNKNOWN):
        response = check(client, text)
        content = response.content.decode()
        assert "<script>alert" not in content
        assert "<img" not in content
        page = page_of(response)
        assert all("src" in script.attributes for script in page.all("script"))
        assert page.one("input", name="text").attributes["value"] == text


def test_an_unknown_text_says_so_and_offers_to_report(world: World, client: Client) -> None:
    response = check(client, UNKNOWN, "/en")
    assert response.status_code == 200
    page = page_of(response)
    assert page.one("h1").text == "We do not know it yet."
    form = page.one("form", action="/en/phan-anh/")
    assert form.attributes["method"] == "post"
    assert page.one("input", name="text").attributes["value"] == UNKNOWN
    assert "you have an answer by" in " ".join(page.said("en").split())
    assert page.all("h2", id="advice")


def test_the_offer_fills_the_report_form(world: World, client: Client) -> None:
    response = client.post("/phan-anh/", {"text": UNKNOWN}, follow=True)
    assert response.status_code == 200
    assert page_of(response).one("textarea", name="text").text.strip() == UNKNOWN


def test_without_a_network_it_still_answers(db: None, client: Client) -> None:
    assert client.get("/").status_code == 200
    assert check(client, UNKNOWN).status_code == 200
    assert client.get("/gioi-thieu/").status_code == 200
    assert client.get("/ket-luan/").status_code == 200
    assert client.get("/ket-luan/feed.atom").status_code == 200
    assert client.get("/phan-anh/").status_code == 503


def test_at_most_three_suggestions(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = [known(world, PRIZE) for _ in range(5)]
    answer = check_message(PRIZE, language="vi")
    assert answer.outcome is CheckOutcome.SUGGEST
    assert len(answer.matches) > answering.SUGGESTIONS
    page = page_of(check(client, PRIZE))
    shown = page.all("ol", class_="st-choices")
    assert len(shown) == 1
    links = {f"/ket-luan/{version.verdict.reference}/" for version in versions}
    followed = [link for link in page.all("a") if link.attributes.get("href") in links]
    assert len(followed) == answering.SUGGESTIONS == 3


def test_categories_with_totals_only_are_never_shown(world: World, client: Client) -> None:
    version = known(world)
    Claim.objects.filter(pk=version.verdict.claim_id).update(category=Category.PRIVACY.value)
    response = check(client, PRIZE)
    assert version.title not in response.content.decode()
    assert page_of(response).all("h2", id="advice")
    assert version.title not in client.get("/ket-luan/").content.decode()
    assert version.title not in client.get("/").content.decode()
    assert version.title not in client.get("/ket-luan/feed.atom").content.decode()
    assert client.get(f"/ket-luan/{version.verdict.reference}/").status_code == 404


def test_both_languages(world: World, client: Client) -> None:
    version = known(world)
    vietnamese, english = check(client, PRIZE), check(client, PRIZE, "/en")
    assert version.summary in vietnamese.content.decode()
    assert version.summary_en in english.content.decode()
    assert page_of(english).elements[0].attributes["lang"] == "en"
    other = page_of(english).one("a", rel="alternate", hreflang="vi")
    assert other.attributes["href"] == "/"


def test_an_english_answer_is_english(world: World, client: Client) -> None:
    version = known(world)
    page = page_of(check(client, PRIZE, "/en"))
    vietnamese_only = [*version.what_to_do, version.sources.get().title]
    publisher = version.sources.get().publisher
    assert foreign_words(page, "en", PRIZE, *vietnamese_only, publisher) == []
    ascii_text = "Your parcel waits, pay the fee of 2 dollars at http://fee.example tomorrow"
    for text in (ascii_text, ""):
        assert foreign_words(page_of(check(client, text, "/en")), "en") == []


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b"])
def test_nothing_to_check(world: World, client: Client, prefix: str, text: str) -> None:
    response = check(client, text, prefix)
    assert response.status_code == 422
    page = page_of(response)
    assert len(page.errors) == 1
    link = page.one("a", href="#id_text")
    assert link.text.strip()
    assert "id_text" in page.ids


def test_too_long_keeps_what_was_pasted(world: World, client: Client) -> None:
    text = "trúng thưởng " * 80_000
    assert len(text) > 1_000_000
    response = check(client, text, "/en")
    assert response.status_code == 422
    page = page_of(response)
    assert str(TEXT_LENGTH) in page.errors[0]
    assert page.one("textarea", name="text").text.strip() == text.strip()


def test_no_text_at_all_of_bytes_that_are_none(world: World, client: Client) -> None:
    response = check(client, "a\0b", "/en")
    assert response.status_code == 422
    assert "no text" in page_of(response).errors[0]


@pytest.mark.parametrize(
    "body",
    [
        b"text=%ED%A0%80%ED%BF%BF",
        b"text=%FF%FE%FA",
        b"text=Tr\xfang+th\xfd\xd2ng",
        b"text=" + b"%F0%9F%98%80" * 50,
    ],
)
def test_bytes_that_are_no_text_do_no_harm(world: World, client: Client, body: bytes) -> None:
    response = client.post("/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    response.content.decode("utf-8")


def test_text_that_reads_backwards_is_pointed_out(world: World, client: Client) -> None:
    known(world)
    for text in (UNKNOWN, PRIZE):
        response = check(client, f"{text} \u202efdp.exe", "/en")
        assert response.status_code == 200
        assert "read backwards" in response.content.decode()
        assert "\u202e" not in response.content.decode()
        assert "read backwards" not in check(client, text, "/en").content.decode()


def test_looking_and_checking_store_nothing(world: World, client: Client) -> None:
    version = known(world)
    before = row_counts()
    for prefix in ("", "/en"):
        for path in ("", "gioi-thieu/", "rieng-tu/", "phan-anh/", "bien-nhan/", "ket-luan/"):
            assert client.get(f"{prefix}/{path}").status_code == 200
        assert client.get(f"{prefix}/ket-luan/{version.verdict.reference}/").status_code == 200
        for text in (PRIZE, UNKNOWN, ""):
            check(client, text, prefix)
        client.post(f"{prefix}/bien-nhan/", {"code": "1234"})
    assert row_counts() == before


def test_queries_do_not_grow_with_the_claims(world: World, client: Client) -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert check(client, text).status_code == 200
        return len(captured)

    known(world, PRIZE)
    known(world, f"{PRIZE} và")
    texts = (PRIZE, PRIZE.replace("xe máy", "ô tô"), UNKNOWN)
    few = [queries(text) for text in texts]
    for number in range(6):
        known(world, f"{PRIZE} lần {number}")
        make_wording(reported_claim(world), f"{UNKNOWN} {number}")
    many = [queries(text) for text in texts]
    assert max(many) <= max(few)


def test_every_example_can_be_tried(world: World, client: Client, language: str) -> None:
    prefix = "" if language == "vi" else "/en"
    assert page_of(client.get(f"{prefix}/")).all("button", class_="st-example") == []
    texts = [PRIZE, PRIZE.replace("xe máy SH", "điện thoại").replace("qua-sh", "dt"), SCAM, RUMOUR]
    for text in texts:
        known(world, text)
    ClaimWording.objects.update(language=language)
    page = page_of(client.get(f"{prefix}/"))
    examples = page.all("button", class_="st-example")
    assert len(examples) == 3
    for example in examples:
        assert example.attributes["name"] == "text"
        assert example.attributes["value"] in texts
        response = check(client, example.attributes["value"], prefix)
        assert response.status_code == 200
        assert page_of(response).all("mark")
    forms = page.all("form", action=f"{prefix}/")
    assert len(forms) == 1 + len(examples)
    assert all(form.attributes["method"] == "post" for form in forms)


def test_the_text_stands_in_no_address(world: World, client: Client) -> None:
    known(world)
    response = check(client, PRIZE)
    for element in PageOf(response.content.decode()).elements:
        for name in ("href", "action", "src"):
            assert "nhan-qua-sh" not in element.attributes.get(name, "")


def test_the_newest_verdicts_are_on_the_first_page(world: World, client: Client) -> None:
    versions = [known(world, title=f"Tin giả số {number}") for number in range(4)]
    content = client.get("/").content.decode()
    assert [version.title in content for version in versions] == [False, True, True, True]
