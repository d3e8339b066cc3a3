"""The labelled sets for matching as values; ``tests/data/matching/README.md`` says what they show.

Raises ``ValueError`` with the file and the id for a broken entry.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from string import Formatter
from typing import TypeVar

import yaml

from sangto.kernel.categories import Category, Rating

DATA = Path(__file__).parents[1] / "data" / "matching"
TEMPLATES = "official.yaml"
#: Texts that each template gives.
RENDERINGS = 8

_Member = TypeVar("_Member", bound=StrEnum)
#: The loader in C where there is one: ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Kind(StrEnum):
    SCAM = "scam"
    RUMOUR = "rumour"
    NOTICE = "notice"


class How(StrEnum):
    """What was done to a wording."""

    ACCENTS = "accents"
    TEENCODE = "teencode"
    CUT = "cut"
    FORWARD = "forward"
    PARAPHRASE = "paraphrase"
    REORDERED = "reordered"
    OCR = "ocr"
    CHANGED_INDICATOR = "changed_indicator"


class Why(StrEnum):
    """Why a text that looks alike is not the claim."""

    OTHER_CLAIM = "other_claim"
    OFFICIAL = "official"
    NEGATION = "negation"
    OTHER_NUMBER = "other_number"
    OTHER_PLACE = "other_place"
    OTHER_DATE = "other_date"
    ADVICE = "advice"
    PRIVATE = "private"


class Split(StrEnum):
    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


_CATEGORIES = {Rating.SCAM: Category.FRAUD, Rating.IMPERSONATION: Category.IMPERSONATION}
#: Of a hundred remainders: where each part ends.
_PARTS = ((50, Split.TRAIN), (70, Split.DEV), (100, Split.TEST))


def split_of(source: str) -> Split:
    """The part of a base claim or template, by its id alone: new entries move no old one."""
    remainder = int(sha256(source.encode()).hexdigest(), 16) % 100
    return next(part for end, part in _PARTS if remainder < end)


@dataclass(frozen=True, slots=True)
class Positive:
    id: str
    base: str
    how: How
    language: str
    text: str
    split: Split


@dataclass(frozen=True, slots=True)
class Negative:
    """``source`` is the base claim it was written for, or its template.

    An answer with one of ``akin``, which tell of the same scheme, is no false answer.
    """

    id: str
    source: str
    why: Why
    language: str
    text: str
    akin: frozenset[str]
    by_hand: bool
    split: Split


@dataclass(frozen=True, slots=True)
class BaseClaim:
    """``akin``: other base claims of the same scheme, which a short text does not tell apart."""

    id: str
    file: str
    kind: Kind
    rating: Rating
    language: str
    title: str
    wording: str
    akin: frozenset[str]
    positives: tuple[Positive, ...]
    negatives: tuple[Negative, ...]
    split: Split


def category_of(base: BaseClaim) -> Category:
    return _CATEGORIES.get(base.rating, Category.FACTUAL_CLAIM)


@dataclass(frozen=True, slots=True)
class Template:
    """``slots`` are (name, values), in the order in which the counter turns them."""

    id: str
    topic: str
    why: Why
    language: str
    text: str
    slots: tuple[tuple[str, tuple[str, ...]], ...]
    split: Split


@lru_cache(maxsize=1)
def base_claims() -> tuple[BaseClaim, ...]:
    """All base claims, by file and in the order of the file."""
    paths = sorted(path for path in DATA.glob("*.yaml") if path.name != TEMPLATES)
    claims = tuple(claim for path in paths for claim in read_claims(path))
    known = {claim.id for claim in claims}
    for claim in claims:
        named = claim.akin.union(*(negative.akin for negative in claim.negatives))
        if named - known:
            raise ValueError(f"{claim.file}: {claim.id}: no such claim {sorted(named - known)}")
    return claims


def positives() -> tuple[Positive, ...]:
    return tuple(positive for claim in base_claims() for positive in claim.positives)


def negatives_by_hand() -> tuple[Negative, ...]:
    return tuple(negative for claim in base_claims() for negative in claim.negatives)


@lru_cache(maxsize=1)
def templates() -> tuple[Template, ...]:
    return read_templates(DATA / TEMPLATES)


@lru_cache(maxsize=1)
def templated_negatives() -> tuple[Negative, ...]:
    """Harmless messages, ``RENDERINGS`` of each template: the same ones in each run."""
    return tuple(
        Negative(
            id=f"{template.id}/{number}",
            source=template.id,
            why=template.why,
            language=template.language,
            text=text,
            akin=frozenset(),
            by_hand=False,
            split=template.split,
        )
        for template in templates()
        for number, text in enumerate(rendered(template), start=1)
    )


def negatives() -> tuple[Negative, ...]:
    return negatives_by_hand() + templated_negatives()


def rendered(template: Template) -> Iterator[str]:
    """Texts of distinct values, spread over all their combinations.

    A counter goes through the combinations in steps that share no factor with their number, so
    that it meets none twice and turns each slot.
    """
    combinations = math.prod(len(values) for _name, values in template.slots)
    step = next(
        step for step in count(combinations // RENDERINGS) if math.gcd(step, combinations) == 1
    )
    for number in range(RENDERINGS):
        rest = number * step % combinations
        chosen: dict[str, str] = {}
        for name, values in template.slots:
            rest, place = divmod(rest, len(values))
            chosen[name] = values[place]
        yield template.text.format_map(chosen)


class _Entry:
    """One mapping of a file, whose faults name the file and the id."""

    def __init__(self, file: str, place: str, raw: object) -> None:
        self.file, self.place = file, place
        if not isinstance(raw, Mapping):
            raise self.fault("is no mapping")
        self.raw: Mapping[str, object] = raw

    def fault(self, what: str) -> ValueError:
        return ValueError(f"{self.file}: {self.place}: {what}")

    def only(self, *names: str) -> None:
        if unknown := sorted(set(self.raw) - set(names)):
            raise self.fault(f"unknown {unknown}")

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{name} is no text")
        return value.strip()

    def choice(self, name: str, members: type[_Member]) -> _Member:
        try:
            return members(self.text(name))
        except ValueError as error:
            raise self.fault(f"{name}: {error}") from error

    def language(self) -> str:
        if (language := self.text("language")) not in {"vi", "en"}:
            raise self.fault(f"unknown language {language}")
        return language

    def items(self, name: str) -> list[object]:
        value = self.raw.get(name)
        if not isinstance(value, list) or not value:
            raise self.fault(f"{name} is no list")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.items(name)
        found = tuple(value for value in values if isinstance(value, str) and value)
        if len(found) < len(values):
            raise self.fault(f"{name} holds something else than text")
        return found

    def akin(self) -> frozenset[str]:
        return frozenset(self.texts("akin")) if "akin" in self.raw else frozenset()


def _entries(path: Path) -> Iterator[_Entry]:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: {error}") from error
    if not isinstance(raw, list):
        raise ValueError(f"{path.name}: is no list")
    for number, item in enumerate(raw, start=1):
        entry = _Entry(path.name, f"entry {number}", item)
        entry.place = entry.text("id")
        yield entry


def read_claims(path: Path) -> tuple[BaseClaim, ...]:
    return tuple(_claim(entry) for entry in _entries(path))


def _claim(entry: _Entry) -> BaseClaim:
    entry.only(
        *("id", "kind", "rating", "language", "akin", "title", "wording"),
        *("positives", "negatives"),
    )
    base, language, split = entry.place, entry.language(), split_of(entry.place)

    def parts(name: str) -> Iterator[_Entry]:
        for number, raw in enumerate(entry.items(name), start=1):
            yield _Entry(entry.file, f"{base}/{name[0]}{number}", raw)

    def positive(part: _Entry) -> Positive:
        part.only("how", "text")
        how = part.choice("how", How)
        return Positive(part.place, base, how, language, part.text("text"), split)

    def negative(part: _Entry) -> Negative:
        part.only("why", "akin", "text")
        return Negative(
            id=part.place,
            source=base,
            why=part.choice("why", Why),
            language=language,
            text=part.text("text"),
            akin=part.akin(),
            by_hand=True,
            split=split,
        )

    return BaseClaim(
        id=base,
        file=entry.file,
        kind=entry.choice("kind", Kind),
        rating=entry.choice("rating", Rating),
        language=language,
        title=entry.text("title"),
        wording=entry.text("wording"),
        akin=entry.akin(),
        positives=tuple(positive(part) for part in parts("positives")),
        negatives=tuple(negative(part) for part in parts("negatives")),
        split=split,
    )


def read_templates(path: Path) -> tuple[Template, ...]:
    return tuple(_template(entry) for entry in _entries(path))


def _template(entry: _Entry) -> Template:
    entry.only("id", "topic", "why", "language", "text", "slots")
    text = entry.text("text")
    lists = _Entry(entry.file, entry.place, entry.raw.get("slots"))
    slots = tuple((name, lists.texts(name)) for name in lists.raw)
    try:
        named = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    except ValueError as error:
        raise entry.fault(f"text: {error}") from error
    if named != set(lists.raw):
        raise entry.fault(f"slots differ from the text: {sorted(named ^ set(lists.raw))}")
    if math.prod(len(values) for _name, values in slots) < RENDERINGS:
        raise entry.fault(f"fewer than {RENDERINGS} combinations")
    return Template(
        id=entry.place,
        topic=entry.text("topic"),
        why=entry.choice("why", Why),
        language=entry.language(),
        text=text,
        slots=slots,
        split=split_of(entry.place),
    )
