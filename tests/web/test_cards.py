"""Share cards: how lines break, what is drawn, and what is kept."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from sangto.kernel.categories import Rating
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.wording import rating_word
from sangto.web.cards import keeping
from sangto.web.cards.drawing import CardShape, CardTexts, draw_card, measured
from sangto.web.cards.mark import mark
from sangto.web.cards.strokes import shape_lines
from sangto.web.cards.typesetting import ELLIPSIS, set_text
from sangto.web.templatetags.icon_shapes import SHAPES
from sangto.web.templatetags.rating_looks import RATING_LOOKS
from tests.factories.cases import World
from tests.factories.verdicts import published_verdict
from tests.verdicts.test_differences import renewed

TEXTS = CardTexts(
    rating=Rating.SCAM,
    word="Lừa đảo",
    claim="Tin nhắn báo phạt nguội kèm đường link là lừa đảo",
    site="Sáng Tỏ · Tỉnh Mẫu",
    dated="Xác minh ngày 21/11/2026",
    address="sangto.tinhmau.example/ket-luan/KL-26-000123",
)
SIZES = {CardShape.WIDE: (1200, 630), CardShape.SQUARE: (1080, 1080)}
SOME_SIZES = range(68, 43, -8)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def lines_of(text: str, *, lines: int = 2, width: float = 1072) -> tuple[str, ...]:
    return set_text(text, measure=measured, width=width, sizes=range(66, 43, -2), lines=lines).lines


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("Tin nhắn báo phạt nguội kèm đường link phatnguoi-gov.example là lừa đảo", "đường|link"),
        ("Học phí trường công được miễn từ năm học 2025–2026", "từ|năm"),
        ("Trạm y tế phát thuốc miễn phí cho người trên 60 tuổi ở thành phố", "60|tuổi"),
    ],
)
def test_a_line_does_not_tear_what_belongs_together(text: str, torn: str) -> None:
    lines = lines_of(text)
    assert len(lines) == 2
    assert " ".join(lines) == text
    assert torn not in "|".join(lines)


def test_rating_words_break_between_words() -> None:
    broken = set_text(
        rating_word(Rating.UNVERIFIED, "vi"),
        measure=measured,
        width=828,
        sizes=range(112, 40, -2),
        lines=2,
    )
    assert "kiểm chứng" in " / ".join(broken.lines)


def test_a_long_title_shrinks_and_then_ends_in_an_ellipsis() -> None:
    short, long = "Vỡ đập", "Người dân phải đổi giấy phép lái xe " * 9
    assert lines_of(short) == (short,)
    shortened = lines_of(long)
    assert len(shortened) == 2
    assert shortened[-1].endswith(ELLIPSIS)
    address = f"https://{'rat-dai-' * 30}.example/khuyen-mai"
    assert all(measured(line, 44) <= 1072 for line in lines_of(f"Trang {address} bị chèn"))


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=120), st.integers(1, 3))
def test_any_text_fits(text: str, lines: int) -> None:
    setting = set_text(text, measure=measured, width=700, sizes=SOME_SIZES, lines=lines)
    assert 1 <= len(setting.lines) <= lines
    assert all(measured(line, setting.size) <= 700 for line in setting.lines)


@pytest.mark.parametrize("shape", CardShape)
def test_the_picture(shape: CardShape) -> None:
    data = draw_card(TEXTS, shape)
    assert picture(data).size == SIZES[shape]
    assert 5_000 < len(data) < 80_000
    assert data == draw_card(TEXTS, shape)
    assert data != draw_card(replace(TEXTS, stamp="Phiên bản cũ"), shape)


def test_composed_and_decomposed_letters_look_the_same() -> None:
    apart = replace(TEXTS, claim=unicodedata.normalize("NFD", TEXTS.claim))
    assert draw_card(apart, CardShape.WIDE) == draw_card(TEXTS, CardShape.WIDE)


def test_the_word_is_read_at_thumbnail_size() -> None:
    """On 200 pixels the letters of the word are at least as tall as those of a page's text."""
    small = picture(draw_card(TEXTS, CardShape.WIDE)).resize((200, 105), Image.Resampling.LANCZOS)
    band = small.crop((52, 6, 190, 46)).convert("L")
    bright = band.point(lambda level: 255 if level > 150 else 0)
    box = bright.getbbox()
    assert box is not None
    assert box[3] - box[1] >= 20


def test_ratings_differ_by_shape_and_not_only_by_colour() -> None:
    shapes = {SHAPES[look.icon] for look in RATING_LOOKS.values()}
    assert len(shapes) == len(RATING_LOOKS)
    for look in RATING_LOOKS.values():
        lines = shape_lines(SHAPES[look.icon])
        assert lines
        assert all(0 <= place <= 24 for line in lines for point in line for place in point)


def test_the_icons_are_those_that_the_script_draws() -> None:
    static = Path(keeping.__file__).parents[1] / "static" / "sangto"
    for name, drawn in {
        "icon-192.png": mark(192),
        "icon-maskable-512.png": mark(512, corner=0, inset=5.5),
    }.items():
        kept = Image.open(static / name).convert("RGBA")
        assert kept.size == drawn.size
        difference = ImageStat.Stat(ImageChops.difference(kept, drawn)).mean
        assert max(difference) < 3, name


def test_kept_pictures_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    keeping.forget_pictures()
    monkeypatch.setattr(keeping, "MOST_BYTES", 250)
    asked: list[str] = []

    def ask(tag: str) -> bytes:
        return keeping.drawn(tag, lambda: asked.append(tag) or bytes(100))  # type: ignore[func-returns-value] # counts

    for tag in ("a", "b", "a", "c", "a", "b"):
        ask(tag)
    assert asked == ["a", "b", "c", "b"]
    keeping.forget_pictures()


def card(client: Client, version: VerdictVersion, end: str = "the.png", **headers: str) -> Any:
    path = f"/ket-luan/{version.verdict.reference}/{end}"
    return client.get(path, headers=headers)


def test_a_card_and_its_tag(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping.forget_pictures()
    first = published_verdict(world)
    response = card(client, first, "1/the.png")
    assert response["Content-Type"] == "image/png"
    assert picture(response.content).size == SIZES[CardShape.WIDE]
    assert picture(card(client, first, "1/the-vuong.png").content).size == (1080, 1080)
    assert card(client, first).content == response.content
    monkeypatch.setattr("sangto.web.verdicts.cards.draw_card", lambda *_: pytest.fail("drawn"))
    same = card(client, first, "1/the.png", **{"If-None-Match": response["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == response["ETag"]
    assert "max-age=3600" in same["Cache-Control"]
    assert card(client, first, "1/the.png").status_code == 200
    for end in ("2/the.png", "99999999999999999999/the.png", "0/the-vuong.png"):
        assert card(client, first, end).status_code == 404
    assert client.get("/ket-luan/KL-26-000000/the.png").status_code == 404


def test_the_card_of_a_replaced_version_says_so(world: World, client: Client) -> None:
    first = published_verdict(world)
    before = card(client, first, "1/the.png")
    renewed(world, first)
    after = card(client, first, "1/the.png")
    assert after["ETag"] != before["ETag"]
    assert card(client, first)["ETag"] not in {before["ETag"], after["ETag"]}
