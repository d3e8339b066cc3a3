"""Words of the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.appeals.domain.appeals import Outcome
from sangto.kernel.categories import Rating
from sangto.transparency.domain.entries import EntryKind, Handling
from sangto.verdicts.domain.version import RemovalCause
from sangto.verdicts.wording import RATING_WORDS
from sangto.web.wording import Words, word

KINDS: Words = {
    EntryKind.VERDICT: pgettext_lazy("register", "Verdict"),
    EntryKind.VERSION: pgettext_lazy("register", "New version of a verdict"),
    EntryKind.MEASURE: pgettext_lazy("register", "Measure"),
    EntryKind.ABUSE_REPORT: pgettext_lazy("register", "Technical abuse report"),
    EntryKind.APPEAL: pgettext_lazy("register", "Appeal"),
    EntryKind.REMOVAL: pgettext_lazy("register", "Removal"),
}
REMOVAL_CAUSES: Words = {
    RemovalCause.APPEAL: _("Somebody objected and was right"),
    RemovalCause.ERROR: _("We found a mistake of our own"),
    RemovalCause.PERSONAL_DATA: _("It held personal data"),
    RemovalCause.COURT: _("A court decided so"),
}
HANDLINGS: Words = {
    Handling.WITHDRAWN: _("The whole verdict was taken back, and everybody answered with it told"),
    Handling.MASKED: _("Some words were masked; the rest stands"),
}
_OUTCOMES: Words = {
    Outcome.UPHELD: pgettext_lazy("register", "It stands"),
    Outcome.CHANGED: pgettext_lazy("register", "A new version is written"),
    Outcome.WITHDRAWN: pgettext_lazy("register", "Taken back"),
    "taken_back": pgettext_lazy("register", "Taken back by its sender"),
    "masked": pgettext_lazy("register", "Masked"),
    "": pgettext_lazy("register", "Not decided yet"),
    "done": pgettext_lazy("register", "Done"),
    "partly": pgettext_lazy("register", "Done in part"),
    "not_done": pgettext_lazy("register", "Could not be done"),
    "refused": pgettext_lazy("register", "Refused"),
    "overturned": pgettext_lazy("register", "Called off"),
    "approved": pgettext_lazy("register", "Approved"),
    "sent": pgettext_lazy("register", "Sent"),
    "acknowledged": pgettext_lazy("register", "Acknowledged"),
    "actioned": pgettext_lazy("register", "The provider acted"),
    "no_answer": pgettext_lazy("register", "No answer"),
    "gone": pgettext_lazy("register", "It is gone"),
}


def outcome_word(kind: EntryKind, outcome: str) -> str:
    if kind in {EntryKind.VERDICT, EntryKind.VERSION}:
        return str(RATING_WORDS[Rating(outcome)]) if outcome in set(Rating) else outcome
    return word(_OUTCOMES, outcome)
