"""Reads of the room."""

from sangto.matching.queries.claims import (
    active_links,
    askers,
    search_claims,
    surviving_claim,
    untouched_claims,
)
from sangto.matching.queries.finding import (
    ClaimMatch,
    Findings,
    FoundIndicator,
    find_claims,
    protected_domains,
)
from sangto.matching.queries.health import IndexHealth, index_health

__all__ = [
    "ClaimMatch",
    "Findings",
    "FoundIndicator",
    "IndexHealth",
    "active_links",
    "askers",
    "find_claims",
    "index_health",
    "protected_domains",
    "search_claims",
    "surviving_claim",
    "untouched_claims",
]
