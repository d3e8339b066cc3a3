"""How to recognise: every article is whole in both languages, and leads where it says."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sangto.kernel.categories import Category, IndicatorKind, Rating
from sangto.web.guides.pictures import PICTURES
from sangto.web.guides.reading import (
    GROUPS,
    BrokenGuideError,
    Guide,
    guide,
    guides,
    guides_for,
    read,
)
from tests.factories.cases import World, confirmed
from tests.factories.verdicts import published_verdict
from tests.factories.web import foreign_words, inline_code, page_of

#: "hoà", "khoẻ", "uỷ": ours is the older placement.
NEW_TONES = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)", re.IGNORECASE)
#: Names of products and agencies that stay as they are.
NAMES = ("VNeID", "Hùng", "Ngô Văn Tám", "Lan", "Hà My", "Mẫu", "Nước Trong", "Dũng")
ALL = [one.slug for one in guides()]


def texts(one: Guide, language: str) -> list[str]:
    parts = [one.title, one.answer, one.example.sender, one.example.text]
    parts += [*one.signs, *one.example.notes, *one.now, *one.happened]
    return [part.in_(language) for part in parts]


def test_there_are_enough_and_every_group_has_some() -> None:
    assert len(ALL) >= 14
    assert {one.group for one in guides()} == set(GROUPS)
    assert {one.picture for one in guides()} == set(PICTURES)
    titles = [one.title.vi for one in guides()] + [one.title.en for one in guides()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("slug", ALL)
def test_an_article_speaks_like_the_rest_of_the_site(slug: str) -> None:
    one = guide(slug)
    assert one is not None
    for text in texts(one, "vi"):
        assert "!" not in text
        assert not NEW_TONES.search(text), text
    for text in texts(one, "en"):
        assert "!" not in text
    for language in ("vi", "en"):
        assert len(one.answer.in_(language)) <= 220
        assert all(len(sign.in_(language)) <= 160 for sign in one.signs)
    addresses = re.findall(r"[\w.-]+\.(?:vn|com|net|org|example)\b", one.example.text.vi)
    assert all(".gov.vn" in found or found.endswith(".example") for found in addresses)


@pytest.mark.parametrize("slug", ALL)
def test_every_article_has_its_page(world: World, client: Client, prefix: str, slug: str) -> None:
    language = "en" if prefix else "vi"
    one = guide(slug)
    assert one is not None
    response = client.get(f"{prefix}/nhan-biet/{slug}/")
    assert response.status_code == 200
    content = response.content.decode()
    page = page_of(response)
    assert len(page.all("h1")) == 1
    assert len(page.ids) == len(set(page.ids))
    assert inline_code(content) == []
    said = page.said(language)
    for text in (one.title, one.answer, *one.signs, *one.now, *one.happened):
        assert " ".join(text.in_(language).split()) in said
    numbers = [link.attributes["href"] for link in page.all("a", class_="st-tell__number")]
    assert numbers == [f"#tell-{n}" for n in range(1, len(one.example.notes) + 1)]
    assert {f"tell-{n}" for n in range(1, len(numbers) + 1)} <= set(page.ids)
    if language == "en":
        known = [text for part in (one.example.sender, one.example.text) for text in [part.en]]
        assert foreign_words(page, "en", *NAMES, *known) == []


def test_the_index_leads_to_all(world: World, client: Client, prefix: str) -> None:
    page = page_of(client.get(f"{prefix}/nhan-biet/"))
    links = {link.attributes.get("href") for link in page.all("a")}
    assert {f"{prefix}/nhan-biet/{slug}/" for slug in ALL} <= links


def test_what_is_no_article_is_not_found(world: World, client: Client) -> None:
    for path in ("/nhan-biet/khong-co/", "/nhan-biet/__init__/", "/nhan-biet/Phat-Nguoi/"):
        assert client.get(path).status_code == 404


def test_verdicts_of_the_kind_stand_beside_it(world: World, client: Client) -> None:
    published_verdict(world, title="Tin nhắn phạt nguội đòi nộp trong ngày")
    published_verdict(world, title="Trúng thưởng xe máy")
    rumour = "Phạt nguội tăng gấp ba"
    published_verdict(world, case=confirmed(world), rating=Rating.FALSE, title=rumour)
    content = client.get("/nhan-biet/phat-nguoi/").content.decode()
    assert "Tin nhắn phạt nguội đòi nộp trong ngày" in content
    assert "Trúng thưởng xe máy" not in content
    assert rumour not in content


def test_the_same_queries_for_one_and_three(world: World, client: Client) -> None:
    counted = []
    for number in range(3):
        published_verdict(world, title=f"Phạt nguội {number}")
        with CaptureQueriesContext(connection) as captured:
            client.get("/nhan-biet/phat-nguoi/")
        counted.append(len(captured))
    assert len(set(counted)) == 1


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("CSGT: phạt nguội, nộp phạt tại đây", "phat-nguoi"),
        ("cap nhat VNeID ngay hom nay", "vneid-app-gia"),
        ("Lá này CHỮA KHỎI ung thư", "tin-don-suc-khoe"),
        ("làm nhiệm vụ nhận hoa hồng", "viec-nhe-luong-cao"),
        ("đập vỡ rồi bà con ơi, lũ về", "tin-don-thien-tai"),
    ],
)
def test_a_message_finds_its_article(text: str, slug: str) -> None:
    assert guides_for(text=text)[0].slug == slug


def test_category_and_indicators_help_where_words_do_not() -> None:
    found = guides_for(category=Category.FACTUAL_CLAIM, topic="health")
    assert found[0].slug == "tin-don-suc-khoe"
    assert all(Category.FACTUAL_CLAIM in one.categories for one in found)
    wallets = guides_for(indicators=[IndicatorKind.WALLET])
    assert wallets[0].slug == "dau-tu-tien-ao"
    assert guides_for(text="Chào buổi sáng") == []


WHOLE = """
group: links
picture: qr
categories: [fraud]
words: [ma qr, quet ma]
title: {vi: Tên, en: Name}
answer: {vi: Câu trả lời, en: The answer}
signs: [{vi: Mot, en: One}, {vi: Hai, en: Two}, {vi: Ba, en: Three}, {vi: Bon, en: Four}]
example:
  kind: sms
  sender: {vi: Ai, en: Who}
  text: {vi: "Xin [[tiền]] [[ngay]]", en: "Give [[money]] [[now]]"}
  notes: [{vi: Mot, en: One}, {vi: Hai, en: Two}]
now: [{vi: Mot, en: One}, {vi: Hai, en: Two}, {vi: Ba, en: Three}]
happened: [{vi: Mot, en: One}, {vi: Hai, en: Two}]
"""


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("en: The answer", "en: ''"),
        ("[[money]]", "money"),
        ("categories: [fraud]", "categories: [privacy]"),
        ("categories: [fraud]", "categories: [factual_claim]"),
        ("words: [ma qr, quet ma]", "words: [mã QR, quet ma]"),
        ("group: links", "group: others"),
        ("{vi: Ba, en: Three}]\nhappened", "{vi: Ba, en: Three, call: mum}]\nhappened"),
        ("group: links", "group: links\nauthor: somebody"),
        (WHOLE, "nothing"),
        (WHOLE, "a: [b"),
    ],
)
def test_a_broken_article_says_so(part: str, changed: str) -> None:
    assert read("thu", WHOLE).slug == "thu"
    assert part in WHOLE
    with pytest.raises(BrokenGuideError, match="thu"):
        read("thu", WHOLE.replace(part, changed))
