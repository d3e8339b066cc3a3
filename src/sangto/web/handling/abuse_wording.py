"""Words for reports to providers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.handling.domain.abuse import (
    AbuseAction,
    AbuseFormat,
    AbuseGround,
    AbuseState,
    ProviderKind,
    Seen,
    Solicitation,
    TargetKind,
)
from sangto.web.wording import Words

GROUND_NAMES: Words = {
    AbuseGround.CREDENTIAL_FORM: _("A form that asks for passwords or codes"),
    AbuseGround.PAYMENT_REQUEST: _("A payment asked for under a false pretence"),
    AbuseGround.MALWARE_HASH: _("A harmful file, known by its SHA-256"),
    AbuseGround.INJECTED_PAGE: _("A page put there by somebody who broke in"),
    AbuseGround.FORGED_DOCUMENT: _("A forged document"),
}
TARGET_NAMES: Words = {
    TargetKind.PAGE: _("A page, by its full address"),
    TargetKind.DOMAIN: _("A whole domain"),
    TargetKind.ACCOUNT: _("An account that impersonates somebody"),
    TargetKind.MAIL: _("Where an e-mail came from (a domain or an IP number)"),
}
PROVIDER_NAMES: Words = {
    ProviderKind.REGISTRAR: pgettext_lazy("provider", "Registrar"),
    ProviderKind.HOST: pgettext_lazy("provider", "Host"),
    ProviderKind.PLATFORM: pgettext_lazy("provider", "Platform"),
}
FORMAT_NAMES: Words = {
    AbuseFormat.XARF: _("XARF (a file that machines read)"),
    AbuseFormat.ARF: _("ARF (a mail about a mail)"),
    AbuseFormat.MAIL: _("Plain mail"),
}
SOLICITATION_NAMES: Words = {
    Solicitation.MONEY: _("Money"),
    Solicitation.CREDENTIALS: _("Passwords or codes"),
    Solicitation.PERSONAL_DATA: _("Personal data"),
    Solicitation.INSTALLATION: _("To install an app"),
}
STATE_NAMES: Words = {
    AbuseState.DRAFT: pgettext_lazy("abuse report", "Draft"),
    AbuseState.APPROVED: pgettext_lazy("abuse report", "Approved"),
    AbuseState.SENT: pgettext_lazy("abuse report", "Sent"),
    AbuseState.ACKNOWLEDGED: pgettext_lazy("abuse report", "Acknowledged"),
    AbuseState.ACTIONED: pgettext_lazy("abuse report", "The provider acted"),
    AbuseState.REFUSED: pgettext_lazy("abuse report", "Refused by the provider"),
    AbuseState.NO_ANSWER: pgettext_lazy("abuse report", "No answer"),
    AbuseState.GONE: pgettext_lazy("abuse report", "No longer there"),
}
#: Tone and icon of each state.
STATE_LOOKS: dict[str, tuple[str, str]] = {
    AbuseState.DRAFT: ("caution", "waiting"),
    AbuseState.APPROVED: ("plain", "done"),
    AbuseState.SENT: ("plain", "waiting"),
    AbuseState.ACKNOWLEDGED: ("plain", "waiting"),
    AbuseState.ACTIONED: ("good", "done"),
    AbuseState.REFUSED: ("outdated", "refused"),
    AbuseState.NO_ANSWER: ("outdated", "waiting"),
    AbuseState.GONE: ("good", "done"),
}
ACTION_NAMES: Words = {
    AbuseAction.ACKNOWLEDGE: _("The provider acknowledged it"),
    AbuseAction.ACTION: _("The provider acted"),
    AbuseAction.REFUSE: _("The provider refused"),
    AbuseAction.GIVE_UP: _("There was no answer"),
    AbuseAction.FIND_GONE: _("It is no longer there"),
}
SEEN_NAMES: Words = {
    Seen.STILL_THERE: _("Still there"),
    Seen.CHANGED: _("Changed"),
    Seen.GONE: _("No longer there"),
}
LANGUAGE_NAMES: Words = {"vi": _("Vietnamese"), "en": _("English")}
