"""The mail that brings an answer to somebody who asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.kernel.categories import Rating
from sangto.kernel.personal import masked
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.published import in_language, steps_of
from sangto.verdicts.wording import page_address, rating_word


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def answer_letter(version: VerdictVersion, *, language: str, changed: bool) -> Letter:
    """In the reader's language: the answer first, then what to do, then where to read more.

    ``changed`` is for those who got an earlier version; they also read what is different. The
    mail holds nothing of the report itself.
    """
    with override(language):
        title = in_language(version, "title", language)
        steps = steps_of(version, language)
        paragraphs = [
            _("The answer you got from us has changed.")
            if changed
            else _("You asked us about a message. Here is what we found out."),
            title,
            _("Our answer: %(rating)s") % {"rating": rating_word(Rating(version.rating), language)},
            in_language(version, "summary", language),
        ]
        missing = in_language(version, "missing", language)
        if missing:
            paragraphs.append(_("What is still missing: %(missing)s") % {"missing": missing})
        if changed and version.change_note:
            paragraphs.append(
                _("What has changed: %(note)s")
                % {"note": in_language(version, "change_note", language)}
            )
        if steps:
            numbered = [f"{place}. {step}" for place, step in enumerate(steps, start=1)]
            paragraphs.append("\n".join([_("What you can do now:"), *numbered]))
        paragraphs.append(
            _("Why we say so, and our sources: %(address)s")
            % {"address": page_address(version.verdict.reference, language=language)}
        )
        if version.valid_until is not None:
            paragraphs.append(
                _("This answer holds until %(day)s, as far as we know today.")
                % {"day": date_format(version.valid_until, _("j F Y"))}
            )
        paragraphs.append(_("Thank you for asking before passing it on."))
        subject = (
            _("An answer you got has changed: %(title)s")
            if changed
            else _("The answer to your question: %(title)s")
        ) % {"title": title}
        return Letter(subject=subject, body="\n\n".join(paragraphs) + "\n")


def withdrawal_letter(version: VerdictVersion, *, language: str) -> Letter:
    """That an answer was taken back, and why; it does not repeat the answer."""
    with override(language):
        paragraphs = [
            _("The answer you got from us was taken back. Please do not rely on it any more."),
            _("Why: %(reason)s") % {"reason": masked(version.withdrawal_reason)},
            _("What stood there, and when it was taken back: %(address)s")
            % {"address": page_address(version.verdict.reference, language=language)},
            _("We are sorry for the mistake. You can ask us again at any time."),
        ]
        return Letter(
            subject=_("An answer you got was taken back: %(reference)s")
            % {"reference": version.verdict.reference},
            body="\n\n".join(paragraphs) + "\n",
        )
