"""A document's content as plain values for a JSON column, and back: what has its number is drawn
from them later, also after a crash, and looks as it was decided then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from sangto.documents.domain.layout import Layout, changes_of, layout_with
from sangto.documents.domain.official import (
    Align,
    Article,
    Bullets,
    Chapter,
    Clause,
    Column,
    DocumentKind,
    Heading,
    Issuer,
    OfficialContent,
    PageBreak,
    Paragraph,
    Point,
    Run,
    Signature,
    TableBlock,
    TableGroup,
)

_KNOWN: dict[str, Any] = {
    one.__name__: one
    for one in (
        Align, Article, Bullets, Chapter, Clause, Column, DocumentKind, Heading, Issuer,
        OfficialContent, PageBreak, Paragraph, Point, Run, Signature, TableBlock, TableGroup,
    )
}  # fmt: skip
_WHAT = "is"


def values_of(content: OfficialContent) -> dict[str, Any]:
    found: dict[str, Any] = _plain(content)
    return found


def content_from(values: Mapping[str, Any]) -> OfficialContent:
    """Raises ``ValueError`` for what :func:`values_of` does not write."""
    found = _back(values)
    if not isinstance(found, OfficialContent):
        raise ValueError("these values are no document")
    return found


def _plain(value: Any) -> Any:
    match value:
        case Layout():
            return {_WHAT: "Layout", "changes": changes_of(value)}
        case date():
            return {_WHAT: "date", "value": value.isoformat()}
        case Align() | DocumentKind():
            return {_WHAT: type(value).__name__, "value": value.value}
        case tuple() | list():
            return [_plain(one) for one in value]
        case None | bool() | int() | float() | str():
            return value
    if is_dataclass(value) and type(value).__name__ in _KNOWN:
        named = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {_WHAT: type(value).__name__, **named}
    raise ValueError(f"a document holds no {type(value).__name__}")


def _back(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_back(one) for one in value)
    if not isinstance(value, Mapping):
        return value
    rest = {name: one for name, one in value.items() if name != _WHAT}
    match value.get(_WHAT):
        case "Layout":
            return layout_with(rest["changes"])
        case "date":
            return date.fromisoformat(rest["value"])
        case "Align" | "DocumentKind" as name:
            return _KNOWN[name](rest["value"])
        case str(name) if name in _KNOWN:
            return _KNOWN[name](**{one: _back(inner) for one, inner in rest.items()})
    raise ValueError("these values are no document")
