"""The words of a mail to a provider, where the desk wrote none of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override, pgettext

from sangto.handling.domain.abuse import AbuseGround

GROUND_SENTENCES: dict[AbuseGround, str] = {
    AbuseGround.CREDENTIAL_FORM: gettext_noop("A form there asks for passwords or codes"),
    AbuseGround.PAYMENT_REQUEST: gettext_noop("It asks for a payment under a false pretence"),
    AbuseGround.MALWARE_HASH: gettext_noop("A harmful file is offered there"),
    AbuseGround.INJECTED_PAGE: gettext_noop("The page was put there by somebody who broke in"),
    AbuseGround.FORGED_DOCUMENT: gettext_noop("A forged document is shown there"),
}


def ground_words(ground: AbuseGround, language: str) -> str:
    with override(language):
        return _(GROUND_SENTENCES[ground])


def default_template(language: str) -> tuple[str, str]:
    with override(language):
        subject = _("Abuse report {reference}")
        body = "\n\n".join(
            [
                pgettext("to a provider", "Hello,"),
                _("we report the following, which your service makes reachable:"),
                "{target}",
                _("What can be seen there: {ground}."),
                "{facts}",
                _("Evidence, with the SHA-256 of each file:"),
                "{evidence}",
                _(
                    "Please look for yourself, act by your own terms, and tell us what you did. "
                    "Two people have checked this report. It is about a technical abuse, never "
                    "about what somebody says."
                ),
                _("Your answer reaches us at {reply_to}. Please keep {reference} in it."),
                "{agency}",
            ]
        )
    return subject, body
