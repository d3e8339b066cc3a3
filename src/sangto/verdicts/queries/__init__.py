"""Reads of the verdicts."""

from sangto.verdicts.queries.at_work import preview, versions_at_work
from sangto.verdicts.queries.checking import (
    CheckAnswer,
    CheckMatch,
    CheckOutcome,
    check_message,
)
from sangto.verdicts.queries.deliveries import (
    ToldCount,
    receipt_answer,
    told_count,
    versions_with_untold_reports,
)
from sangto.verdicts.queries.material import (
    content_of,
    digest_of,
    signing_refusals,
    version_for,
    versions_of_case,
)
from sangto.verdicts.queries.published import (
    FeedEntry,
    PublishedLine,
    PublishedPage,
    example_wordings,
    feed_entries,
    published,
    published_count,
    published_version,
)

__all__ = [
    "CheckAnswer",
    "CheckMatch",
    "CheckOutcome",
    "FeedEntry",
    "PublishedLine",
    "PublishedPage",
    "ToldCount",
    "check_message",
    "content_of",
    "digest_of",
    "example_wordings",
    "feed_entries",
    "preview",
    "published",
    "published_count",
    "published_version",
    "receipt_answer",
    "signing_refusals",
    "told_count",
    "version_for",
    "versions_at_work",
    "versions_of_case",
    "versions_with_untold_reports",
]
