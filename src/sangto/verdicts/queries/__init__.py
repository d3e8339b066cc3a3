"""Reads of the verdicts."""

from sangto.verdicts.queries.at_work import preview, versions_at_work
from sangto.verdicts.queries.checking import (
    CheckAnswer,
    CheckMatch,
    CheckOutcome,
    answer_page,
    check_message,
)
from sangto.verdicts.queries.claims import PublishedClaim, published_claim
from sangto.verdicts.queries.deliveries import (
    ToldCount,
    receipt_answer,
    receipt_withdrawal,
    told_count,
    versions_with_untold_reports,
)
from sangto.verdicts.queries.differences import VersionDifferences, version_differences
from sangto.verdicts.queries.feeds import (
    FeedEntry,
    FeedState,
    feed_entries,
    feed_state,
    site_map_length,
    site_map_lines,
)
from sangto.verdicts.queries.joining import join_refusal
from sangto.verdicts.queries.listing import (
    FEWEST_BY_TERRITORY,
    VerdictFilter,
    published,
    published_count,
    title_marks,
    titled_with,
)
from sangto.verdicts.queries.material import (
    content_of,
    digest_of,
    signing_refusals,
    version_for,
    versions_of_case,
)
from sangto.verdicts.queries.published import (
    PublishedLine,
    PublishedPage,
    example_wordings,
    published_version,
)
from sangto.verdicts.queries.reviewing import (
    DueReview,
    counts_by_reason,
    review_of,
    reviewable_versions,
    reviews_due,
    source_checks,
)
from sangto.verdicts.queries.searching import (
    Found,
    FoundBy,
    SearchResult,
    found_by_words,
    is_receipt,
    search_desk,
)
from sangto.verdicts.queries.sharing import (
    feed_for,
    feeds_of,
    held_version_for,
    held_versions,
    said_before,
    versions_in_use,
)

__all__ = [
    "FEWEST_BY_TERRITORY",
    "CheckAnswer",
    "CheckMatch",
    "CheckOutcome",
    "DueReview",
    "FeedEntry",
    "FeedState",
    "Found",
    "FoundBy",
    "PublishedClaim",
    "PublishedLine",
    "PublishedPage",
    "SearchResult",
    "ToldCount",
    "VerdictFilter",
    "VersionDifferences",
    "answer_page",
    "check_message",
    "content_of",
    "counts_by_reason",
    "digest_of",
    "example_wordings",
    "feed_entries",
    "feed_for",
    "feed_state",
    "feeds_of",
    "found_by_words",
    "held_version_for",
    "held_versions",
    "is_receipt",
    "join_refusal",
    "preview",
    "published",
    "published_claim",
    "published_count",
    "published_version",
    "receipt_answer",
    "receipt_withdrawal",
    "review_of",
    "reviewable_versions",
    "reviews_due",
    "said_before",
    "search_desk",
    "signing_refusals",
    "site_map_length",
    "site_map_lines",
    "source_checks",
    "title_marks",
    "titled_with",
    "told_count",
    "version_differences",
    "version_for",
    "versions_at_work",
    "versions_in_use",
    "versions_of_case",
    "versions_with_untold_reports",
]
