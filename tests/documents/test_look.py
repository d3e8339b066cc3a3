"""The same screenshot is known again by its look, and another one in the same template is not."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from sangto.documents.domain.look import BANDS, Look, band_codes, distance, looks_of
from sangto.matching.domain.pictures import LIKE_BITS, SAME_BITS
from tests.factories.screens import STYLES, screenshot, variants

MESSAGES = (
    "Thẻ ghi nợ của quý khách đã bị tạm khóa do đăng nhập lạ. Vui lòng xác minh trước 17h hôm nay "
    "tại https://saomai-xacminh.example/the để mở lại thẻ, quá hạn thu phí 550.000đ.",
    "Chúc mừng bạn đã trúng thưởng một xe máy trị giá 46 triệu đồng. Nộp phí hồ sơ 1.200.000đ vào "
    "số tài khoản bên dưới để nhận thưởng trong ngày, không nói với ai kẻo mất lượt.",
    "Trường thông báo: con anh chị đang cấp cứu, cần chuyển tiền tạm ứng viện phí ngay.",
)
#: What leaves at least so much of the picture that the nearer limit holds.
EXACT = ("quality", "scale", "status bar off", "bottom off", "dark")


def apart(one: tuple[Look, ...], other: tuple[Look, ...]) -> int:
    return min(
        distance(value, known.plain)
        for look in one
        for value in (look.plain, look.inverted)
        for known in other
    )


@pytest.mark.parametrize("style", STYLES)
def test_changed_copies_are_the_same_picture(style: str) -> None:
    for message in MESSAGES:
        picture = screenshot(message, style)
        known = looks_of(picture)
        far = {
            name: bits
            for name, changed in variants(picture).items()
            if name.startswith(EXACT) and (bits := apart(looks_of(changed), known)) > SAME_BITS
        }
        assert far == {}


@pytest.mark.parametrize("style", STYLES)
def test_copies_share_a_band(style: str) -> None:
    """Otherwise the look-up would never come to compare them."""
    picture = screenshot(MESSAGES[0], style)
    codes = {code for look in looks_of(picture) for code in band_codes(look.plain)}
    for name, changed in variants(picture).items():
        if name.startswith(EXACT):
            asked = {
                code
                for look in looks_of(changed)
                for value in (look.plain, look.inverted)
                for code in band_codes(value)
            }
            assert codes & asked, name


@pytest.mark.parametrize("style", STYLES)
def test_other_messages_in_one_template_are_other_pictures(style: str) -> None:
    looks = [looks_of(screenshot(message, style)) for message in MESSAGES]
    assert min(apart(looks[a], looks[b]) for a in range(3) for b in range(a)) > LIKE_BITS


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("L", (400, 400), 255),
        Image.new("RGB", (1, 1)),
        Image.new("L", (5000, 2)),
        Image.new("RGBA", (30, 3000), (9, 9, 9, 0)),
        Image.linear_gradient("L"),
    ],
    ids=["white", "one pixel", "a line", "a column", "a gradient"],
)
def test_an_empty_picture_has_no_look(picture: Image.Image) -> None:
    assert looks_of(picture) == ()


def test_a_dot_in_the_middle_has_none_either() -> None:
    picture = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(picture).rectangle((200, 200, 205, 205), fill=0)
    assert looks_of(picture) == ()


def test_bands_are_numbers_of_their_place_and_only_telling_ones() -> None:
    assert band_codes(f"{0:064x}") == ()
    assert band_codes("f" * 64) == ()
    value = f"{0b1010_1010_1010_1010:064x}"
    assert band_codes(value) == (0b1010_1010_1010_1010,)
    codes = band_codes("a5" * 32)
    assert len(set(codes)) == BANDS
    assert all(0 <= code < BANDS << 16 for code in codes)
