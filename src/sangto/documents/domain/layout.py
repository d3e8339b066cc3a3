"""The layout of an official document as numbers, and which of them a network may change.

The numbers and their ranges stand in ``layouts/decree-30.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sangto.kernel.errors import Refusal, Refused, gettext_noop

PAGE_WIDTH_MM = 210.0
PAGE_HEIGHT_MM = 297.0
MM_IN_PT = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Range:
    """What the rule leaves open, both ends included."""

    value: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Layout:
    """``_mm`` are millimetres, ``_pt`` points; ``*_line`` is the length of a drawn line as a part
    of the text above it; ``line_spacing`` a multiple of single spacing."""

    font: str
    margin_top_mm: float
    margin_bottom_mm: float
    margin_left_mm: float
    margin_right_mm: float
    page_number_pt: float
    state_name_pt: float
    motto_pt: float
    motto_line: float
    parent_pt: float
    agency_pt: float
    agency_line: float
    number_pt: float
    place_date_pt: float
    type_pt: float
    subject_pt: float
    subject_line: float
    letter_subject_pt: float
    addressee_pt: float
    body_pt: float
    first_line_mm: float
    paragraph_gap_pt: float
    line_spacing: float
    chapter_pt: float
    article_pt: float
    clause_pt: float
    signature_pt: float
    signer_pt: float
    recipients_head_pt: float
    recipients_pt: float
    table_pt: float
    signing_room_mm: float

    def text_width_mm(self, *, landscape: bool = False) -> float:
        page = PAGE_HEIGHT_MM if landscape else PAGE_WIDTH_MM
        return page - self.margin_left_mm - self.margin_right_mm

    def text_height_mm(self, *, landscape: bool = False) -> float:
        page = PAGE_WIDTH_MM if landscape else PAGE_HEIGHT_MM
        return page - self.margin_top_mm - self.margin_bottom_mm


@cache
def ranges() -> Mapping[str, Range]:
    """Each value of the default layout with what the decree leaves open."""
    return {
        name: Range(float(row["value"]), float(row["from"]), float(row["to"]))
        for name, row in _shipped("decree-30")["values"].items()
    }


@cache
def default_layout() -> Layout:
    values = {name: one.value for name, one in ranges().items()}
    return Layout(font=_shipped("decree-30")["font"], **values)


def layout_with(changes: Mapping[str, float], layout: Layout | None = None) -> Layout:
    """The layout with some values changed; raises :class:`Refused` for one that does not exist or
    lies outside of its range."""
    known = ranges()
    for name, value in changes.items():
        if name not in known:
            raise Refused(
                Refusal(
                    "documents.layout_unknown",
                    gettext_noop("The layout has no value “%(name)s”."),
                    {"name": name},
                    name,
                )
            )
        allowed = known[name]
        if not (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and allowed.lowest <= value <= allowed.highest
        ):
            raise Refused(
                Refusal(
                    "documents.layout_out_of_range",
                    gettext_noop("“%(name)s” has to lie between %(lowest)s and %(highest)s."),
                    {
                        "name": name,
                        "lowest": f"{allowed.lowest:g}",
                        "highest": f"{allowed.highest:g}",
                    },
                    name,
                )
            )
    wanted: dict[str, Any] = {name: float(value) for name, value in changes.items()}
    return replace(layout or default_layout(), **wanted)


def changes_of(layout: Layout) -> dict[str, float]:
    """What differs from the default; :func:`layout_with` makes the layout of it again."""
    standard = default_layout()
    return {
        name: getattr(layout, name)
        for name in value_names()
        if getattr(layout, name) != getattr(standard, name)
    }


def value_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Layout) if field.name != "font")


@cache
def _shipped(name: str) -> Mapping[str, Any]:
    path = files("sangto.documents") / "layouts" / f"{name}.yaml"
    found: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return found
