"""The letter that tells an agency what became of its comments on a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sangto.consultation.domain.comments import DispositionKind, place_words
from sangto.consultation.models import Draft
from sangto.consultation.wording import Letter


@dataclass(frozen=True, slots=True)
class ToldComment:
    """``place`` is the anchor on which the agency gave it."""

    place: str
    text: str
    decision: str
    explanation: str
    wording: str = ""


def decision_words() -> dict[str, str]:
    return {
        DispositionKind.ACCEPTED.value: _("accepted"),
        DispositionKind.PARTLY_ACCEPTED.value: _("partly accepted"),
        DispositionKind.REJECTED.value: _("not accepted"),
    }


def outcome_letter(draft: Draft, comments: Sequence[ToldComment], language: str) -> Letter:
    """Each comment with what was decided about it and why."""
    with override(language):
        words = decision_words()
        paragraphs = [
            _("Hello,"),
            ngettext(
                "Your agency commented on the draft “%(title)s”. This is what became of the "
                "comment:",
                "Your agency commented on the draft “%(title)s”. This is what became of the "
                "%(number)s comments:",
                len(comments),
            )
            % {"title": draft.title, "number": len(comments)},
        ]
        for number, one in enumerate(comments, start=1):
            lines = [
                f"{number}. {place_words(one.place)}: {one.text}".rstrip(": "),
                _("Decision: %(decision)s. %(explanation)s")
                % {"decision": words.get(one.decision, ""), "explanation": one.explanation},
            ]
            if one.wording:
                lines.append(_("New wording: %(wording)s") % {"wording": one.wording})
            paragraphs.append("\n".join(lines))
        paragraphs.append(
            _("%(agency)s thanks you for your comments.") % {"agency": draft.drafting_agency.name}
        )
        subject = _("What became of your comments: %(title)s") % {"title": draft.title}
    return Letter(subject=subject, body="\n\n".join(paragraphs) + "\n")
