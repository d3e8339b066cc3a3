"""Filters that a person keeps."""

from __future__ import annotations

from sangto.kernel.errors import Refusal, gettext_noop

MOST_FILTERS = 20
MOST_NAME = 60
MOST_QUERY = 500


def filter_refusal(*, name: str, query: str, number: int) -> Refusal | None:
    """``number`` counts the filters that the person has already."""
    if not name:
        return Refusal("cases.filter_name", gettext_noop("Give the filter a name."), {}, "name")
    if len(name) > MOST_NAME or len(query) > MOST_QUERY:
        return Refusal(
            "cases.filter_long",
            gettext_noop("The name may have at most %(limit)s characters."),
            {"limit": MOST_NAME},
            "name",
        )
    if number >= MOST_FILTERS:
        return Refusal(
            "cases.filters_many",
            gettext_noop("You have %(most)s filters already. Remove one first."),
            {"most": MOST_FILTERS},
            "name",
        )
    return None


def name_taken() -> Refusal:
    return Refusal(
        "cases.filter_taken",
        gettext_noop("You have a filter with this name already."),
        {},
        "name",
    )
