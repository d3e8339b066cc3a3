"""Numbers, dates and letters of official documents, and the values of their layout."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sangto.documents.domain.layout import (
    default_layout,
    layout_with,
    ranges,
    value_names,
)
from sangto.documents.domain.official import (
    KIND_WORDS,
    POINT_LETTERS,
    DocumentKind,
    date_words,
    number_text,
    numbered,
    place_and_date,
    point_letter,
    recipient_lines,
    roman,
    symbol_of,
)
from sangto.documents.rendering.parts import page_of
from sangto.documents.rendering.widths import balanced, text_width
from sangto.kernel.errors import Refused
from tests.factories.official import letter, report


def test_numbers_as_they_stand_on_paper() -> None:
    assert number_text(8, symbol_of(DocumentKind.REPORT, "STTTT")) == "08/BC-STTTT"
    unit = symbol_of(DocumentKind.OFFICIAL_LETTER, "STTTT", "TTBCXB")
    assert numbered(number_text(408, unit)) == "Số: 408/STTTT-TTBCXB"
    assert number_text(None, "TB-SYT").strip() == "/TB-SYT"
    assert symbol_of(DocumentKind.SUBMISSION, "STTTT") == "TTr-STTTT"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2021, 7, 6), "ngày 06 tháng 7 năm 2021"),
        (date(2021, 2, 28), "ngày 28 tháng 02 năm 2021"),
        (date(2021, 1, 1), "ngày 01 tháng 01 năm 2021"),
        (date(2021, 12, 31), "ngày 31 tháng 12 năm 2021"),
    ],
)
def test_days_below_ten_and_two_months_get_a_leading_zero(on: date, words: str) -> None:
    assert date_words(on) == words
    assert place_and_date("Đắk Nông", on) == f"Đắk Nông, {words}"


def test_letters_of_points_and_numerals_of_chapters() -> None:
    assert " ".join(POINT_LETTERS) == "a b c d đ e g h i k l m n o p q r s t u v x y"
    assert [point_letter(place) for place in (1, 5, 6, 23, 24)] == ["a", "đ", "e", "y", "a1"]
    assert [roman(number) for number in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]


def test_recipients_end_with_semicolons_and_a_full_stop() -> None:
    assert recipient_lines(["Như trên;", " ", "Lưu: VT"]) == ("- Như trên;", "- Lưu: VT.")
    assert recipient_lines([]) == ()


def test_every_kind_has_words_and_abbreviations_are_not_shared() -> None:
    assert set(KIND_WORDS) == set(DocumentKind)
    short = [words.abbreviation for words in KIND_WORDS.values() if words.abbreviation]
    assert len(short) == len(set(short))


def test_the_default_layout_lies_within_its_own_ranges() -> None:
    assert set(value_names()) == set(ranges())
    for name, allowed in ranges().items():
        assert allowed.lowest <= getattr(default_layout(), name) <= allowed.highest
    assert default_layout().font == "Times New Roman"


def test_a_network_changes_what_the_decree_leaves_open() -> None:
    changed = layout_with({"body_pt": 13, "margin_left_mm": 35})
    assert (changed.body_pt, changed.margin_left_mm) == (13, 35)
    assert changed.text_width_mm() == 210 - 35 - 15


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"body_pt": 12}, "documents.layout_out_of_range"),
        ({"number_pt": 14}, "documents.layout_out_of_range"),
        ({"body_pt": float("nan")}, "documents.layout_out_of_range"),
        ({"body_pt": "13"}, "documents.layout_out_of_range"),
        ({"body_pt": True}, "documents.layout_out_of_range"),
        ({"colour": 1}, "documents.layout_unknown"),
    ],
)
def test_a_network_changes_nothing_else(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        layout_with(changes)
    assert refused.value.refusal.code == code


def test_lines_under_names_are_as_long_as_the_decree_says() -> None:
    layout = default_layout()
    head = page_of(report(), layout).head
    motto = text_width(head.motto, layout.motto_pt, bold=True) * 25.4 / 72
    agency = max(text_width(line, layout.agency_pt, bold=True) for line in head.agency) * 25.4 / 72
    assert head.motto_line_mm == pytest.approx(motto)
    assert agency / 3 <= head.agency_line_mm <= agency / 2
    assert head.left_mm + head.right_mm == pytest.approx(layout.text_width_mm())


def test_a_letter_has_its_subject_under_the_number() -> None:
    page = page_of(letter(), default_layout())
    assert " ".join(page.head.letter_subject).startswith("V/v lấy ý kiến góp ý")
    assert page.title.type_name == ""
    assert page.addressees is not None
    assert [name[-1] for name in page.addressees.names] == [";", ";", "."]


def test_names_wrap_evenly_and_not_after_a_word_that_leads_on() -> None:
    size, width = 12, text_width("SỞ THÔNG TIN VÀ TRUYỀN", 12, bold=True)
    lines = balanced("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", size, width, bold=True)
    assert lines == ("SỞ THÔNG TIN", "VÀ TRUYỀN THÔNG")
    assert balanced("SỞ Y TẾ", size, width, bold=True) == ("SỞ Y TẾ",)
