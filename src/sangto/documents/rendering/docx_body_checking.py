"""Holding the body, the recipients and the block of signatures against the layout."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from sangto.documents.domain.findings import Clause, Said
from sangto.documents.domain.layout import ranges
from sangto.documents.domain.signing import Capacity, signatory_refusal
from sangto.documents.rendering.docx_formats import Para
from sangto.documents.rendering.docx_judging import (
    BOLD,
    CAPITALS,
    ITALIC,
    NOT_BOLD,
    TITLE_CASE,
    UPRIGHT,
    Judge,
    span,
)
from sangto.documents.rendering.docx_landmarks import ADDRESSEE, AUTHORITY, Landmarks
from sangto.kernel.errors import gettext_noop

_MM = 0.3
_PT = 0.1
#: A line of Times New Roman as a part of its size.
_SINGLE = 1.15
#: A line of a table of contents.
_LISTED = re.compile(r"\t\s*(\d+|…)\s*$")
_CAPACITIES = {
    "KT": Capacity.DEPUTY,
    "TL": Capacity.BY_ORDER,
    "TUQ": Capacity.AUTHORISED,
}


def check_body(found: Landmarks, judge: Judge) -> None:
    """One finding for each kind of departure, with the first place and how often."""
    if found.addressee is not None:
        judge.sizes(found.addressee, "addressee", Clause.RECIPIENTS, "addressee_pt")
        judge.style(found.addressee, "addressee", Clause.RECIPIENTS, (UPRIGHT,))
    texts = [one for one in found.body if _is_text(one)]
    allowed = ranges()
    size, first = allowed["body_pt"], allowed["first_line_mm"]
    gap, line = allowed["paragraph_gap_pt"], allowed["line_spacing"]

    def several(
        code: str, departs: Callable[[Para], bool], found_: Callable[[Para], Said], wanted: Said
    ) -> None:
        wrong = [one for one in texts if departs(one)]
        if wrong:
            judge.add(code, Clause.BODY, found_(wrong[0]), wanted, wrong[0], len(wrong))

    several(
        "body_size",
        lambda one: any(
            not size.lowest <= piece.letters.size <= size.highest for piece in one.shown
        ),
        lambda one: Said(
            "%(size)s pt",
            {"size": ", ".join(f"{s:g}" for s in sorted({p.letters.size for p in one.shown}))},
        ),
        Said("%(span)s pt", {"span": span("body_pt")}),
    )
    several(
        "body_align",
        lambda one: one.shape.align != "both",
        lambda one: Said(gettext_noop("not justified")),
        Said(gettext_noop("justified")),
    )
    several(
        "body_first_line",
        lambda one: (
            not one.shape.listed
            and not first.lowest - _MM <= one.shape.first_line_mm <= first.highest + _MM
        ),
        lambda one: Said(
            gettext_noop("first line in by %(mm)s mm"), {"mm": f"{one.shape.first_line_mm:.1f}"}
        ),
        Said(gettext_noop("first line in by %(span)s mm"), {"span": span("first_line_mm")}),
    )
    several(
        "body_gap",
        lambda one: one.shape.before_pt + one.shape.after_pt < gap.lowest - _PT,
        lambda one: Said(
            gettext_noop("%(pt)s pt between paragraphs"),
            {"pt": f"{one.shape.before_pt + one.shape.after_pt:g}"},
        ),
        Said(gettext_noop("at least %(pt)s pt between paragraphs"), {"pt": f"{gap.lowest:g}"}),
    )
    several(
        "body_line_spacing",
        lambda one: not line.lowest - 0.02 <= _spacing(one) <= line.highest + 0.02,
        lambda one: Said(
            gettext_noop("%(number)s lines apart"), {"number": f"{_spacing(one):.2f}"}
        ),
        Said(gettext_noop("1–1.5 lines apart")),
    )


def _is_text(para: Para) -> bool:
    """Not headings, captions and lists of addressees."""
    return (
        para.shape.align != "center"
        and not Judge.is_bold(para)
        and not ADDRESSEE.match(para.text)
        and not (para.text.startswith("-") and para.shape.first_line_mm <= 0)
        and not para.text.startswith("(Kèm theo")
        and not _LISTED.search("".join(one.text for one in para.pieces))
    )


def _spacing(para: Para) -> float:
    if not para.shape.exact_pt:
        return para.shape.spacing
    size = max((one.letters.size for one in para.shown), default=14.0)
    return para.shape.exact_pt / (size * _SINGLE)


def check_foot(found: Landmarks, judge: Judge) -> None:
    if not found.annex or found.recipients_head is not None:
        _recipients(found, judge)
    if not found.signature:
        if not found.annex:
            judge.add(
                "signature_missing",
                Clause.SIGNATURE,
                Said(gettext_noop("no block of a signature found")),
                Said(gettext_noop("authority, position and name in the right column")),
            )
        return
    for lines in found.signature:
        _signature(lines, judge)


def _recipients(found: Landmarks, judge: Judge) -> None:
    head = found.recipients_head
    if head is None:
        judge.missing("recipients_missing", Clause.RECIPIENTS, "Nơi nhận: … - Lưu: VT, ….")
        return
    judge.sizes(head, "recipients_head", Clause.RECIPIENTS, "recipients_head_pt")
    judge.style(head, "recipients_head", Clause.RECIPIENTS, (BOLD, ITALIC))
    if not found.recipients:
        judge.missing("recipients_empty", Clause.RECIPIENTS, "- Như trên; - Lưu: VT, ….")
        return
    for place, one in enumerate(found.recipients, 1):
        last = place == len(found.recipients)
        judge.sizes(one, "recipients", Clause.RECIPIENTS, "recipients_pt")
        judge.style(one, "recipients", Clause.RECIPIENTS, (NOT_BOLD, UPRIGHT))
        bare = one.text.strip("-–— ;.,")
        wanted = f"- {bare}{'.' if last else ';'}"
        if one.text != wanted:
            judge.text("recipients_form", Clause.RECIPIENTS, one, wanted)
    if not any(one.text.strip("- ").startswith("Lưu") for one in found.recipients[-2:]):
        judge.text("recipients_kept", Clause.RECIPIENTS, found.recipients[-1], "- Lưu: VT, ….")


def _signature(lines: list[Para], judge: Judge) -> None:
    """All but the name are in capitals; the name comes last."""
    name = lines[-1] if len(lines) > 1 and not lines[-1].text.isupper() else None
    above = lines[:-1] if name is not None else lines
    # A remark such as “(Chữ ký, dấu)” is no line of its own.
    above = [one for one in above if not one.text.startswith("(")]
    if name is None and len(lines) > 2 and len(lines[-1].text.split()) >= 2:
        last = lines[-1]
        if not AUTHORITY.match(last.text) and last.text.isupper() and _after_room(last):
            judge.style(last, "signer", Clause.SIGNATURE, (TITLE_CASE,))
    for one in above:
        judge.sizes(one, "signature", Clause.SIGNATURE, "signature_pt", bold=True)
        judge.style(one, "signature", Clause.SIGNATURE, (CAPITALS,))
        marked = AUTHORITY.match(one.text)
        if marked is not None:
            mark = marked.group(1).replace(".", "").upper()
            rest = one.text[marked.end() :].strip()
            if not one.text.startswith(f"{mark}. "):
                judge.text("signature_mark", Clause.SIGNATURE, one, f"{mark}. {rest}")
    _standing_in(above, judge)
    if name is not None:
        judge.sizes(name, "signer", Clause.SIGNATURE, "signer_pt", bold=True)


def _after_room(para: Para) -> bool:
    return para.shape.before_pt > 20


def _standing_in(lines: list[Para], judge: Judge) -> None:
    """Whether TM., KT., TL. and TUQ. fit the position under them."""
    for one, under in pairwise(lines):
        marked = AUTHORITY.match(one.text)
        mark = marked.group(1).replace(".", "").upper() if marked is not None else ""
        capacity = _CAPACITIES.get(mark)
        if marked is None or capacity is None or AUTHORITY.match(under.text):
            continue
        refused = signatory_refusal(
            capacity=capacity,
            position=under.text,
            name="-",
            head=one.text[marked.end() :],
            basis="-",
            ends=True,
        )
        if refused is not None:
            judge.add(
                "signature_authority",
                Clause.SIGNATURE,
                Said("%(text)s", {"text": f"{one.text} / {under.text}"}),
                Said(refused.message, refused.params),
                one,
            )
