"""Reads the articles. Whatever is wrong in a file is said with its name and place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sangto.kernel.categories import RULES, Category, IndicatorKind, Topic
from sangto.kernel.text import folded

#: In the order of the index page.
GROUPS = ("false_name", "promised", "links", "rumours")

_TELL = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
Text = Annotated[str, Field(min_length=2)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Both(_Part):
    vi: Text
    en: Text

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.vi


class Advice(Both):
    """``call`` names a number to tap; which number it is, the options say."""

    call: Literal["", "police", "fire", "ambulance", "children", "spam", "consumers"] = ""


class Example(_Part):
    """An invented message. ``[[…]]`` marks what gives it away, one note for each mark."""

    kind: Literal["sms", "chat", "call", "page", "post", "paper"]
    sender: Both
    text: Both
    notes: tuple[Both, ...] = Field(min_length=2, max_length=6)

    @model_validator(mode="after")
    def _a_note_for_each_mark(self) -> Example:
        for language in ("vi", "en"):
            marks = len(_TELL.findall(self.text.in_(language)))
            if marks != len(self.notes):
                raise ValueError(f"{marks} marks in {language}, but {len(self.notes)} notes")
        return self

    def pieces(self, language: str) -> list[list[tuple[str, int]]]:
        """Paragraphs of pieces; each is a text and the number of its note, or 0."""
        number = 0
        paragraphs: list[list[tuple[str, int]]] = []
        for paragraph in self.text.in_(language).split("\n\n"):
            pieces: list[tuple[str, int]] = []
            for place, piece in enumerate(_TELL.split(paragraph)):
                if place % 2:
                    number += 1
                if piece:
                    pieces.append((piece, number if place % 2 else 0))
            paragraphs.append(pieces)
        return paragraphs


class Guide(_Part):
    """``words`` are folded passages by which verdicts and messages of this kind are found."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    group: Literal["false_name", "promised", "links", "rumours"]
    picture: str
    categories: tuple[Category, ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = ()
    words: tuple[str, ...] = Field(min_length=2)
    indicators: tuple[IndicatorKind, ...] = ()
    title: Both
    answer: Both
    signs: tuple[Both, ...] = Field(min_length=4, max_length=6)
    example: Example
    now: tuple[Advice, ...] = Field(min_length=3, max_length=3)
    happened: tuple[Advice, ...] = Field(min_length=2, max_length=4)

    @model_validator(mode="after")
    def _of_what_the_desk_publishes(self) -> Guide:
        if any(RULES[category].totals_only for category in self.categories):
            raise ValueError("nothing is published in one of these categories")
        if bool(self.topics) != (Category.FACTUAL_CLAIM in self.categories):
            raise ValueError("topics belong to factual claims, and they need some")
        unfolded = [word for word in self.words if folded(word) != word]
        if unfolded:
            raise ValueError(f"words are compared folded: {unfolded}")
        return self


class BrokenGuideError(Exception):
    """A file of the package that can not be shown."""


def read(name: str, source: str) -> Guide:
    try:
        content: Any = yaml.safe_load(source)
        return Guide.model_validate({**content, "slug": name})
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise BrokenGuideError(f"{name}: {error}") from error


@cache
def guides() -> tuple[Guide, ...]:
    """All of them, by group and then by address; read once a process."""
    found = [
        read(entry.name.removesuffix(".yaml"), entry.read_text(encoding="utf-8"))
        for entry in files("sangto.web.guides.content").iterdir()
        if entry.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda one: (GROUPS.index(one.group), one.slug)))


def guide(slug: str) -> Guide | None:
    return next((one for one in guides() if one.slug == slug), None)


def guides_for(
    *,
    category: str = "",
    topic: str = "",
    indicators: Iterable[str] = (),
    text: str = "",
    limit: int = 3,
) -> list[Guide]:
    """Those that may help, the best first: by what the text speaks of, else by what is in it.

    The words of a text weigh more than a category, and a category more than an indicator.
    """
    searched = f" {folded(text)} "
    present = set(indicators)

    def weight(one: Guide) -> int:
        said = sum(len(word.split()) for word in one.words if f" {word} " in searched)
        fits = category in one.categories and (not topic or not one.topics or topic in one.topics)
        return 10 * said + 4 * fits + len(present & set(one.indicators))

    ranked = sorted(guides(), key=lambda one: -weight(one))
    return [one for one in ranked[:limit] if weight(one)]
