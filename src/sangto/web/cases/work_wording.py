"""Words for the work in a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.cases.domain.checklist import AnswerState
from sangto.cases.domain.copies import CopyReason
from sangto.cases.queries.related import Relation
from sangto.web.cases.wording import StateLook
from sangto.web.templatetags.rating_looks import Tone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANSWER_STATES: Mapping[AnswerState, StateLook] = {
    AnswerState.OPEN: StateLook(pgettext_lazy("checklist", "Open"), "", "open"),
    AnswerState.DONE: StateLook(_("Done"), Tone.PLAIN, "done"),
    AnswerState.NOT_APPLICABLE: StateLook(_("Does not apply"), Tone.UNKNOWN, "silent"),
}
COPY_REASONS: Mapping[CopyReason, StrOrPromise] = {
    CopyReason.SUBJECT: _("The claim is about it"),
    CopyReason.LEAD: _("The lead agency"),
    CopyReason.COMPETENT: _("Competent for this topic"),
    CopyReason.PASSED_ON: _("Passed the case on"),
    CopyReason.CONFIRMED: _("Recorded the checks"),
    CopyReason.PLACE: _("It was reported there"),
    CopyReason.COMMITTEE: _("The case was raised to it"),
    CopyReason.REPORTED: _("Reported it"),
    CopyReason.CHOSEN: _("Chosen by an officer"),
}
RELATIONS: Mapping[Relation, StrOrPromise] = {
    Relation.SIMILAR: _("similar words"),
    Relation.SUBJECT: _("about the same agency"),
}
#: In a sentence such as "the same phone number".
SAME_INDICATOR: Mapping[str, StrOrPromise] = {
    "domain": _("the same website"),
    "link": _("the same link"),
    "phone": _("the same phone number"),
    "account": _("the same account"),
    "wallet": _("the same wallet"),
}
TASK_STEPS: Mapping[str, StrOrPromise] = {
    "added": _("Task: new"),
    "changed": _("Task: changed"),
    "done": _("Task: done"),
    "reopened": _("Task: open again"),
    "inherited": _("Tasks passed on, as their agency ended"),
}
GROUND_STEPS: Mapping[str, StrOrPromise] = {
    "cited": _("Legal ground cited"),
    "removed": _("Legal ground taken out"),
}
COPY_STEPS: Mapping[str, StrOrPromise] = {
    "added": _("On the copy list: %(agency)s"),
    "removed": _("Off the copy list: %(agency)s"),
    "told": _("Told the result: %(agency)s"),
}
