from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.verdicts.domain.feeds import FeedState
from sangto.verdicts.domain.reviewing import ReviewReason
from sangto.web.wording import Words

REASON_NAMES: Words = {
    ReviewReason.EXPIRED: _("It has expired"),
    ReviewReason.SOURCE_CHANGED: _("A source changed"),
    ReviewReason.MISFITS: _("People say it does not fit"),
    ReviewReason.EXPIRES: _("It expires soon"),
    ReviewReason.REPEATS: _("Many new repeats"),
    ReviewReason.DUE: _("The day of the next look"),
}
REASON_LOOKS: dict[ReviewReason, tuple[str, str]] = {
    ReviewReason.EXPIRED: ("danger", "late"),
    ReviewReason.SOURCE_CHANGED: ("caution", "warning"),
    ReviewReason.MISFITS: ("caution", "people"),
    ReviewReason.EXPIRES: ("caution", "clock"),
    ReviewReason.REPEATS: ("plain", "growth"),
    ReviewReason.DUE: ("plain", "clock"),
}
FEED_STATES: dict[FeedState, tuple[object, str, str]] = {
    FeedState.NEW: (pgettext_lazy("feed", "Not read yet"), "unknown", "waiting"),
    FeedState.READ: (pgettext_lazy("feed", "Is read"), "good", "done"),
    FeedState.FAILING: (pgettext_lazy("feed", "Can not be read"), "danger", "warning"),
    FeedState.REMOVED: (pgettext_lazy("feed", "Not followed"), "unknown", "close"),
}
