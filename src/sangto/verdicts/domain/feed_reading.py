"""Another desk's feed as values: whatever was sent, it is read or there is a reason why not.

Taken is what a ClaimReview says of the claim and of the review. Who made the claim is not read at
all, and accounts and profile links are cut out of every text (SCOPE.md 2).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any

from sangto.intake.domain.stripping import strip_identities
from sangto.kernel.text import clean
from sangto.verdicts.domain.content import ADDRESS_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH
from sangto.verdicts.domain.signoff import host_of

#: Reviews taken of one feed, and nodes looked at for them.
MOST_REVIEWS = 5_000
MOST_NODES = 300_000
WORDINGS = 3
WORDING_LENGTH = 2_000
_REVIEW = "ClaimReview"
_LISTS = ("dataFeedElement", "itemListElement", "@graph", "item", "hasPart", "mainEntity", "review")


class FeedProblem(StrEnum):
    """What is wrong with a feed that answered; what went wrong on the way is an outgoing reason."""

    STATUS = "status"
    GONE = "gone"
    NOT_TEXT = "not_text"
    NOT_JSON = "not_json"
    IS_ATOM = "is_atom"
    NO_REVIEWS = "no_reviews"
    TOO_MANY = "too_many"


class UnreadableFeed(Exception):  # noqa: N818 - the word of the house
    def __init__(self, problem: FeedProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class ImportedReview:
    """``identity`` stays the same over all versions there. ``deleted`` was taken back there."""

    identity: str
    address: str
    title: str = field(repr=False)
    summary: str = field(default="", repr=False)
    publisher: str = ""
    rated: str = ""
    language: str = "vi"
    modified_at: datetime | None = None
    expires_on: date | None = None
    wordings: tuple[str, ...] = field(default=(), repr=False)
    deleted: bool = False

    @property
    def key(self) -> str:
        return hashlib.sha256(self.identity.encode()).hexdigest()

    @property
    def digest(self) -> str:
        """Of what it says; a later date alone is no change."""
        said = [self.address, self.title, self.summary, self.rated, str(self.expires_on or "")]
        return hashlib.sha256(json.dumps([*said, *self.wordings]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """``left_out`` say too little to be shown: no claim, or no address to read them at."""

    reviews: tuple[ImportedReview, ...]
    left_out: int


def read_feed(content: bytes, media_type: str = "") -> ReadFeed:
    """Raises :class:`UnreadableFeed` and nothing else. An empty list is a feed; a page without any
    review is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFeed(FeedProblem.NOT_TEXT) from None
    start = text.lstrip()[:200].lower()
    if start.startswith("<"):
        if "html" not in media_type and ("<?xml" in start or "<feed" in start or "<rss" in start):
            raise UnreadableFeed(FeedProblem.IS_ATOM)
        documents = list(_scripts(text))
        listed = False
    else:
        documents = [_json(text)] if start else []
        listed = any(isinstance(one, list) or _lists_something(one) for one in documents)
    found: dict[str, ImportedReview] = {}
    left_out = seen = 0
    for node, deleted in _reviews(documents):
        seen += 1
        review = _review(node, deleted=deleted)
        if review is None:
            left_out += 1
            continue
        found.setdefault(review.identity, review)
        if len(found) > MOST_REVIEWS:
            raise UnreadableFeed(FeedProblem.TOO_MANY)
    if not found and not (listed and not seen):
        raise UnreadableFeed(FeedProblem.NO_REVIEWS)
    return ReadFeed(tuple(found.values()), left_out)


def _json(text: str) -> Any:
    """One document, or one a line."""
    try:
        return json.loads(text)
    except RecursionError:
        raise UnreadableFeed(FeedProblem.NOT_JSON) from None
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise UnreadableFeed(FeedProblem.NOT_JSON) from None


def _lists_something(document: object) -> bool:
    return isinstance(document, Mapping) and any(
        isinstance(document.get(name), list) for name in ("dataFeedElement", "itemListElement")
    )


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").strip().lower()
        self._inside = tag == "script" and kind == "application/ld+json"
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _scripts(text: str) -> Iterator[Any]:
    """What a page says for machines; a script that is none of it is passed over."""
    parser = _Scripts()
    parser.feed(text)
    for script in parser.found:
        try:
            yield json.loads(script)
        except (ValueError, RecursionError):
            continue


def _reviews(documents: Iterable[Any]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Every review in the lists of the documents, and whether its entry says it was deleted."""
    waiting = [(one, False) for one in reversed(list(documents))]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node, deleted = waiting.pop()
        if isinstance(node, list):
            waiting.extend((one, deleted) for one in reversed(node))
        elif isinstance(node, Mapping):
            deleted = deleted or bool(node.get("dateDeleted"))
            if _is(node, _REVIEW):
                yield node, deleted
                continue
            waiting.extend((node[name], deleted) for name in reversed(_LISTS) if name in node)
    raise UnreadableFeed(FeedProblem.TOO_MANY)


def _is(node: Mapping[str, Any], kind: str) -> bool:
    said = node.get("@type")
    kinds = said if isinstance(said, list) else [said]
    return any(
        isinstance(one, str) and one.rpartition("/")[2].rpartition(":")[2] == kind for one in kinds
    )


def _review(node: Mapping[str, Any], *, deleted: bool) -> ImportedReview | None:
    claim = _part(node.get("itemReviewed"))
    title = _said(node.get("claimReviewed"), claim.get("name"), node.get("name"), most=TITLE_LENGTH)
    address = _address(node.get("url")) or _address(node.get("@id"))
    identity = _identity(node.get("@id")) or address
    if not title or not address or not identity:
        return None
    rating = _part(node.get("reviewRating"))
    language = node.get("inLanguage")
    return ImportedReview(
        identity=identity,
        address=address,
        title=title,
        summary=_said(node.get("reviewBody"), node.get("description"), most=SUMMARY_LENGTH),
        publisher=_said(
            _part(node.get("publisher")).get("name"),
            _organisation(node.get("author")),
            most=90,
        ),
        rated=_said(rating.get("alternateName"), rating.get("ratingValue"), most=100),
        language="en" if isinstance(language, str) and language.lower().startswith("en") else "vi",
        modified_at=_moment(node.get("dateModified")) or _moment(node.get("datePublished")),
        expires_on=_day(node.get("expires")),
        wordings=tuple(_wordings(claim)),
        deleted=deleted or bool(node.get("dateDeleted")),
    )


def _part(value: object) -> Mapping[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, Mapping) else {}


def _organisation(value: object) -> object:
    """The desk or newsroom; a person's name is not taken over."""
    part = _part(value)
    return None if not part or _is(part, "Person") else part.get("name")


def _said(*values: object, most: int) -> str:
    for value in values:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        said = str(value) if number else value
        if not isinstance(said, str):
            continue
        text = " ".join(strip_identities(clean(said[: most * 20])).split())
        if text:
            return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
    return ""


def _wordings(claim: Mapping[str, Any]) -> Iterator[str]:
    """How the claim circulates, where the other desk shows it."""
    found: list[str] = []
    for name in ("firstAppearance", "appearance"):
        value = claim.get(name)
        for one in value if isinstance(value, list) else [value]:
            text = _said(_part(one).get("text"), most=WORDING_LENGTH)
            if text and text not in found:
                found.append(text)
    yield from found[:WORDINGS]


def _address(value: object) -> str:
    if not isinstance(value, str):
        return ""
    value = value.strip()
    usable = len(value) <= ADDRESS_LENGTH and value.isprintable() and " " not in value
    return value if usable and host_of(value) is not None else ""


def _identity(value: object) -> str:
    if not isinstance(value, str):
        return ""
    value = clean(value).strip()
    return value if 0 < len(value) <= ADDRESS_LENGTH else ""


def _moment(value: object) -> datetime | None:
    """With a zone; without one it is taken as UTC, and only shown."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
        return found.astimezone() if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _day(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
