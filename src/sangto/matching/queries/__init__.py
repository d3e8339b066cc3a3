"""Reads of the room."""

from sangto.matching.queries.claims import (
    active_links,
    askers,
    search_claims,
    surviving_claim,
)
from sangto.matching.queries.finding import (
    ClaimMatch,
    Findings,
    FoundIndicator,
    find_claims,
    protected_domains,
)

__all__ = [
    "ClaimMatch",
    "Findings",
    "FoundIndicator",
    "active_links",
    "askers",
    "find_claims",
    "protected_domains",
    "search_claims",
    "surviving_claim",
]
