"""A table as XLSX or CSV. What a person wrote is never taken for a formula."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sangto.documents.domain.sheets import Cell, Sheet
from sangto.kernel.text import clean

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CELL_LENGTH = 32_767
_SHEET_NAME_LENGTH = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_FONT = "Times New Roman"
_DAY = "dd/mm/yyyy"
_MOMENT = "dd/mm/yyyy hh:mm"
_MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def render_xlsx(sheet: Sheet) -> bytes:
    """Rows are written as they come, so a long table needs little memory. Numbers and dates keep
    their type; the head stays in sight and is printed on every page."""
    book = Workbook(write_only=True)
    book.properties.creator = ""
    book.properties.title = clean(sheet.title)
    book.properties.created = book.properties.modified = _MADE
    page = book.create_sheet(_sheet_name(sheet.title))
    page.freeze_panes = "A2"
    page.sheet_view.rightToLeft = False
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    head = Font(name=_FONT, bold=True)
    body = Font(name=_FONT)
    wrapped = Alignment(wrap_text=True, vertical="top")

    def made(value: Cell, font: Font) -> WriteOnlyCell:
        cell = WriteOnlyCell(page, value=_typed(value))
        if isinstance(cell.value, str):
            cell.data_type = "s"
        cell.font = font
        cell.alignment = wrapped
        if isinstance(value, datetime):
            cell.number_format = _MOMENT
        elif isinstance(value, date):
            cell.number_format = _DAY
        return cell

    page.append([made(column.title, head) for column in sheet.columns])
    for row in sheet.rows:
        page.append([made(value, body) for value in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def render_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads the accents; dates as in ISO 8601."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_harmless(column.title) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_as_text(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _typed(value: Cell) -> Cell:
    if isinstance(value, str):
        return clean(value)[:_CELL_LENGTH]
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value


def _as_text(value: Cell) -> str:
    match value:
        case None:
            return ""
        case str():
            return _harmless(value)
        case datetime():
            return value.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
    return str(value)


def _harmless(text: str) -> str:
    """An apostrophe before what a spreadsheet would compute."""
    text = clean(text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def _sheet_name(title: str) -> str:
    name = " ".join(clean(title).translate(_NOT_IN_NAMES).split())
    return name[:_SHEET_NAME_LENGTH].strip("'") or "1"
