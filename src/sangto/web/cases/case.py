"""The page of a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.cases.domain.states import CaseOutcome, CaseStatus, EntryKind
from sangto.cases.models import Case
from sangto.cases.permissions import Permission
from sangto.cases.queries import (
    InboxStatus,
    came_from,
    category_of,
    get_case_for,
    standing_of,
    subject_relatives,
)
from sangto.documents.queries import documents_visible_to
from sangto.handling.models import FeedbackAnswer
from sangto.handling.queries import measures_of, press_questions_of
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible
from sangto.matching import permissions as matching
from sangto.organisations.queries import service_fields
from sangto.verdicts import permissions as verdicts
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.queries import told_count, versions_of_case
from sangto.web.appeals.desk import appeals_shown
from sangto.web.cases.actions import Place, steps_of
from sangto.web.cases.deadlines import explained
from sangto.web.cases.evidence import evidence_of
from sangto.web.cases.forms import NoteForm, state_of
from sangto.web.cases.history import FILTERS, history_of
from sangto.web.cases.holds import hold_of
from sangto.web.cases.suggestions import about_claim
from sangto.web.cases.wording import OUTCOME_NAMES, STATES, VERSION_STATES
from sangto.web.cases.work import work_of
from sangto.web.consultation.meetings import meeting_offer, meetings_shown
from sangto.web.consultation.rounds_of_case import rounds_shown
from sangto.web.desk import desk_page
from sangto.web.handling.rows import press_row, row_of
from sangto.web.wording import CHECK_STATEMENTS, TOPIC_NAMES, word


def place_of(case: Case, actor: Actor) -> Place:
    return Place(
        case=case,
        actor=actor,
        standing=standing_of(actor, case),
        relatives=subject_relatives(case),
        versions=versions_of_case(case),
        giver=came_from(case),
    )


@desk_page
@require_safe
def case_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The same number of queries for any number of reports, notes and versions."""
    case = get_case_for(actor, reference, need=Permission.VIEW)
    return render(request, "web/cases/case.html", case_context(request, actor, case, NoteForm()))


def case_context(
    request: HttpRequest, actor: Actor, case: Case, note_form: NoteForm
) -> dict[str, object]:
    """Everything that the page shows; also for the answer to a note that was refused."""
    place = place_of(case, actor)
    shown = request.GET.get("shown", "")
    category = category_of(case)
    published = place.published_version
    describes = place.may(Permission.CATEGORISE) and matching.may(
        actor, matching.MatchingPermission.CLAIM_DESCRIBE
    )
    open_case = case.status != CaseStatus.CLOSED
    reads = place.may_verdict(verdicts.Permission.READ_UNPUBLISHED)
    return {
        "case": case,
        "claim": case.claim,
        "hold": hold_of(case.claim, actor),
        "look": STATES[InboxStatus(case.status)],
        "outcome": OUTCOME_NAMES[CaseOutcome(case.outcome)],
        "category": category,
        "deadline": explained(case),
        "evidence": evidence_of(case.claim, actor, request),
        "suggested": about_claim(case.claim, actor),
        "steps": steps_of(place),
        "checks": _checks(case),
        "entries": history_of(case, shown, linked=reads),
        "timeline_filters": _timeline_filters(shown),
        "topic_name": _topic_name(case),
        "versions": [
            {"row": version, "word": VERSION_STATES[VersionStatus(version.status)].word}
            for version in place.versions
        ],
        "may_read_versions": reads,
        "told": told_count(published) if published is not None else None,
        "measures": [row_of(measure) for measure in measures_of(case)],
        "press_questions": [press_row(question) for question in press_questions_of(case)],
        "answer": FeedbackAnswer.objects.filter(case=case).select_related("agency").first(),
        "documents": documents_visible_to(actor).filter(
            about_label=case._meta.label_lower, about_id=str(case.pk)
        ),
        "conflicted": place.standing.conflicted,
        "may_note": open_case and place.may(Permission.NOTE),
        "may_take": open_case
        and place.may(Permission.ASSIGN)
        and place.standing.owns
        and case.assignee_id != actor.user_id,
        "may_join": open_case and place.may(Permission.NOTE) and not _works_on(case, actor),
        "may_describe": open_case and describes,
        "may_keep": open_case
        and describes
        and category is not None
        and bool(RULES[category].indicators),
        "may_move": open_case
        and place.may(Permission.CATEGORISE)
        and matching.may(actor, matching.MatchingPermission.REPORT_MOVE),
        "note_form": note_form,
        "seen": state_of(case),
        "work": work_of(place),
        "rounds": rounds_shown(actor, case),
        "appeals": appeals_shown(actor, case),
        "meetings": meetings_shown(actor, case),
        "meeting_offer": meeting_offer(actor, case),
        "today": timezone.localdate(),
    }


def _works_on(case: Case, actor: Actor) -> bool:
    """Whether this person holds the case, opened it, or joined the work."""
    if case.assignee_id == actor.user_id:
        return True
    kinds = [EntryKind.OPENED.value, EntryKind.JOINED.value]
    return case.timeline.filter(user_id=actor.user_id or 0, kind__in=kinds).exists()


def _checks(case: Case) -> list[dict[str, object]]:
    return [
        {
            "by": check.user.full_name,
            "agency": check.agency,
            "at": check.recorded_at,
            "statements": [word(CHECK_STATEMENTS, code) for code in check.checks],
        }
        for check in case.checks.select_related("user", "agency")
    ]


def _topic_name(case: Case) -> str:
    """A topic of the closed list, or a service that the network's charter names."""
    if case.category != Category.SERVICE_FEEDBACK:
        return word(TOPIC_NAMES, case.topic)
    english = get_language() == "en"
    names = {
        field.code: (english and field.name_en) or field.name
        for field in service_fields(case.network)
    }
    return names.get(case.topic, case.topic)


def _timeline_filters(shown: str) -> list[dict[str, object]]:
    labels = {
        "": _("Everything"),
        "notes": _("Notes"),
        "steps": _("Steps"),
        "work": _("Tasks and checklist"),
        "moves": _("Who had it"),
    }
    current = shown if shown in FILTERS else ""
    return [
        {"label": label, "url": f"?shown={key}#timeline", "current": key == current}
        for key, label in labels.items()
    ]


def case_url(case: Case) -> str:
    return reverse("desk_case", args=[case.reference])


def url_if_visible(actor: Actor, case: Case) -> str:
    """The case, or the inbox for who passed it on or gave the second word and sees it no more."""
    try:
        get_case_for(actor, case.reference, need=Permission.VIEW)
    except NotVisible:
        return reverse("desk")
    return case_url(case)
