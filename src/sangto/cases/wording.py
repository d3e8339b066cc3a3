"""The letter that tells an agency how a case ended."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.cases.models import Case


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended, in words of the room that ended it, and where the public reads about it
    (empty where nothing is published)."""

    result: str
    address: str = ""


def copy_letter(case: Case, ending: Ending) -> tuple[str, str]:
    """Subject and body, in Vietnamese: agencies write to each other in the language of offices.

    The claim stands there in the officers' own title, never in the words that people sent.
    """
    with override("vi"):
        title = case.claim.title
        paragraphs = [
            _("Hello,"),
            _("The case %(reference)s has ended: %(title)s")
            % {"reference": case.reference, "title": title},
            _("Result: %(result)s") % {"result": ending.result},
        ]
        if ending.address:
            paragraphs.append(
                _("What is published about it: %(address)s") % {"address": ending.address}
            )
        paragraphs.append(
            _(
                "%(agency)s handled it. You get this letter because your agency is on the copy "
                "list of the case."
            )
            % {"agency": case.owner.name}
        )
        subject = _("Result of case %(reference)s") % {"reference": case.reference}
        return subject, "\n\n".join(paragraphs) + "\n"
