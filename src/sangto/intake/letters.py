"""Mails about a report, in the sender's language. They never repeat what was sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, override

from sangto.intake.domain.reports import CLOSING, Closing
from sangto.intake.models import Report


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def closing_letter(report: Report, closing: Closing, language: str) -> Letter:
    with override(language):
        subject = gettext("Your report %(reference)s is closed") % {"reference": report.reference}
        parts = [
            gettext("Thank you for checking before you believed or shared it."),
            gettext(CLOSING[closing]),
            gettext("You can read this on the page of your receipt as well: %(address)s")
            % {"address": f"{settings.SANGTO_BASE_URL}/"},
            gettext("We have erased your e-mail address. Nobody reads replies to this mail."),
        ]
    return Letter(subject=subject, body="\n\n".join(parts) + "\n")
