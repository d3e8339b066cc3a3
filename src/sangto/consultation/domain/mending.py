"""Saying by hand what a paragraph is, where the machine did not see it."""

from __future__ import annotations

from collections.abc import Sequence

from sangto.consultation.domain.recognition import NUMBERED, UNNUMBERED, LineKind, Paragraph
from sangto.kernel.errors import Refusal, Refused, gettext_noop


def marked(
    paragraphs: Sequence[Paragraph], line: int, kind: LineKind | None, mark: str
) -> list[Paragraph]:
    """``line`` counts from one. Raises :class:`Refused` for a number that the kind can not
    have."""
    rows = list(paragraphs)
    place = _place(rows, line)
    mark = mark.strip()
    if kind is None:
        rows[place] = Paragraph(rows[place].text)
        return rows
    if kind not in NUMBERED and kind not in UNNUMBERED:
        raise Refused(_refusal("kind", gettext_noop("Choose what this paragraph is."), "kind"))
    if kind in NUMBERED and not NUMBERED[kind].fullmatch(mark):
        raise Refused(
            _refusal(
                "number",
                gettext_noop("Enter its number as it is counted: I, 1, or a letter such as đ."),
                "mark",
            )
        )
    rows[place] = Paragraph(rows[place].text, kind, mark if kind in NUMBERED else "")
    return rows


def joined(paragraphs: Sequence[Paragraph], line: int) -> list[Paragraph]:
    rows = list(paragraphs)
    place = _place(rows, line)
    if place == 0:
        raise Refused(
            _refusal("first", gettext_noop("There is nothing above the first line."), "line")
        )
    above = rows[place - 1]
    rows[place - 1 : place + 1] = [
        Paragraph(f"{above.text} {rows[place].text}".strip(), above.kind, above.mark)
    ]
    return rows


def split(paragraphs: Sequence[Paragraph], line: int, at: int) -> list[Paragraph]:
    """The second part is recognised anew."""
    rows = list(paragraphs)
    place = _place(rows, line)
    one = rows[place]
    before, after = one.text[:at].strip(), one.text[at:].strip()
    if at < 1 or not before or not after:
        raise Refused(_refusal("split", gettext_noop("Choose a place within the paragraph."), "at"))
    rows[place : place + 1] = [Paragraph(before, one.kind, one.mark), Paragraph(after)]
    return rows


def _place(rows: Sequence[Paragraph], line: int) -> int:
    if not 1 <= line <= len(rows):
        raise Refused(_refusal("line", gettext_noop("There is no such paragraph."), "line"))
    return line - 1


def _refusal(code: str, message: str, field: str) -> Refusal:
    return Refusal(f"mending.{code}", message, {}, field)
