"""Words of registers and documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangto.documents.domain.official import DocumentKind
from sangto.documents.domain.registers import Direction, DocumentState
from sangto.documents.domain.signing import ApprovalState, Capacity, SignedForm
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
CAPACITY_NAMES: Words = {
    Capacity.HEAD: _("As the head"),
    Capacity.DEPUTY: _("KT.: a deputy, for the head"),
    Capacity.BY_ORDER: _("TL.: by order of the head"),
    Capacity.AUTHORISED: _("TUQ.: by a written authorisation"),
}
APPROVAL_NAMES: Words = {
    ApprovalState.ASKED: pgettext_lazy("approval", "Waits for the signer"),
    ApprovalState.APPROVED: pgettext_lazy("approval", "Approved"),
    ApprovalState.RETURNED: pgettext_lazy("approval", "Sent back"),
    ApprovalState.WITHDRAWN: pgettext_lazy("approval", "Taken back"),
}
SIGNED_FORMS: Words = {
    SignedForm.SCANNED: _("Signed on paper and scanned"),
    SignedForm.DIGITAL: _("PDF with a digital signature"),
}
LAYOUT_NAMES: Words = {
    "margin_top_mm": _("Top margin (mm)"),
    "margin_bottom_mm": _("Bottom margin (mm)"),
    "margin_left_mm": _("Left margin (mm)"),
    "margin_right_mm": _("Right margin (mm)"),
    "page_number_pt": _("Page number (pt)"),
    "state_name_pt": _("Name of the state (pt)"),
    "motto_pt": _("Motto (pt)"),
    "parent_pt": _("Agency above (pt)"),
    "agency_pt": _("Issuing agency (pt)"),
    "agency_line": _("Line under the agency, as a part of its name"),
    "place_date_pt": _("Place and date (pt)"),
    "type_pt": _("Type of the document (pt)"),
    "subject_pt": _("Subject (pt)"),
    "subject_line": _("Line under the subject, as a part of it"),
    "letter_subject_pt": _("Subject of a letter, V/v (pt)"),
    "addressee_pt": _("Addressees, Kính gửi (pt)"),
    "body_pt": _("Text (pt)"),
    "first_line_mm": _("First line in by (mm)"),
    "paragraph_gap_pt": _("Room between paragraphs (pt)"),
    "line_spacing": _("Lines apart (1 is single)"),
    "chapter_pt": _("Chapters (pt)"),
    "article_pt": _("Articles, Điều (pt)"),
    "clause_pt": _("Clauses and points (pt)"),
    "signature_pt": _("Authority and position of who signs (pt)"),
    "signer_pt": _("Name under a signature (pt)"),
    "table_pt": _("Text in tables (pt)"),
    "signing_room_mm": _("Room for hand and seal (mm)"),
}
#: Tone and icon of the tag of a state.
STATE_LOOKS: dict[str, tuple[str, str]] = {
    DocumentState.RESERVED: ("caution", "waiting"),
    DocumentState.ISSUED: ("good", "done"),
    DocumentState.RECEIVED: ("plain", "done"),
    DocumentState.CANCELLED: ("outdated", "refused"),
}
