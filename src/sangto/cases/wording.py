"""Names of the categories, and the letter that tells an agency how a case ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sangto.cases.models import Case
from sangto.kernel.categories import Category

#: The one table of these names; pages, letters and documents read it.
CATEGORY_NAMES: Mapping[str, str | Promise] = {
    Category.FRAUD: gettext_lazy("Scam"),
    Category.MALICIOUS_LINK: gettext_lazy("Malicious link or app"),
    Category.IMPERSONATION: gettext_lazy("Impersonation"),
    Category.COMPROMISED_SITE: gettext_lazy("Broken-in website"),
    Category.FACTUAL_CLAIM: gettext_lazy("Factual claim"),
    Category.PRIVACY: gettext_lazy("Private data"),
    Category.CHILD_SAFETY: gettext_lazy("Child safety"),
    Category.SERVICE_FEEDBACK: gettext_lazy("Feedback on a public service"),
    Category.OUT_OF_SCOPE: gettext_lazy("Outside what this desk does"),
}


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
