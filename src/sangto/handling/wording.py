"""The mail that tells a sender about the answer."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.cases.wording import Ending
from sangto.handling.models import FeedbackAnswer


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
