"""Pages as a test reads them, and claims that a check can find."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol

from django.apps import apps

from sangto.kernel.categories import Category
from sangto.verdicts.models import VerdictVersion
from tests.factories.cases import World, categorised, reported_claim
from tests.factories.matching import make_wording
from tests.factories.verdicts import published_verdict

PRIZE = (
    "Chúc mừng bạn đã trúng xe máy SH trong chương trình tri ân, vui lòng chuyển 1.500.000đ phí hồ "
    "sơ trước 17 giờ hôm nay tại https://nhan-qua-sh.example để nhận giải"
)
#: What everybody could write and nobody has checked.
UNKNOWN = "Ngày mai trường cho học sinh nghỉ học buổi chiều để sửa mái nhà xe, nhờ phụ huynh đón"

_VOID = frozenset({"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "source"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    #: The nearest ``lang`` around it.
    language: str = ""


@dataclass
class PageOf(HTMLParser):
    """The elements of a page, each with the text inside it."""

    content: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.words: list[tuple[str, str]] = []
        self.feed(self.content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        around = self._open[-1].language if self._open else ""
        element = Element(tag, attributes, language=attributes.get("lang", around))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
        if self._open and self._open[-1].tag not in {"script", "style"}:
            self.words.append((self._open[-1].language, data))

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Elements of this tag whose attributes have these values (``class_`` for a class)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if (not tag or element.tag == tag)
            and all(_has(element.attributes, name, value) for name, value in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    @property
    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]

    def said(self, language: str) -> str:
        """The visible words of the page's own language, without passages marked as another."""
        return " ".join(" ".join(data for around, data in self.words if around == language).split())

    @property
    def errors(self) -> list[str]:
        """What the error summary says, in order."""
        return [
            " ".join(item.text.split())
            for box in self.all("ul", class_="govuk-error-summary__list")
            for item in PageOf(_inside(self.content, box)).all("li")
        ]


def _has(attributes: Mapping[str, str], name: str, value: str) -> bool:
    if name == "class":
        return value in attributes.get("class", "").split()
    return attributes.get(name) == value


def _inside(content: str, box: Element) -> str:
    start = content.index(f'class="{box.attributes["class"]}"')
    return content[start : content.index("</ul>", start)].split(">", 1)[1]


class Answered(Protocol):
    """A response, also as the test client dresses it up."""

    @property
    def content(self) -> Any: ...


def page_of(response: Answered) -> PageOf:
    return PageOf(response.content.decode())


#: Letters that English has not; the name of the product is the one word that may have them.
_VIETNAMESE = re.compile(r"[À-ỹĂăĐđƠơƯư]")
_ENGLISH = re.compile(
    r"\b(the|you|your|and|with|please|this|that|not|from|what|was|is|are|to|it)\b", re.IGNORECASE
)
_NAMES = ("Sáng Tỏ", "Tiếng Việt", "English", "Mẫu")


def foreign_words(page: PageOf, language: str, *known: str) -> list[str]:
    """Words of the other language on a page of this one, beside names and the ``known`` texts."""
    said = page.said(language)
    for text in (*_NAMES, *known):
        said = said.replace(" ".join(text.split()), " ")
    pattern = _VIETNAMESE if language == "en" else _ENGLISH
    return [word for word in said.split() if pattern.search(word)]


def inline_code(content: str) -> list[str]:
    """Style attributes and elements, scripts that are code, handlers and script addresses."""
    found: list[str] = []
    page = PageOf(content)
    for element in page.elements:
        kind = element.attributes.get("type", "")
        if element.tag == "style":
            found.append("<style>")
        if element.tag == "script" and "src" not in element.attributes:
            data = kind in {"application/ld+json", "application/json"}
            found.extend([] if data else ["<script>"])
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on") or "javascript:" in value.lower():
                found.append(f"{element.tag} {name}={value}")
    return found


_LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "link": "href",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
    "use": "href",
    "image": "href",
    "form": "action",
}


def foreign_resources(content: str) -> list[str]:
    """Addresses that the browser would fetch or send to elsewhere; links to follow are none."""
    found = []
    for element in PageOf(content).elements:
        address = element.attributes.get(_LOADED.get(element.tag, ""), "")
        if element.tag == "link" and element.attributes.get("rel") in {"alternate", "canonical"}:
            continue
        if re.match(r"(?:[a-z][a-z0-9+.-]*:)?//|data:", address, re.IGNORECASE):
            found.append(address)
        found.extend(re.findall(r"url\((?!['\"]?/static/|['\"]?#)[^)]*\)", str(element.attributes)))
    return found


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def known(world: World, *texts: str, **changes: Any) -> VerdictVersion:
    """A published verdict whose claim circulates in these words."""
    category = changes.pop("category", Category.FRAUD)
    case = categorised(world, category, claim=reported_claim(world))
    version = published_verdict(world, case=case, **changes)
    for text in texts or (PRIZE,):
        make_wording(version.verdict.claim, text)
    return version
