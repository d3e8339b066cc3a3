"""Names of measures, and the mails of the room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sangto.cases.models import Case
from sangto.cases.wording import Ending
from sangto.handling.domain.measures import MeasureOutcome
from sangto.handling.models import FeedbackAnswer, Measure, MeasureResult, PressQuestion
from sangto.kernel.categories import Measure as MeasureKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MEASURE_NAMES: Mapping[str, str | Promise] = {
    MeasureKind.PUBLISH_WARNING: gettext_lazy("Publish a warning"),
    MeasureKind.PUBLISH_VERDICT: gettext_lazy("Publish the verdict"),
    MeasureKind.ABUSE_REPORT: gettext_lazy("Technical report to host, registrar or platform"),
    MeasureKind.HELP_COMPLAIN: gettext_lazy("Help the victim to complain"),
    MeasureKind.AWARENESS: gettext_lazy("Inform the public how to recognise it"),
    MeasureKind.TELL_OWNER: gettext_lazy("Tell the owner of the site"),
    MeasureKind.ANSWER_BY_AGENCY: gettext_lazy("Answer by the competent agency"),
    MeasureKind.SHOW_HOTLINE: gettext_lazy("Show the child protection hotline"),
    MeasureKind.EXPLAIN_TO_SENDER: gettext_lazy("Explain to the sender"),
}
RESULT_NAMES: Mapping[str, StrOrPromise] = {
    MeasureOutcome.DONE: gettext_lazy("Done"),
    MeasureOutcome.PARTLY: gettext_lazy("Done in part"),
    MeasureOutcome.NOT_DONE: gettext_lazy("Not done"),
    MeasureOutcome.REFUSED: gettext_lazy("Refused"),
}


def answered_ending(answer: FeedbackAnswer) -> Ending:
    """For agencies on the copy list: that it was answered, not what the answer says."""
    with override("vi"):
        return Ending(
            result=_("Answered by %(agency)s to those who had asked.")
            % {"agency": answer.agency.name}
        )


def answer_mail(answer: FeedbackAnswer, language: str) -> tuple[str, str]:
    """Subject and body in the sender's language. They repeat nothing of what the sender wrote."""
    with override(language):
        agency = answer.agency.name
        if language == "en" and answer.agency.name_en:
            agency = answer.agency.name_en
        subject = _("An answer to what you asked us")
        body = "\n\n".join(
            [
                _("Hello,"),
                _("You wrote to us, and we passed it on to be answered. %(agency)s answers:")
                % {"agency": agency},
                answer.text,
                _("You can read this again with your receipt code at %(address)s")
                % {"address": settings.SANGTO_BASE_URL},
                _("Thank you for writing to us."),
            ]
        )
    return subject, body


def asked_letter(measure: Measure) -> tuple[str, str]:
    """To the agency that a measure was given to, in the language of offices. What is asked stands
    on its page; the claim in the officers' own title."""
    with override("vi"):
        by = _("The committee directs your agency to take a measure.")
        if measure.directed_by_id is None:
            by = _("The desk asks your agency to take a measure.")
        return _letter(
            _("Measure %(reference)s: to be done by %(day)s")
            % {"reference": measure.reference, "day": _day(measure.due_at)},
            by,
            _about(measure.case),
            _("Measure: %(measure)s") % {"measure": MEASURE_NAMES[measure.kind]},
            _("To be done by: %(day)s") % {"day": _day(measure.due_at)},
        )


def result_letter(measure: Measure, result: MeasureResult) -> tuple[str, str]:
    """The copy of a result: that it came and how it ended; the rest stands on its page."""
    with override("vi"):
        outcome = RESULT_NAMES[result.outcome]
        return _letter(
            _("Result of measure %(reference)s: %(outcome)s")
            % {"reference": measure.reference, "outcome": outcome},
            _("%(agency)s reports the result of a measure.") % {"agency": measure.owner.name},
            _about(measure.case),
            _("Measure: %(measure)s") % {"measure": MEASURE_NAMES[measure.kind]},
            _("Result: %(result)s") % {"result": outcome},
        )


def overturned_letter(measure: Measure) -> tuple[str, str]:
    with override("vi"):
        return _letter(
            _("Measure %(reference)s was taken back after an appeal")
            % {"reference": measure.reference},
            _("An appeal against a measure of your agency was upheld. The measure is taken back."),
            _about(measure.case),
            _("Measure: %(measure)s") % {"measure": MEASURE_NAMES[measure.kind]},
        )


def press_letter(question: PressQuestion) -> tuple[str, str]:
    with override("vi"):
        return _letter(
            _("Question of the press %(reference)s: answer by %(day)s")
            % {"reference": question.reference, "day": _day(question.due_at)},
            _("%(outlet)s asks your agency a question.") % {"outlet": question.outlet},
            _about(question.case),
            _("Answer by: %(day)s") % {"day": _day(question.due_at)},
        )


def reopened_letter(case: Case) -> tuple[str, str]:
    with override("vi"):
        return _letter(
            _("Case %(reference)s is open again") % {"reference": case.reference},
            _("Somebody who had asked did not find the answer enough, and asks for another look."),
            _about(case),
            _("Answer by: %(day)s") % {"day": _day(case.due_at)},
        )


def _about(case: Case) -> str:
    return _("Case %(reference)s: %(title)s") % {
        "reference": case.reference,
        "title": case.claim.title,
    }


def _letter(subject: str, *paragraphs: str) -> tuple[str, str]:
    address = _("Sign in at %(address)s") % {"address": settings.SANGTO_BASE_URL}
    return subject, "\n\n".join([_("Hello,"), *paragraphs, address]) + "\n"


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}"
