"""Finding the parts of an official document in a DOCX that anybody made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sangto.documents.domain.official import KIND_WORDS
from sangto.documents.rendering.docx_formats import LaidOut, Para
from sangto.kernel.text import folded

#: Types with their abbreviations (Appendix III); what has none takes no number here.
TYPES: dict[str, str] = {
    "NGHỊ QUYẾT": "NQ", "QUYẾT ĐỊNH": "QĐ", "CHỈ THỊ": "CT", "QUY CHẾ": "QC", "QUY ĐỊNH": "QyĐ",
    "THÔNG CÁO": "TC", "THÔNG BÁO": "TB", "HƯỚNG DẪN": "HD", "CHƯƠNG TRÌNH": "CTr",
    "KẾ HOẠCH": "KH", "PHƯƠNG ÁN": "PA", "ĐỀ ÁN": "ĐA", "DỰ ÁN": "DA", "BÁO CÁO": "BC",
    "BIÊN BẢN": "BB", "TỜ TRÌNH": "TTr", "HỢP ĐỒNG": "HĐ", "BẢN GHI NHỚ": "BGN",
    "BẢN THỎA THUẬN": "BTT", "GIẤY ỦY QUYỀN": "GUQ", "GIẤY MỜI": "GM",
    "GIẤY GIỚI THIỆU": "GGT", "GIẤY NGHỈ PHÉP": "GNP", "PHIẾU GỬI": "PG", "PHIẾU CHUYỂN": "PC",
    "PHIẾU BÁO": "PB", "PHỤ LỤC": "", "CÔNG ĐIỆN": "CĐ",
    **{words.title: words.abbreviation for words in KIND_WORDS.values() if words.title},
}  # fmt: skip
_OLDER = {"BẢN THOẢ THUẬN": "BẢN THỎA THUẬN", "GIẤY UỶ QUYỀN": "GIẤY ỦY QUYỀN"}
#: The head ends at the latest here.
_HEAD = 40
DATED = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE | re.DOTALL)
NUMBERED = re.compile(r"^\s*Số\s*[:.]?\s*(?=[\d\s/])", re.IGNORECASE)
SUBJECT = re.compile(r"^\s*V\s*/\s*v\b", re.IGNORECASE)
ADDRESSEE = re.compile(r"^\s*kính gửi\b", re.IGNORECASE)
RECIPIENTS = re.compile(r"^\s*nơi nhận\b", re.IGNORECASE)
#: ``TM.`` and its like, also as they are misspelt.
AUTHORITY = re.compile(r"^\s*(T\.?M|K\.?T|T\.?L|T\.?U\.?Q)\b[./]*\s*", re.IGNORECASE)


@dataclass(slots=True)
class Landmarks:
    """What was found; a list is empty and a part None where it was not."""

    state: Para | None = None
    motto: Para | None = None
    left: list[Para] = field(default_factory=list)
    state_cell: list[Para] = field(default_factory=list)
    number: Para | None = None
    dated: Para | None = None
    letter_subject: Para | None = None
    type: Para | None = None
    type_name: str = ""
    subject: list[Para] = field(default_factory=list)
    addressee: Para | None = None
    body: list[Para] = field(default_factory=list)
    recipients_head: Para | None = None
    recipients: list[Para] = field(default_factory=list)
    signature: list[list[Para]] = field(default_factory=list)

    @property
    def annex(self) -> bool:
        """Takes no number, and nobody signs it apart."""
        return bool(self.type_name) and not TYPES[self.type_name]

    @property
    def letter(self) -> bool:
        return not self.type_name


def landmarks_of(document: LaidOut) -> Landmarks:
    found = Landmarks()
    paras = [one for one in document.paras if one.text or one.shape.ruled or one.drawing]
    head = paras[:_HEAD]
    for one in head:
        words = folded(one.text)
        if found.state is None and "cong hoa xa hoi chu nghia" in words:
            found.state = one
        elif found.motto is None and "doc lap" in words and "hanh phuc" in words:
            found.motto = one
        elif found.number is None and NUMBERED.match(one.text):
            found.number = one
        elif found.dated is None and DATED.search(one.text) and len(one.text) < 120:
            found.dated = one
        elif found.letter_subject is None and SUBJECT.match(one.text) and _early(one):
            found.letter_subject = one
        if found.type is None and _type_name(one.text):
            found.type, found.type_name = one, _type_name(one.text)
        if found.addressee is None and ADDRESSEE.match(one.text):
            found.addressee = one
    _columns(found, paras)
    _end(found, paras)
    _middle(found, paras)
    return found


def _early(para: Para) -> bool:
    return para.cell is None or para.cell[0] == 0


def _type_name(text: str) -> str:
    name = " ".join(text.split()).rstrip(":. ")
    name = _OLDER.get(name, name)
    return name if name in TYPES else ""


def _columns(found: Landmarks, paras: Sequence[Para]) -> None:
    """What stands left of the state's name, in the same row."""
    if found.state is None or found.state.cell is None:
        return
    table, row, column = found.state.cell
    for one in paras:
        if one.cell is None or one.cell[:2] != (table, row):
            continue
        if one.cell[2] == column:
            found.state_cell.append(one)
        elif one.cell[2] < column and not NUMBERED.match(one.text) and not SUBJECT.match(one.text):
            found.left.append(one)


def _end(found: Landmarks, paras: Sequence[Para]) -> None:
    """Recipients, and the cells beside or above them; without a table, what begins with TM. and
    its like."""
    for one in reversed(paras):
        if RECIPIENTS.match(one.text):
            found.recipients_head = one
            break
    head = found.recipients_head
    if head is not None:
        start = next(place for place, one in enumerate(paras) if one is head)
        found.recipients = [
            one
            for one in paras[start + 1 :]
            if one.text and one.cell == head.cell and (head.cell or one.text.startswith("-"))
        ]
    cells: dict[tuple[int, int, int], list[Para]] = {}
    table = head.cell[0] if head is not None and head.cell is not None else _last_table(paras)
    for one in paras:
        if one.cell is not None and one.cell[0] == table and one.text:
            cells.setdefault(one.cell, []).append(one)
    of_head = head.cell if head is not None else None
    found.signature = [lines for cell, lines in cells.items() if cell != of_head]
    if not found.signature:
        for place, one in enumerate(paras):
            if one.cell is None and AUTHORITY.match(one.text) and one.text.isupper():
                rest = [item for item in paras[place : place + 6] if item.text]
                found.signature = [[item for item in rest if item.cell is None]]
                break


def _last_table(paras: Sequence[Para]) -> int:
    """The last table, if it ends the document and looks like a block of signatures."""
    last = next((one for one in reversed(paras) if one.text), None)
    if last is None or last.cell is None or last.cell[0] == 0 or last.cell[1] > 1:
        return -1
    lines = [one for one in paras if one.cell and one.cell[0] == last.cell[0] and one.text]
    return last.cell[0] if len(lines) <= 8 and any(one.text.isupper() for one in lines) else -1


def _middle(found: Landmarks, paras: Sequence[Para]) -> None:
    """The subject under the type, and the body up to the signature."""
    last_of_head = -1
    named = (
        found.state, found.motto, found.number, found.dated, found.letter_subject, found.type,
        found.addressee,
    )  # fmt: skip
    for place, one in enumerate(paras[: _HEAD + 10]):
        if any(one is item for item in named):
            last_of_head = place
    started = False
    for place, one in enumerate(paras):
        if one is found.type:
            started = True
            continue
        if started and one.cell is None and place <= last_of_head + 4:
            if not one.text or one.shape.align != "center" or ADDRESSEE.match(one.text):
                break
            found.subject.append(one)
    taken = {id(one) for one in (*found.subject, *found.recipients)}
    signed = {id(one) for lines in found.signature for one in lines}
    for place, one in enumerate(paras):
        if one is found.recipients_head or id(one) in signed:
            if one.cell is None:
                break
            continue
        if place > last_of_head and one.cell is None and one.text and id(one) not in taken:
            found.body.append(one)
