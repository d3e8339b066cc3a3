"""The mail that tells somebody how their appeal ended."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sangto.appeals.domain.appeals import Outcome

OUTCOME_SENTENCES = {
    Outcome.UPHELD: gettext_lazy("What you objected to stands."),
    Outcome.CHANGED: gettext_lazy(
        "You were right in part or in whole: what you objected to is being changed."
    ),
    Outcome.WITHDRAWN: gettext_lazy("What you objected to was taken back."),
}


def decision_mail(
    *, reference: str, outcome: Outcome, reasons: str, language: str
) -> tuple[str, str]:
    """Subject and body. They repeat nothing of what the person wrote."""
    with override(language):
        body = "\n\n".join(
            [
                _("Hello,"),
                _("Your appeal %(reference)s is decided.") % {"reference": reference},
                str(OUTCOME_SENTENCES[outcome]),
                _("The reasons:"),
                reasons,
                _("You can read this again with your receipt code at %(address)s")
                % {"address": settings.SANGTO_BASE_URL},
            ]
        )
        return _("Your appeal %(reference)s is decided") % {"reference": reference}, body + "\n"
