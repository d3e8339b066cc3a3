"""States of a feed, when it is asked again, and when a broken one is reported."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.outgoing import MESSAGES, Reason
from sangto.verdicts.domain.content import PUBLISHER_LENGTH
from sangto.verdicts.domain.feed_reading import FeedProblem

USUAL_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=24)
#: A feed that could not be read for so long can not say what was withdrawn there.
STALE_AFTER = timedelta(days=30)
#: New verdicts taken at one go; the rest at the next one.
AT_ONCE = 500
FEED_BYTES = 20_000_000
MEDIA_TYPES = (
    "application/json",
    "application/ld+json",
    "application/x-ndjson",
    "text/",
    "application/xhtml",
)
_PASSING = frozenset(
    {
        Reason.NO_CONNECTION.value,
        Reason.TOO_SLOW.value,
        Reason.BROKEN.value,
        Reason.UNKNOWN_HOST.value,
        FeedProblem.STATUS.value,
    }
)

PROBLEMS: dict[str, str] = {
    FeedProblem.STATUS.value: gettext_noop("The server answers that the feed can not be read."),
    FeedProblem.GONE.value: gettext_noop("The server says that the feed is gone for good."),
    FeedProblem.NOT_TEXT.value: gettext_noop("What was sent is no text in UTF-8."),
    FeedProblem.NOT_JSON.value: gettext_noop("What was sent is no JSON."),
    FeedProblem.IS_ATOM.value: gettext_noop(
        "This is an Atom or RSS feed, which has no ClaimReview in it. Name the JSON feed."
    ),
    FeedProblem.NO_REVIEWS.value: gettext_noop("There is no ClaimReview in it."),
    FeedProblem.TOO_MANY.value: gettext_noop("It holds more verdicts than can be taken."),
    **{reason.value: message for reason, message in MESSAGES.items()},
}


class FeedState(StrEnum):
    NEW = "new"
    READ = "read"
    FAILING = "failing"
    REMOVED = "removed"


def pause_after(failures: int) -> timedelta:
    """An hour; longer each time it fails, at most a day."""
    longer: int = 2 ** min(max(failures, 0), 10)
    return min(USUAL_PAUSE * longer, LONGEST_PAUSE)


def is_to_be_told(problem: str, failures: int) -> bool:
    """Once: what may pass by itself the third time, everything else at once."""
    return failures == (3 if problem in _PASSING else 1)


def name_refusal(name: str) -> Refusal | None:
    if name and len(name) <= PUBLISHER_LENGTH:
        return None
    return Refusal(
        "feed.name",
        gettext_noop("Write whose verdicts these are (at most %(length)d characters)."),
        {"length": PUBLISHER_LENGTH},
        "name",
    )
