"""Words of meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.consultation.domain.meetings import MeetingState, MinutesAnswer, Reply, ReplyWay
from sangto.web.templatetags.rating_looks import Tone


@dataclass(frozen=True, slots=True)
class Look:
    """A word with its shape; the tone is never alone."""

    word: str | Promise
    tone: Tone
    icon: str


MEETING_STATES: Mapping[MeetingState, Look] = {
    MeetingState.PREPARING: Look(pgettext_lazy("meeting", "Being prepared"), Tone.PLAIN, "draft"),
    MeetingState.CALLED: Look(pgettext_lazy("meeting", "Invitations sent"), Tone.PLAIN, "sent"),
    MeetingState.HELD: Look(pgettext_lazy("meeting", "Going on"), Tone.CAUTION, "people"),
    MeetingState.MINUTES_OUT: Look(
        pgettext_lazy("meeting", "Minutes in agreement"), Tone.CAUTION, "waiting"
    ),
    MeetingState.CLOSED: Look(pgettext_lazy("meeting", "Finished"), Tone.UNKNOWN, "done"),
    MeetingState.CANCELLED: Look(pgettext_lazy("meeting", "Cancelled"), Tone.UNKNOWN, "refused"),
}
REPLIES: Mapping[Reply, Look] = {
    Reply.NONE: Look(pgettext_lazy("meeting", "No answer yet"), Tone.UNKNOWN, "silent"),
    Reply.ACCEPTED: Look(pgettext_lazy("meeting", "Comes"), Tone.GOOD, "done"),
    Reply.TENTATIVE: Look(pgettext_lazy("meeting", "May come"), Tone.PLAIN, "waiting"),
    Reply.DECLINED: Look(pgettext_lazy("meeting", "Does not come"), Tone.UNKNOWN, "refused"),
}
REPLY_WAYS: Mapping[ReplyWay, str | Promise] = {
    ReplyWay.NONE: "",
    ReplyWay.LINK: _("by the link"),
    ReplyWay.MAIL: _("from the calendar"),
    ReplyWay.ACCOUNT: _("from an account"),
    ReplyWay.DESK: _("noted by the desk"),
}
#: ``""`` is what waits.
MINUTES_ANSWERS: Mapping[str, Look] = {
    "": Look(pgettext_lazy("minutes", "No answer yet"), Tone.UNKNOWN, "waiting"),
    MinutesAnswer.AGREED: Look(pgettext_lazy("minutes", "Agreed"), Tone.GOOD, "done"),
    MinutesAnswer.OBJECTED: Look(pgettext_lazy("minutes", "Objected"), Tone.CAUTION, "warning"),
    MinutesAnswer.SILENT: Look(pgettext_lazy("minutes", "Silent"), Tone.UNKNOWN, "silent"),
}
MEETING_STEPS: Mapping[str, str | Promise] = {
    "called": _("Meeting %(reference)s called"),
    "changed": _("Meeting %(reference)s: time or place changed"),
    "taken_off": _("Meeting %(reference)s: taken off the agenda"),
    "cancelled": _("Meeting %(reference)s cancelled"),
    "held": _("Meeting %(reference)s opened"),
    "concluded": _("Meeting %(reference)s: conclusion"),
    "closed": _("Meeting %(reference)s: minutes closed"),
    "inherited": _("Meeting %(reference)s: an invited agency ended, its successor takes over"),
}
