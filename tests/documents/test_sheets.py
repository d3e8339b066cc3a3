"""Tables as XLSX and CSV: types are kept, and nothing that somebody typed is computed."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sangto.documents.domain.sheets import Cell, Sheet, SheetColumn
from sangto.documents.rendering import render_csv, render_xlsx


def _moment(*parts: int) -> datetime:
    """As a spreadsheet knows it, without a zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[arg-type, misc]


def sheet(*rows: tuple[Cell, ...], title: str = "Văn bản đi 2026") -> Sheet:
    return Sheet(title, (SheetColumn("Số", 8), SheetColumn("Trích yếu", 60)), iter(rows))


def test_numbers_and_dates_keep_their_type() -> None:
    made = render_xlsx(
        sheet((7, date(2026, 3, 2)), (True, datetime(2026, 3, 2, 9, 30, tzinfo=UTC)), (None, "x"))
    )
    page = load_workbook(BytesIO(made)).active
    assert page is not None
    assert page.title == "Văn bản đi 2026"
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["B"].width == 60
    assert not page.sheet_view.rightToLeft
    assert [cell.value for cell in page[2]] == [7, _moment(2026, 3, 2)]
    assert page["B2"].number_format == "dd/mm/yyyy"
    assert page["B3"].value == _moment(2026, 3, 2, 9, 30)
    assert page["A4"].value is None


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", " =1", "=cmd|' /C'!A0"])
def test_nothing_is_computed(text: str) -> None:
    page = load_workbook(BytesIO(render_xlsx(sheet((1, text))))).active
    assert page is not None
    assert page["B2"].data_type == "s"
    assert page["B2"].value is not None
    read = list(csv.reader(StringIO(render_csv(sheet((1, text))).decode("utf-8-sig"))))
    assert read[1][1].startswith("'")


def test_csv_is_read_by_excel_with_its_accents() -> None:
    made = render_csv(sheet((1, "Đắk Nông\nhai dòng"), (None, date(2026, 3, 2))))
    assert made.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(made.decode("utf-8-sig")))) == [
        ["Số", "Trích yếu"],
        ["1", "Đắk Nông\nhai dòng"],
        ["", "2026-03-02"],
    ]


@settings(max_examples=25)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_makes_a_file(text: str, title: str) -> None:
    page = load_workbook(BytesIO(render_xlsx(sheet((1, text), title=title)))).active
    assert page is not None
    assert page["B2"].data_type in ("s", "inlineStr", "n")
    render_csv(sheet((1, text), title=title))
