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
from sangto.matching.queries.near import Near, near_claims, parted_claims, strange_reports
from sangto.matching.queries.searching import (
    SEARCH_LENGTH,
    KnownKey,
    claims_keeping,
    claims_saying,
    search_words,
)

__all__ = [
    "SEARCH_LENGTH",
    "ClaimMatch",
    "Findings",
    "FoundIndicator",
    "IndexHealth",
    "KnownKey",
    "Near",
    "active_links",
    "askers",
    "claims_keeping",
    "claims_saying",
    "find_claims",
    "index_health",
    "near_claims",
    "parted_claims",
    "protected_domains",
    "search_claims",
    "search_words",
    "strange_reports",
    "surviving_claim",
    "untouched_claims",
]
