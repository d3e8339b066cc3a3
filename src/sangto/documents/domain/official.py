"""What an official document says, apart from how it looks: plain values that both the DOCX and
the PDF are made of.

The words of the layout (numbers, dates, letters of points) follow Decree 30/2020/NĐ-CP,
Appendix I.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sangto.documents.domain.layout import Layout, default_layout

STATE_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

#: Points of a clause, in the order of the Vietnamese alphabet. The decree's list leaves out ă, â,
#: ê, ô, ơ, ư.
POINT_LETTERS = tuple("abcdđeghiklmnopqrstuvxy")


class DocumentKind(StrEnum):
    """The values are the decree's own names of the types; each kind has registers of its own."""

    OFFICIAL_LETTER = "cong_van"
    INVITATION = "giay_moi"
    MINUTES = "bien_ban"
    SUBMISSION = "to_trinh"
    REPORT = "bao_cao"
    NOTICE = "thong_bao"
    PLAN = "ke_hoach"
    DECISION = "quyet_dinh"
    CONSOLIDATED_TABLE = "bang_tong_hop"


@dataclass(frozen=True, slots=True)
class KindWords:
    """``title`` stands in capitals over the subject, ``abbreviation`` in the number. An official
    letter has neither. What has no abbreviation of its own is an annex and takes no number."""

    title: str
    abbreviation: str
    numbered: bool = True


KIND_WORDS: dict[DocumentKind, KindWords] = {
    DocumentKind.OFFICIAL_LETTER: KindWords("", ""),
    DocumentKind.INVITATION: KindWords("GIẤY MỜI", "GM"),
    DocumentKind.MINUTES: KindWords("BIÊN BẢN", "BB"),
    DocumentKind.SUBMISSION: KindWords("TỜ TRÌNH", "TTr"),
    DocumentKind.REPORT: KindWords("BÁO CÁO", "BC"),
    DocumentKind.NOTICE: KindWords("THÔNG BÁO", "TB"),
    DocumentKind.PLAN: KindWords("KẾ HOẠCH", "KH"),
    DocumentKind.DECISION: KindWords("QUYẾT ĐỊNH", "QĐ"),
    DocumentKind.CONSOLIDATED_TABLE: KindWords("BẢNG TỔNG HỢP", "", numbered=False),
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: ``parent`` is the agency above and may be empty; ``place`` stands before the
    date (``Đắk Nông``); ``symbol`` in the number (``STTTT``). ``layout`` is that of its network,
    so that whoever draws the document need not ask for it."""

    name: str
    place: str
    symbol: str
    parent: str = ""
    layout: Layout = field(default_factory=default_layout)


@dataclass(frozen=True, slots=True)
class Signature:
    """``authority`` holds the lines above the position (``TM. ỦY BAN NHÂN DÂN``,
    ``KT. GIÁM ĐỐC``); ``name`` may be empty while it is not known who signs."""

    position: str
    name: str = ""
    authority: tuple[str, ...] = ()


class Align(StrEnum):
    JUSTIFY = "justify"
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of the body. ``text`` may be parts with their own weight; line ends in it stay."""

    text: str | tuple[Run, ...]
    align: Align = Align.JUSTIFY
    bold: bool = False
    italic: bool = False
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a report or minutes (``I. TÌNH HÌNH``, ``1. Kết quả``); 1 is the highest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Chapter:
    """``label`` is ``Chương I``, ``Mục 1`` or ``Phần thứ nhất``; both are centred."""

    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """``label`` is ``Điều 1.``."""

    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """``label`` is ``1.``."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """``label`` is ``a)``."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` is the column's part of the table's width, against the other columns."""

    title: str
    share: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class TableGroup:
    """A row of a table that runs over all columns (``Điều 7. …``)."""

    text: str


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with a head that repeats on every page. Line ends in a cell start a paragraph.

    ``landscape`` puts it on pages of its own that lie on their long side.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...] | TableGroup, ...]
    caption: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Paragraph | Heading | Chapter | Article | Clause | Point | Bullets | TableBlock | PageBreak


@dataclass(frozen=True, slots=True)
class OfficialContent:
    """One document. ``number`` and ``signed_on`` are None while it is a draft: their place stays
    free. ``symbol`` is what follows the number's slash (:func:`symbol_of`).

    ``signature`` stands right, ``second_signature`` left of it (the secretary of minutes).
    ``attached_to`` stands under the subject of an annex (``Kèm theo Tờ trình số …``), without
    brackets. ``landscape`` turns the whole document. ``contents`` puts a table of contents before
    the text; None means where a report or plan is long (:func:`wants_contents`). ``title`` stands
    instead of the kind's own: a person's letter has one, and an issuer without a name, so that the
    state's name stands in the middle.
    """

    kind: DocumentKind
    issuer: Issuer
    subject: str
    blocks: tuple[Block, ...]
    symbol: str = ""
    number: int | None = None
    signed_on: date | None = None
    addressees: tuple[str, ...] = ()
    signature: Signature | None = None
    second_signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    attached_to: str = ""
    landscape: bool = False
    title: str = ""
    contents: bool | None = None


#: Headings, and letters of the text, from which on a reader wants a table of contents: about
#: eight pages.
_MANY_HEADINGS = 6
_MANY_LETTERS = 16_000


def wants_contents(content: OfficialContent) -> bool:
    if content.contents is not None:
        return content.contents
    if content.kind not in (DocumentKind.REPORT, DocumentKind.PLAN):
        return False
    headings = sum(isinstance(one, Heading | Chapter) for one in content.blocks)
    return headings >= _MANY_HEADINGS and _letters(content.blocks) >= _MANY_LETTERS


def _letters(blocks: Sequence[Block]) -> int:
    total = 0
    for block in blocks:
        match block:
            case TableBlock(_, rows):
                cells = ((row.text,) if isinstance(row, TableGroup) else row for row in rows)
                total += sum(len(text) for row in cells for text in row)
            case Paragraph(text):
                total += (
                    sum(len(run.text) for run in text) if isinstance(text, tuple) else len(text)
                )
            case Bullets(items):
                total += sum(map(len, items))
            case Clause(_, text) | Point(_, text) | Heading(text):
                total += len(text)
    return total


def two_digits(number: int) -> str:
    """Numbers of documents below 10 get a leading 0."""
    return f"{number:02d}"


def symbol_of(kind: DocumentKind, issuer_symbol: str, unit: str = "") -> str:
    """``BC-STTTT`` for a named document; for an official letter ``STTTT-TTBCXB``, where ``unit``
    is the symbol of the part that drafted it."""
    first = KIND_WORDS[kind].abbreviation
    parts = (first, issuer_symbol) if first else (issuer_symbol, unit)
    return "-".join(part for part in parts if part)


def number_text(number: int | None, symbol: str) -> str:
    """``08/BC-STTTT``; without a number, room for it."""
    written = "      " if number is None else two_digits(number)
    return f"{written}/{symbol}" if symbol else written


def numbered(text: str) -> str:
    """``Số: 08/BC-STTTT``."""
    return f"Số: {text}"


def date_words(on: date | None) -> str:
    """``ngày 06 tháng 7 năm 2021``: days below 10 and the months 1 and 2 get a leading 0."""
    if on is None:
        return "ngày       tháng       năm       "
    month = two_digits(on.month) if on.month < 3 else str(on.month)
    return f"ngày {two_digits(on.day)} tháng {month} năm {on.year}"


def place_and_date(place: str, on: date | None) -> str:
    return f"{place}, {date_words(on)}" if place else date_words(on)


def point_letter(place: int) -> str:
    """The letter of the nth point, from 1; after ``y`` come ``a1``, ``b1`` and so on."""
    if place < 1:
        raise ValueError("points are counted from 1")
    round_, index = divmod(place - 1, len(POINT_LETTERS))
    return POINT_LETTERS[index] + (str(round_) if round_ else "")


def roman(number: int) -> str:
    """Chapters are counted in Roman numerals."""
    if not 0 < number < 4000:
        raise ValueError("Roman numerals run from 1 to 3999")
    written = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while number >= value:
            written += letters
            number -= value
    return written


def recipient_lines(recipients: Sequence[str]) -> tuple[str, ...]:
    """``- Như trên;`` for each, a full stop after the last (``- Lưu: VT, TTBCXB.``)."""
    kept = [recipient.strip().rstrip(";.") for recipient in recipients if recipient.strip()]
    return tuple(
        f"- {text}{'.' if place == len(kept) else ';'}" for place, text in enumerate(kept, 1)
    )
