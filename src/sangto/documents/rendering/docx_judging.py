"""Gathering what departs from the layout, in words that say what is and what should be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sangto.documents.domain.findings import Clause, Finding, Said
from sangto.documents.domain.layout import ranges
from sangto.documents.rendering.docx_formats import Para
from sangto.documents.rendering.docx_landmarks import TYPES
from sangto.kernel.errors import gettext_noop

_QUOTED = 60
#: Word counts sizes in half points.
_PT = 0.01


@dataclass(frozen=True, slots=True)
class Rule:
    """``holds`` for a whole paragraph."""

    code: str
    found: str
    wanted: str
    holds: Callable[[Para], bool]


def _all(para: Para, wanted: Callable[[str, bool, bool], bool]) -> bool:
    return all(wanted(one.text, one.letters.bold, one.letters.italic) for one in para.shown)


def _in_capitals(para: Para) -> bool:
    return all(one.text == one.text.upper() or one.letters.capitals for one in para.shown)


CAPITALS = Rule("capitals", gettext_noop("not in capitals"), gettext_noop("capitals"), _in_capitals)
BOLD = Rule(
    "bold",
    gettext_noop("not bold"),
    gettext_noop("bold"),
    lambda para: _all(para, lambda _text, bold, _italic: bold),
)
NOT_BOLD = Rule(
    "bold",
    gettext_noop("bold"),
    gettext_noop("not bold"),
    lambda para: not para.shown or not _all(para, lambda _text, bold, _italic: bold),
)
ITALIC = Rule(
    "italic",
    gettext_noop("upright"),
    gettext_noop("italic"),
    lambda para: _all(para, lambda _text, _bold, italic: italic),
)
UPRIGHT = Rule(
    "italic",
    gettext_noop("italic"),
    gettext_noop("upright"),
    lambda para: not para.shown or not _all(para, lambda _text, _bold, italic: italic),
)
TITLE_CASE = Rule(
    "title_case",
    gettext_noop("all in capitals"),
    gettext_noop("the first letters in capitals only"),
    lambda para: not para.text.isupper(),
)


def span(name: str) -> str:
    """``13–14``, as the layout's value of this name may be."""
    allowed = ranges()[name]
    low, high = f"{allowed.lowest:g}", f"{allowed.highest:g}"
    return low if low == high else f"{low}–{high}"


def quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def number_said(type_name: str) -> str:
    short = TYPES.get(type_name, "")
    return f"Số: 08/{short}-STTTT" if short else "Số: 08/STTTT-VP"


@dataclass(slots=True)
class Judge:
    findings: list[Finding] = field(default_factory=list)

    def add(
        self,
        code: str,
        clause: Clause,
        found: Said,
        wanted: Said,
        where: Para | None = None,
        times: int = 1,
    ) -> None:
        finding = Finding(
            code, clause, found, wanted, quoted(where.text) if where is not None else "", times
        )
        if finding not in self.findings:
            self.findings.append(finding)

    def missing(self, code: str, clause: Clause, wanted: str) -> None:
        self.add(code, clause, Said(gettext_noop("not found")), Said("%(text)s", {"text": wanted}))

    def text(self, code: str, clause: Clause, para: Para, wanted: str) -> None:
        said = Said("%(text)s", {"text": quoted(para.text)})
        self.add(code, clause, said, Said("%(text)s", {"text": wanted}), para)

    def style(self, para: Para, code: str, clause: Clause, rules: Iterable[Rule]) -> None:
        for rule in rules:
            if not rule.holds(para):
                self.add(f"{code}_{rule.code}", clause, Said(rule.found), Said(rule.wanted), para)

    def sizes(
        self, para: Para, code: str, clause: Clause, name: str, *, bold: bool = False
    ) -> None:
        allowed = ranges()[name]
        sizes = {one.letters.size for one in para.shown}
        wrong = [
            size for size in sizes if not allowed.lowest - _PT <= size <= allowed.highest + _PT
        ]
        if wrong:
            self.add(
                f"{code}_size",
                clause,
                Said("%(size)s pt", {"size": ", ".join(f"{size:g}" for size in sorted(wrong))}),
                Said("%(span)s pt", {"span": span(name)}),
                para,
            )
        if bold:
            self.style(para, code, clause, (BOLD,))

    def centred(self, para: Para, code: str, clause: Clause) -> None:
        if para.shape.align != "center":
            self.add(
                f"{code}_middle",
                clause,
                Said(gettext_noop("not in the middle")),
                Said(gettext_noop("in the middle")),
                para,
            )

    @staticmethod
    def is_bold(para: Para) -> bool:
        return bool(para.shown) and BOLD.holds(para)
