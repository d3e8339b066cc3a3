"""Words for appeals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.appeals.domain.appeals import AppealState, Outcome, Relation
from sangto.web.cases.wording import StateLook
from sangto.web.templatetags.rating_looks import Tone
from sangto.web.wording import Words

RELATIONS: Words = {
    Relation.CONCERNED: _("It is about me, or about my organisation"),
    Relation.FOR_CONCERNED: _("I speak for the person or organisation that it is about"),
    Relation.OTHER: _("I am somebody else"),
}
OUTCOMES: Words = {
    Outcome.UPHELD: pgettext_lazy("appeal", "Upheld: it stands as it is"),
    Outcome.CHANGED: pgettext_lazy("appeal", "Changed: a new version has to be written"),
    Outcome.WITHDRAWN: pgettext_lazy("appeal", "Withdrawn: it is taken back"),
}
STEPS: Words = {
    "received": _("Appeal %(reference)s came in"),
    "taken": _("Appeal %(reference)s was taken by an officer"),
    "withdrawn": _("Appeal %(reference)s was taken back by its sender"),
    "decided_upheld": _("Appeal %(reference)s decided: it stands"),
    "decided_changed": _("Appeal %(reference)s decided: a new version is needed"),
    "decided_withdrawn": _("Appeal %(reference)s decided: taken back"),
}
STATES = {
    AppealState.RECEIVED: StateLook(_("Waits for an officer"), Tone.CAUTION, "waiting"),
    AppealState.REVIEW: StateLook(_("Being looked at"), Tone.PLAIN, "search"),
    AppealState.DECIDED: StateLook(pgettext_lazy("appeal", "Decided"), Tone.GOOD, "done"),
    AppealState.WITHDRAWN: StateLook(_("Taken back by its sender"), Tone.UNKNOWN, "refused"),
}
