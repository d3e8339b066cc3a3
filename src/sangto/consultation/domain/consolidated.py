"""The consolidated table of comments (bản tổng hợp ý kiến góp ý, tiếp thu, giải trình), as an
official document and as a sheet. Official documents are in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sangto.consultation.domain.comments import CommentKind, DispositionKind, place_words
from sangto.documents.domain import official
from sangto.documents.domain.sheets import Cell, Sheet, SheetColumn
from sangto.kernel.text import excerpt


class Column(StrEnum):
    """What a table may show, in the order in which it stands there."""

    NUMBER = "number"
    PLACE = "place"
    WORDING = "wording"
    AGENCY = "agency"
    LETTER = "letter"
    KIND = "kind"
    COMMENT = "comment"
    PROPOSED = "proposed"
    DECISION = "decision"
    EXPLANATION = "explanation"
    RESULT = "result"


#: In a document the place is a line of its own above the comments on it.
DOCUMENT_COLUMNS = (
    Column.NUMBER,
    Column.AGENCY,
    Column.COMMENT,
    Column.DECISION,
    Column.EXPLANATION,
)
SHEET_COLUMNS = tuple(Column)

_TITLES: dict[Column, tuple[str, float, float]] = {
    Column.NUMBER: ("TT", 0.4, 6),
    Column.PLACE: ("Điều, khoản, điểm", 1.2, 22),
    Column.WORDING: ("Nội dung dự thảo", 2.2, 48),
    Column.AGENCY: ("Cơ quan, đơn vị", 1.6, 30),
    Column.LETTER: ("Văn bản góp ý", 1.2, 24),
    Column.KIND: ("Loại góp ý", 0.9, 14),
    Column.COMMENT: ("Nội dung góp ý", 3.0, 50),
    Column.PROPOSED: ("Câu chữ đề xuất", 2.2, 48),
    Column.DECISION: ("Kết quả", 1.0, 18),
    Column.EXPLANATION: ("Tiếp thu, giải trình", 2.4, 44),
    Column.RESULT: ("Nội dung sau tiếp thu", 2.2, 48),
}
DECISION_WORDS: dict[DispositionKind, str] = {
    DispositionKind.ACCEPTED: "Tiếp thu",
    DispositionKind.PARTLY_ACCEPTED: "Tiếp thu một phần",
    DispositionKind.REJECTED: "Không tiếp thu",
}
KIND_WORDS: dict[CommentKind, str] = {
    CommentKind.AMEND: "Sửa đổi",
    CommentKind.ADD: "Bổ sung",
    CommentKind.DELETE: "Bỏ",
    CommentKind.FORMAT: "Thể thức",
    CommentKind.GENERAL: "Ý kiến chung",
}
_UNDECIDED = "Chưa xử lý"
_LONGEST_CELL = 4_000


@dataclass(frozen=True, slots=True)
class Source:
    """An agency that gave a comment, with its letter (``709/CAT-PA03, 19/5/2021``)."""

    agency: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One comment, or several that say the same: then ``sources`` has each agency once, and
    ``number`` how many comments they are."""

    place: str
    wording: str
    sources: tuple[Source, ...]
    kind: CommentKind
    comment: str
    proposed: str = ""
    decision: DispositionKind | None = None
    explanation: str = ""
    result: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the head and the foot of the table say. ``asked_on`` and ``request`` are the day and the
    number of the letter that asked."""

    title: str
    asked: int
    answered: int
    agreed: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    with_comments: int = 0
    comments: int = 0
    undecided: int = 0
    by_disposition: dict[DispositionKind, int] = field(default_factory=dict)
    request: str = ""
    asked_on: date | None = None


def sheet_of(
    title: str, rows: Sequence[TableRow], columns: Sequence[Column] = SHEET_COLUMNS
) -> Sheet:
    return Sheet(
        title=title,
        columns=tuple(SheetColumn(_TITLES[column][0], _TITLES[column][2]) for column in columns),
        rows=[
            tuple(_cell(column, row, number) for column in columns)
            for number, row in enumerate(rows, start=1)
        ],
    )


def document_of(
    consultation: Consultation,
    rows: Sequence[TableRow],
    issuer: official.Issuer,
    *,
    columns: Sequence[Column] = DOCUMENT_COLUMNS,
    signed_on: date | None = None,
    attached_to: str = "",
    signature: official.Signature | None = None,
) -> official.OfficialContent:
    """Landscape, with a line for each place and its comments below it, unless the place is one of
    the columns."""
    lines: list[tuple[str, ...] | official.TableGroup] = []
    before = ""
    for number, row in enumerate(rows, start=1):
        if Column.PLACE not in columns and row.place != before:
            lines.append(official.TableGroup(row.place))
            before = row.place
        lines.append(tuple(_text(_cell(column, row, number)) for column in columns))
    blocks: list[official.Block] = [official.Paragraph(_summary(consultation))]
    if lines:
        blocks.append(
            official.TableBlock(
                columns=tuple(
                    official.Column(
                        _TITLES[column][0],
                        _TITLES[column][1],
                        official.Align.CENTRE if column is Column.NUMBER else official.Align.LEFT,
                    )
                    for column in columns
                ),
                rows=tuple(lines),
            )
        )
        blocks.append(official.Paragraph(_decided(consultation)))
    for words, agencies in (
        ("Cơ quan, đơn vị thống nhất với dự thảo, không có ý kiến khác", consultation.agreed),
        ("Cơ quan, đơn vị chưa có văn bản trả lời", consultation.silent),
    ):
        if agencies:
            blocks.append(official.Paragraph(f"{words} ({len(agencies)}): {'; '.join(agencies)}."))
    return official.OfficialContent(
        kind=official.DocumentKind.CONSOLIDATED_TABLE,
        issuer=issuer,
        subject="Ý kiến góp ý, tiếp thu, giải trình đối với dự thảo "
        + _draft_words(consultation.title),
        blocks=tuple(blocks),
        signed_on=signed_on,
        signature=signature,
        attached_to=attached_to,
        landscape=True,
    )


def consultation_words(consultation: Consultation) -> str:
    """How a submission tells of the consultation in one sentence."""
    return _summary(consultation)


def decision_words(consultation: Consultation) -> str:
    return _decided(consultation)


def _summary(consultation: Consultation) -> str:
    asked = "Đã lấy ý kiến"
    if consultation.request:
        asked = f"Đã lấy ý kiến theo Công văn số {consultation.request}"
    if consultation.asked_on is not None:
        asked = f"{asked} ngày {_day(consultation.asked_on)}"
    otherwise = consultation.answered - len(consultation.agreed) - consultation.with_comments
    more = f"; {otherwise} trả lời khác" if otherwise else ""
    return (
        f"{asked} của {consultation.asked} cơ quan, đơn vị; "
        f"{consultation.answered} cơ quan, đơn vị trả lời: "
        f"{len(consultation.agreed)} thống nhất, không có ý kiến khác; "
        f"{consultation.with_comments} thống nhất và có góp ý{more}. "
        f"Có {consultation.comments} ý kiến góp ý. "
        f"{consultation.asked - consultation.answered} cơ quan, đơn vị chưa trả lời."
    )


def _decided(consultation: Consultation) -> str:
    counts = ", ".join(
        f"{DECISION_WORDS[kind].lower()} {consultation.by_disposition.get(kind, 0)}"
        for kind in DispositionKind
    )
    waiting = f", chưa xử lý {consultation.undecided}" if consultation.undecided else ""
    return f"Kết quả xử lý {consultation.comments} ý kiến: {counts}{waiting}."


def _cell(column: Column, row: TableRow, number: int) -> Cell:
    match column:
        case Column.NUMBER:
            return number
        case Column.PLACE:
            return row.place
        case Column.WORDING:
            return row.wording
        case Column.AGENCY:
            return "\n".join(source.agency for source in row.sources)
        case Column.LETTER:
            return "\n".join(source.letter for source in row.sources if source.letter)
        case Column.KIND:
            return KIND_WORDS[row.kind]
        case Column.COMMENT:
            return row.comment or KIND_WORDS[row.kind]
        case Column.PROPOSED:
            return row.proposed
        case Column.DECISION:
            return DECISION_WORDS[row.decision] if row.decision is not None else _UNDECIDED
        case Column.EXPLANATION:
            return row.explanation
        case Column.RESULT:
            return row.result


def _text(value: Cell) -> str:
    text = str(value if value is not None else "")
    return text if len(text) <= _LONGEST_CELL else excerpt(text, _LONGEST_CELL)


def _draft_words(title: str) -> str:
    """The title without a note in brackets that it is a draft."""
    return title.replace("(dự thảo)", "").strip()


def _day(on: date) -> str:
    return f"{on.day:02d}/{on.month}/{on.year}"


def letter_words(number: str, on: date | None) -> str:
    return ", ".join(part for part in (number, _day(on) if on is not None else "") if part)


def place_of(eid: str, heading: str = "") -> str:
    """``Điều 7. Trách nhiệm phối hợp`` where the heading is known, else as it is cited."""
    words = place_words(eid)
    return f"{words}. {heading}" if heading and "__" not in eid else words
