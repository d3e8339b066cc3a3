"""Holding any DOCX against the layout of Decree 30/2020/NĐ-CP: paper, letters and head."""

from __future__ import annotations

import re
from datetime import date

from sangto.documents.domain.findings import Clause, Finding, Said
from sangto.documents.domain.layout import PAGE_HEIGHT_MM, PAGE_WIDTH_MM, default_layout, ranges
from sangto.documents.domain.official import MOTTO, STATE_NAME
from sangto.documents.rendering.docx_body_checking import check_body, check_foot
from sangto.documents.rendering.docx_formats import LaidOut, Para, lay_out
from sangto.documents.rendering.docx_judging import (
    CAPITALS,
    ITALIC,
    NOT_BOLD,
    Judge,
    number_said,
    quoted,
    span,
)
from sangto.documents.rendering.docx_landmarks import TYPES, Landmarks, landmarks_of
from sangto.kernel.errors import gettext_noop

_MM = 0.6
_NUMBER = re.compile(r"^\s*Số\s*:\s*(?P<number>\d*)\s*(?P<rest>/\s*\S.*)?$")
_DATE = re.compile(
    r"^(?P<place>.*?),\s*ngày\s+(?P<day>\d{1,2})?\s*tháng\s+(?P<month>\d{1,2})?\s*năm\s*"
    r"(?P<year>\d{4})?\s*$"
)


def check_document(content: bytes) -> tuple[Finding, ...]:
    """All departures, in the order of the page. Raises :class:`Refused` for what can not be read.
    About a second for a hundred pages; nothing is fetched or run."""
    document = lay_out(content)
    found = landmarks_of(document)
    judge = Judge()
    _paper(document, judge)
    _page_numbers(document, judge)
    _letters(document, judge)
    _state(found, judge)
    _agency(found, judge)
    _number(found, judge)
    _dated(found, judge)
    _subject(found, judge)
    check_body(found, judge)
    check_foot(found, judge)
    return tuple(judge.findings)


def _paper(document: LaidOut, judge: Judge) -> None:
    for section in document.sections:
        sides = sorted((section.width_mm, section.height_mm))
        if any(
            abs(side - wanted) > 1
            for side, wanted in zip(sides, (PAGE_WIDTH_MM, PAGE_HEIGHT_MM), strict=True)
        ):
            judge.add(
                "paper",
                Clause.PAPER,
                Said(
                    "%(width)s × %(height)s mm",
                    {"width": round(sides[0]), "height": round(sides[1])},
                ),
                Said(gettext_noop("A4 (210 × 297 mm)")),
            )
        for name, value, side in (
            ("margin_top_mm", section.top_mm, gettext_noop("top margin %(mm)s mm")),
            ("margin_bottom_mm", section.bottom_mm, gettext_noop("bottom margin %(mm)s mm")),
            ("margin_left_mm", section.left_mm, gettext_noop("left margin %(mm)s mm")),
            ("margin_right_mm", section.right_mm, gettext_noop("right margin %(mm)s mm")),
        ):
            allowed = ranges()[name]
            if not allowed.lowest - _MM <= value <= allowed.highest + _MM:
                judge.add(
                    name.removesuffix("_mm"),
                    Clause.MARGINS,
                    Said(side, {"mm": f"{value:.1f}".removesuffix(".0")}),
                    Said("%(span)s mm", {"span": span(name)}),
                )


def _page_numbers(document: LaidOut, judge: Judge) -> None:
    if document.pages == 1 and not document.numbers:
        return
    wanted = Said(
        gettext_noop("page numbers at the top, in the middle, %(span)s pt, from page 2 on"),
        {"span": span("page_number_pt")},
    )

    def wrong(code: str, what: str, **params: object) -> None:
        judge.add(code, Clause.PAGE_NUMBER, Said(what, params), wanted)

    in_header = [one for one in document.numbers if one.header]
    if not document.numbers:
        wrong("page_number_missing", gettext_noop("no page numbers"))
        return
    if not in_header:
        wrong("page_number_place", gettext_noop("page numbers at the bottom"))
    if any(not one.centred for one in in_header):
        wrong("page_number_middle", gettext_noop("page numbers not in the middle"))
    allowed = ranges()["page_number_pt"]
    for size in {one.size for one in document.numbers}:
        if not allowed.lowest <= size <= allowed.highest:
            wrong("page_number_size", gettext_noop("page numbers of %(size)s pt"), size=f"{size:g}")
    first = document.sections[0] if document.sections else None
    of_first = "first" if first is not None and first.title_page else "default"
    if any(one.section == 0 and one.kind == of_first for one in document.numbers):
        wrong("page_number_first", gettext_noop("a number on the first page"))


def _letters(document: LaidOut, judge: Judge) -> None:
    """Fonts and colours, once each."""
    wanted = default_layout().font
    fonts: dict[str, list[Para]] = {}
    colours: dict[str, list[Para]] = {}
    for para in document.paras:
        for font in {one.letters.font for one in para.shown}:
            if font.casefold() != wanted.casefold():
                fonts.setdefault(font, []).append(para)
        for colour in {one.letters.colour for one in para.shown}:
            if colour not in ("", "auto", "000000"):
                colours.setdefault(colour, []).append(para)
    for font, paras in fonts.items():
        said = Said("%(font)s", {"font": font}) if font else Said(gettext_noop("no font is named"))
        judge.add(
            "font", Clause.FONT, said, Said("%(font)s", {"font": wanted}), paras[0], len(paras)
        )
    for colour, paras in colours.items():
        judge.add(
            "colour",
            Clause.FONT,
            Said(gettext_noop("the colour #%(colour)s"), {"colour": colour}),
            Said(gettext_noop("black")),
            paras[0],
            len(paras),
        )


def _state(found: Landmarks, judge: Judge) -> None:
    if found.state is None:
        judge.missing("state_missing", Clause.STATE, STATE_NAME)
    else:
        if found.state.text != STATE_NAME and found.state.text.upper() == STATE_NAME:
            judge.style(found.state, "state", Clause.STATE, (CAPITALS,))
        elif found.state.text != STATE_NAME:
            judge.text("state_words", Clause.STATE, found.state, STATE_NAME)
        judge.sizes(found.state, "state", Clause.STATE, "state_name_pt", bold=True)
    if found.motto is None:
        judge.missing("motto_missing", Clause.STATE, MOTTO)
        return
    if found.motto.text != MOTTO:
        judge.text("motto_words", Clause.STATE, found.motto, MOTTO)
    judge.sizes(found.motto, "motto", Clause.STATE, "motto_pt", bold=True)
    after = [one for one in found.state_cell or [found.motto] if one.shape.ruled or one.drawing]
    underlined = found.motto.shape.ruled or found.motto.drawing or bool(after)
    if found.motto.cell is not None and not underlined:
        judge.add(
            "motto_line",
            Clause.STATE,
            Said(gettext_noop("no line under it")),
            Said(gettext_noop("a drawn line as long as the text")),
            found.motto,
        )


def _agency(found: Landmarks, judge: Judge) -> None:
    lines = [one for one in found.left if one.text]
    if not lines:
        judge.add(
            "agency_missing",
            Clause.AGENCY,
            Said(gettext_noop("no name of an agency left of the state’s name")),
            Said(gettext_noop("the agency’s name in capitals, bold, in the left column")),
        )
        return
    bold = [one for one in lines if judge.is_bold(one)]
    agency = bold or lines[-1:]
    for one in agency:
        judge.sizes(one, "agency", Clause.AGENCY, "agency_pt", bold=True)
        judge.style(one, "agency", Clause.AGENCY, (CAPITALS,))
    for one in lines:
        if not any(one is item for item in agency):
            judge.sizes(one, "parent", Clause.AGENCY, "parent_pt")
            judge.style(one, "parent", Clause.AGENCY, (CAPITALS, NOT_BOLD))
    if not any(one.shape.ruled or one.drawing for one in found.left):
        judge.add(
            "agency_line",
            Clause.AGENCY,
            Said(gettext_noop("no line under it")),
            Said(gettext_noop("a drawn line of a third to half of the text")),
            agency[-1],
        )


def _number(found: Landmarks, judge: Judge) -> None:
    if found.annex:
        return
    if found.number is None:
        judge.missing("number_missing", Clause.NUMBER, number_said(found.type_name))
        return
    judge.sizes(found.number, "number", Clause.NUMBER, "number_pt")
    judge.style(found.number, "number", Clause.NUMBER, (NOT_BOLD,))
    read = _NUMBER.match(found.number.text)
    wanted = number_said(found.type_name)
    if read is None or not (read["rest"] or "").strip("/ "):
        judge.text("number_form", Clause.NUMBER, found.number, wanted)
        return
    if read["number"] and len(read["number"]) < 2:
        judge.text(
            "number_zero", Clause.NUMBER, found.number, f"Số: 0{read['number']}{read['rest']}"
        )
    symbol = read["rest"].strip("/ ")
    short = TYPES.get(found.type_name, "")
    if short and not re.match(rf"(\d{{4}}/)?{re.escape(short)}(-|$)", symbol):
        judge.text("number_symbol", Clause.NUMBER, found.number, wanted)


def _dated(found: Landmarks, judge: Judge) -> None:
    if found.dated is None:
        if not found.annex:
            judge.missing("date_missing", Clause.PLACE_DATE, "Đắk Nông, ngày 06 tháng 7 năm 2021")
        return
    judge.sizes(found.dated, "date", Clause.PLACE_DATE, "place_date_pt")
    judge.style(found.dated, "date", Clause.PLACE_DATE, (ITALIC,))
    read = _DATE.match(found.dated.text)
    if read is None:
        judge.text(
            "date_form", Clause.PLACE_DATE, found.dated, "Đắk Nông, ngày 06 tháng 7 năm 2021"
        )
        return
    day, month, year = (read[name] or "" for name in ("day", "month", "year"))
    if not (day and month and year):
        return
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        judge.add(
            "date_impossible",
            Clause.PLACE_DATE,
            Said("%(text)s", {"text": quoted(found.dated.text)}),
            Said(gettext_noop("a day that there is")),
            found.dated,
        )
        return
    words = f"ngày {on.day:02d} tháng {f'{on.month:02d}' if on.month < 3 else on.month} năm {year}"
    if not found.dated.text.endswith(words):
        judge.text("date_zero", Clause.PLACE_DATE, found.dated, f"{read['place']}, {words}")


def _subject(found: Landmarks, judge: Judge) -> None:
    if found.letter:
        _letter_subject(found, judge)
        return
    assert found.type is not None  # noqa: S101 - its name comes from it
    judge.sizes(found.type, "type", Clause.TYPE, "type_pt", bold=True)
    judge.centred(found.type, "type", Clause.TYPE)
    if not found.subject:
        judge.add(
            "subject_missing",
            Clause.TYPE,
            Said(gettext_noop("no subject under the type")),
            Said(gettext_noop("the subject in bold, in the middle under the type")),
            found.type,
        )
        return
    judge.sizes(found.subject[0], "subject", Clause.TYPE, "subject_pt", bold=True)


def _letter_subject(found: Landmarks, judge: Judge) -> None:
    if found.letter_subject is None:
        judge.missing("letter_subject_missing", Clause.TYPE, "V/v …")
    else:
        judge.sizes(found.letter_subject, "letter_subject", Clause.TYPE, "letter_subject_pt")
        judge.style(found.letter_subject, "letter_subject", Clause.TYPE, (NOT_BOLD,))
    if found.addressee is None:
        judge.missing("addressee_missing", Clause.RECIPIENTS, "Kính gửi: …")
