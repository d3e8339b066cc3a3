"""The labels that a word processor counts by itself, and what styles say about paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sangto.documents.domain.official import roman
from sangto.documents.rendering.docx_parts import (
    Element,
    attribute,
    child,
    children,
    number,
    switched_on,
)

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_BASED_ON = 20
#: Private characters of symbol fonts that stand for bullets, and letters from such fonts.
_BULLET = "-"


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    parent: str
    bold: bool | None
    centred: bool | None
    hidden: bool | None
    number_id: str
    level: int | None


@dataclass(slots=True)
class Styles:
    """``default`` is the style of paragraphs that name none."""

    rows: dict[str, Style] = field(default_factory=dict)
    default: str = ""

    @classmethod
    def read(cls, root: Element | None) -> Styles:
        styles = cls()
        for element in children(root, "style"):
            key = attribute(element, "styleId")
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in (
                "1",
                "true",
            ):
                styles.default = key
            counted = child(element, "pPr", "numPr")
            level = child(counted, "ilvl")
            styles.rows[key] = Style(
                name=attribute(child(element, "name"), "val", key),
                parent=attribute(child(element, "basedOn"), "val"),
                bold=switched_on(child(element, "rPr", "b")),
                centred=centred(child(element, "pPr")),
                hidden=switched_on(child(element, "rPr", "vanish")),
                number_id=attribute(child(counted, "numId"), "val"),
                level=number(level) if level is not None else None,
            )
        return styles

    def chain(self, key: str) -> Iterator[Style]:
        """The style and those that it is based on; a circle ends after twenty."""
        for _ in range(_BASED_ON):
            style = self.rows.get(key)
            if style is None:
                return
            yield style
            key = style.parent

    def name(self, key: str) -> str:
        style = self.rows.get(key or self.default)
        return style.name if style is not None else "Normal"

    def bold(self, key: str) -> bool | None:
        return next((one.bold for one in self.chain(key) if one.bold is not None), None)

    def hidden(self, key: str) -> bool | None:
        return next((one.hidden for one in self.chain(key) if one.hidden is not None), None)

    def centred(self, key: str) -> bool | None:
        return next((one.centred for one in self.chain(key) if one.centred is not None), None)

    def numbering(self, key: str) -> tuple[str, int] | None:
        for style in self.chain(key):
            if style.number_id:
                return style.number_id, style.level or 0
        return None


def centred(properties: Element | None) -> bool | None:
    alignment = child(properties, "jc")
    return None if alignment is None else attribute(alignment, "val") == "center"


@dataclass(frozen=True, slots=True)
class Level:
    start: int
    kind: str
    text: str
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """Counts on with every paragraph that is asked for, in the order of the document."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    own: dict[str, dict[int, Level]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: Element | None) -> Numbering:
        numbering = cls()
        for element in children(root, "abstractNum"):
            numbering.levels[attribute(element, "abstractNumId")] = _levels(element)
        for element in children(root, "num"):
            key = attribute(element, "numId")
            numbering.lists[key] = attribute(child(element, "abstractNumId"), "val")
            for changed in children(element, "lvlOverride"):
                place = number(changed, "ilvl")
                start = child(changed, "startOverride")
                if start is not None:
                    numbering.starts.setdefault(key, {})[place] = number(start)
                if child(changed, "lvl") is not None:
                    numbering.own.setdefault(key, {}).update(_levels(changed))
        return numbering

    def label(self, number_id: str, level: int) -> str:
        """``1.``, ``a)``, ``Điều 3.``; empty for what is not counted."""
        abstract = self.lists.get(number_id)
        if abstract is None or not 0 <= level < _LEVELS:
            return ""
        levels = {**self.levels.get(abstract, {}), **self.own.get(number_id, {})}
        if level not in levels:
            return ""
        counters = self.counters.setdefault(abstract, {})
        if number_id not in self.started:
            self.started.add(number_id)
            for place, start in self.starts.get(number_id, {}).items():
                counters[place] = start - 1
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [place for place in counters if place > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counters[deeper]
        return _label(levels, counters, level)


def _levels(element: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for one in children(element, "lvl"):
        restart = child(one, "lvlRestart")
        found[number(one, "ilvl")] = Level(
            start=number(child(one, "start"), default=1),
            kind=attribute(child(one, "numFmt"), "val", "decimal"),
            text=attribute(child(one, "lvlText"), "val"),
            legal=bool(switched_on(child(one, "isLgl"))),
            restart=number(restart) if restart is not None else None,
        )
    return found


def _label(levels: dict[int, Level], counters: dict[int, int], level: int) -> str:
    this = levels[level]
    if this.kind == "bullet":
        return _BULLET
    if this.kind == "none":
        return ""

    def written(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        if place not in levels:
            return ""
        value = counters.get(place, levels[place].start)
        kind = "decimal" if this.legal else levels[place].kind
        return counted(value, kind)

    return " ".join(_PLACEHOLDER.sub(written, this.text[:100]).split())


def counted(value: int, kind: str) -> str:
    """A number as Word writes it. Its letters are the English alphabet, whatever the language of
    the text: after d comes e, after z comes aa."""
    match kind:
        case "lowerLetter" | "upperLetter":
            if value < 1:
                return ""
            round_, place = divmod(value - 1, 26)
            letters = chr(ord("a") + place) * min(round_ + 1, 10)
            return letters.upper() if kind == "upperLetter" else letters
        case "lowerRoman" | "upperRoman":
            if not 0 < value < 4000:
                return str(value)
            return roman(value).lower() if kind == "lowerRoman" else roman(value)
        case "decimalZero":
            return f"{value:02d}"
        case "none" | "bullet":
            return ""
    return str(value)
