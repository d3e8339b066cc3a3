"""What schema.org and the readers of fact checks ask of the types that the desk writes.

Written down from https://schema.org/ClaimReview, /Claim, /Rating, /DataFeed and /DataFeedItem, and
from Google's page about fact checks for what is required. No network is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

_THING = {"@type", "@id", "name", "url", "description"}
_CREATIVE = _THING | {
    "author",
    "publisher",
    "inLanguage",
    "datePublished",
    "dateModified",
    "version",
    "expires",
    "citation",
}


@dataclass(frozen=True, slots=True)
class Shape:
    required: frozenset[str]
    allowed: frozenset[str]


def _shape(required: set[str], allowed: set[str]) -> Shape:
    return Shape(frozenset(required), frozenset(allowed | required))


SHAPES = {
    "ClaimReview": _shape(
        {"url", "claimReviewed", "reviewRating", "itemReviewed", "author", "datePublished"},
        _CREATIVE | {"reviewBody"},
    ),
    "Claim": _shape({"name"}, _THING | {"appearance"}),
    "Message": _shape({"text"}, _CREATIVE),
    "Rating": _shape({"alternateName"}, _THING | {"ratingValue", "bestRating", "worstRating"}),
    "GovernmentOrganization": _shape({"name", "url"}, _THING),
    "Organization": _shape({"name"}, _THING),
    "CreativeWork": _shape({"name", "url"}, _CREATIVE),
    "DataFeed": _shape({"name", "dataFeedElement"}, _CREATIVE),
    "DataFeedItem": _shape({"dateModified", "item"}, _THING | {"dateCreated"}),
}
#: What each property may hold.
RANGES = {
    "author": {"GovernmentOrganization", "Organization"},
    "publisher": {"GovernmentOrganization", "Organization"},
    "reviewRating": {"Rating"},
    "itemReviewed": {"Claim"},
    "appearance": {"Message"},
    "citation": {"CreativeWork"},
    "dataFeedElement": {"DataFeedItem"},
    "item": {"ClaimReview"},
}
_MOMENTS = {"datePublished", "dateModified", "dateCreated"}


def faults(value: Any, *, root: str) -> list[str]:
    """What is wrong with a document of this type; nothing, if it is right."""
    found = list(_faults(value, root))
    if value.get("@context") != "https://schema.org":
        found.append("no context")
    if value.get("@type") != root:
        found.append(f"{value.get('@type')} instead of {root}")
    return found


def _faults(value: dict[str, Any], place: str) -> Iterator[str]:
    kind = value.get("@type", "")
    shape = SHAPES.get(kind)
    if shape is None:
        yield f"{place}: unknown type {kind!r}"
        return
    names = set(value) - {"@context"}
    yield from (f"{place}: {name} is missing" for name in sorted(shape.required - names))
    yield from (f"{place}: {name} is not of {kind}" for name in sorted(names - shape.allowed))
    for name in sorted(names):
        yield from _property_faults(name, value[name], f"{place}.{name}")


def _property_faults(name: str, value: Any, place: str) -> Iterator[str]:
    for number, one in enumerate(value if isinstance(value, list) else [value]):
        if name in RANGES:
            if one.get("@type") not in RANGES[name]:
                yield f"{place}[{number}]: {one.get('@type')}"
            yield from _faults(one, f"{place}[{number}]")
        elif one in ("", None):
            yield f"{place} is empty"
        elif name == "url" and not str(one).startswith(("http://", "https://")):
            yield f"{place} is no address"
        elif name in _MOMENTS and datetime.fromisoformat(one).tzinfo is None:
            yield f"{place} has no zone"
        elif name == "expires":
            date.fromisoformat(one)
    if name == "ratingValue" and not 1 <= value <= 5:
        yield f"{place} is not between worst and best"
