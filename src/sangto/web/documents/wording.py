"""Words of registers and documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.documents.domain.official import DocumentKind
from sangto.documents.domain.registers import Direction, DocumentState
from sangto.web.wording import Words

KIND_NAMES: Words = {
    DocumentKind.OFFICIAL_LETTER: _("Official letter"),
    DocumentKind.INVITATION: pgettext_lazy("document", "Invitation"),
    DocumentKind.MINUTES: pgettext_lazy("document", "Minutes"),
    DocumentKind.SUBMISSION: pgettext_lazy("document", "Submission"),
    DocumentKind.REPORT: pgettext_lazy("document", "Report"),
    DocumentKind.NOTICE: pgettext_lazy("document", "Notice"),
    DocumentKind.PLAN: pgettext_lazy("document", "Plan"),
    DocumentKind.DECISION: pgettext_lazy("document", "Decision"),
    DocumentKind.CONSOLIDATED_TABLE: _("Consolidated table"),
    "": pgettext_lazy("document", "Another type"),
}
DIRECTION_NAMES: Words = {
    Direction.OUTGOING: pgettext_lazy("documents", "Outgoing"),
    Direction.INCOMING: pgettext_lazy("documents", "Incoming"),
}
STATE_NAMES: Words = {
    DocumentState.RESERVED: pgettext_lazy("document", "Number taken"),
    DocumentState.ISSUED: pgettext_lazy("document", "Issued"),
    DocumentState.RECEIVED: pgettext_lazy("document", "Received"),
    DocumentState.CANCELLED: pgettext_lazy("document", "Cancelled"),
}
#: Tone and icon of the tag of a state.
STATE_LOOKS: dict[str, tuple[str, str]] = {
    DocumentState.RESERVED: ("caution", "waiting"),
    DocumentState.ISSUED: ("good", "done"),
    DocumentState.RECEIVED: ("plain", "done"),
    DocumentState.CANCELLED: ("outdated", "refused"),
}
