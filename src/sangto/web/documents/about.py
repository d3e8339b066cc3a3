"""What a document belongs to: found by its reference, shown as a link to who may see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.queries import cases_visible_to, get_case_for
from sangto.consultation.permissions import Permission as ConsultationPermission
from sangto.consultation.queries import draft_for, request_for, round_for
from sangto.consultation.queries.drafts import drafts_visible_to
from sangto.consultation.queries.meetings import get_meeting_for, meetings_visible_to
from sangto.consultation.queries.rounds import rounds_visible_to
from sangto.documents.models import OfficialDocument
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop
from sangto.kernel.references import normalised_reference


@dataclass(frozen=True, slots=True)
class AboutLink:
    url: str
    label: str


_VISIBLE = {
    "cases.case": (cases_visible_to, "desk_case"),
    "consultation.opinionround": (rounds_visible_to, "desk_round"),
    "consultation.meeting": (meetings_visible_to, "desk_meeting"),
    "consultation.draft": (drafts_visible_to, "desk_draft"),
}


def about_link(actor: Actor, document: OfficialDocument) -> AboutLink | None:
    """None where it belongs to nothing, or to something that this person does not see."""
    found = _VISIBLE.get(document.about_label)
    if found is None or not document.about_id.isdecimal():
        return None
    visible, page = found
    row = visible(actor).filter(pk=int(document.about_id)).first()
    if row is None:
        return None
    words = {
        "desk_case": _("Case %(reference)s"),
        "desk_round": _("Opinion round %(reference)s"),
        "desk_meeting": _("Meeting %(reference)s"),
        "desk_draft": _("Draft %(reference)s"),
    }
    reference = str(row.reference)  # type: ignore[attr-defined] # all four of them have one
    return AboutLink(reverse(page, args=[reference]), words[page] % {"reference": reference})


def subject_by_reference(actor: Actor, text: str) -> Model:
    """The case, round, meeting or draft of this reference; refused when there is none that this
    person sees."""
    reference = normalised_reference(text)
    for find in (_case, _round, _asked, _meeting, draft_for) if reference else ():
        try:
            return find(actor, reference or "")
        except NotVisible:
            continue
    raise Refused(
        Refusal(
            "documents.reference_unknown",
            gettext_noop("There is no case, round, meeting or draft with this reference."),
            {},
            "about",
        )
    )


def _case(actor: Actor, reference: str) -> Model:
    return get_case_for(actor, reference, need=CasePermission.VIEW)


def _round(actor: Actor, reference: str) -> Model:
    return round_for(actor, reference)


def _asked(actor: Actor, reference: str) -> Model:
    return request_for(actor, reference, ConsultationPermission.ROUND_VIEW).round


def _meeting(actor: Actor, reference: str) -> Model:
    return get_meeting_for(actor, reference, need=ConsultationPermission.MEETING_VIEW)
