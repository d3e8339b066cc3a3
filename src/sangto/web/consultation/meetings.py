"""Meetings: the list, one meeting, and what is done with it as a whole."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.cases.models import Case
from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.queries import get_case_for
from sangto.consultation.domain.meetings import (
    DOORS_OPEN,
    MeetingState,
    MinutesAnswer,
    Reply,
    ReplyWay,
)
from sangto.consultation.models import Meeting, MeetingInvitee
from sangto.consultation.permissions import (
    MeetingStanding,
    Permission,
    has_meeting_permission,
    may_in_meeting,
)
from sangto.consultation.queries.meetings import (
    agreements_of,
    current_tally,
    get_meeting_for,
    listed_meetings,
    living_invitees,
    may_call_about,
    meeting_standing,
    meetings_about,
    meetings_visible_to,
    sees_cases,
    timed_agenda,
)
from sangto.consultation.services.agenda import add_item
from sangto.consultation.services.meeting_papers import invitation_letter, issue_invitation
from sangto.consultation.services.meeting_replies import own_invitation, reply_by_account
from sangto.consultation.services.meetings import (
    call_meeting,
    cancel_meeting,
    change_meeting,
    prepare_meeting,
    tell_invited,
)
from sangto.documents.queries import documents_about
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import calendar_for
from sangto.web.consultation.meeting_forms import (
    CallForm,
    CancelForm,
    MeetingForm,
    ReplyForm,
    invitee_name,
)
from sangto.web.consultation.meeting_wording import (
    MEETING_STATES,
    MINUTES_ANSWERS,
    REPLIES,
    REPLY_WAYS,
)
from sangto.web.desk import accepted, agency_of, desk_page, form_page, sent
from sangto.web.lists import shown_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
MEETINGS_SHOWN = 30
#: Minutes of an item that nobody chose yet.
USUAL_ITEM = 15


@desk_page
@require_safe
def meetings_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same number of queries for any number of meetings."""
    if not has_meeting_permission(actor, Permission.MEETING_VIEW):
        raise NotVisible
    past = request.GET.get("which") == "past"
    page = shown_page(request, listed_meetings(actor, past=past), MEETINGS_SHOWN)
    rows = [
        {"meeting": meeting, "look": MEETING_STATES[MeetingState(meeting.state)]}
        for meeting in page.object_list
    ]
    return render(
        request,
        "web/meetings/list.html",
        {
            "page": page,
            "rows": rows,
            "past": past,
            "may_prepare": has_meeting_permission(actor, Permission.MEETING_PREPARE),
        },
    )


@desk_page
@_PAGE
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """With ``?case=`` that case is the first item of the agenda."""
    if not has_meeting_permission(actor, Permission.MEETING_PREPARE):
        raise NotVisible
    case = _case_asked_for(request, actor)
    form = MeetingForm(sent(request), initial=_usual(actor, case))
    if form.is_valid():
        made: list[Meeting] = []

        def write() -> None:
            made.append(prepare_meeting(actor=actor, **form.details()))

        if accepted(form, write):
            (meeting,) = made
            if case is not None:
                add_item(meeting=meeting, title="", minutes=USUAL_ITEM, case=case, actor=actor)
            messages.success(request, _("The meeting is written down. Nobody is told yet."))
            return redirect(meeting_url(meeting))
    return form_page(request, "web/meetings/new.html", form, case=case)


@desk_page
@require_safe
def meeting_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The same number of queries for any number of items, agencies and answers."""
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_VIEW)
    standing = meeting_standing(actor, meeting)
    agenda = timed_agenda(meeting)
    visible = sees_cases(actor, [timed.item.case_id for timed in agenda if timed.item.case_id])
    state = MeetingState(meeting.state)
    may = _rights(actor, standing, meeting)
    opens_at = meeting.starts_at - DOORS_OPEN if may["open"] else None
    may["open"] = opens_at is not None and opens_at <= timezone.now()
    minutes_shown = standing.hosts or state in (MeetingState.MINUTES_OUT, MeetingState.CLOSED)
    invitees = list(living_invitees(meeting))
    return render(
        request,
        "web/meetings/meeting.html",
        {
            "meeting": meeting,
            "look": MEETING_STATES[state],
            "hosts": standing.hosts,
            "ends_at": meeting.starts_at + timedelta(minutes=meeting.minutes),
            "agenda": [
                {"item": timed.item, "slot": timed.slot, "linked": timed.item.case_id in visible}
                for timed in agenda
            ],
            "agenda_minutes": sum(timed.item.minutes for timed in agenda),
            "invitees": [_invitee(one) for one in invitees],
            "counts": _counts(invitees),
            "own": next((one for one in invitees if one.agency_id == actor.agency_id), None),
            "minutes_shown": minutes_shown
            and state in (MeetingState.HELD, MeetingState.MINUTES_OUT, MeetingState.CLOSED),
            "agreements": [
                {"row": row, "name": invitee_name(row.invitee), "look": MINUTES_ANSWERS[row.answer]}
                for row in (agreements_of(meeting) if meeting.minutes_round else [])
            ],
            "tally": current_tally(meeting) if meeting.minutes_round else None,
            "objected": MinutesAnswer.OBJECTED.value,
            "documents": list(documents_about(meeting)) if standing.hosts else [],
            "opens_at": opens_at,
            "may": may,
        },
    )


@desk_page
@_PAGE
def change_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_PREPARE)
    form = MeetingForm(sent(request), initial=MeetingForm.shown(meeting))
    if form.is_valid() and accepted(
        form, lambda: change_meeting(meeting=meeting, actor=actor, **form.details())
    ):
        messages.success(request, _("The meeting is changed."))
        return redirect(meeting_url(meeting))
    return form_page(request, "web/meetings/change.html", form, meeting=meeting)


@desk_page
@_PAGE
def call_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Shows once more what goes out, and to whom."""
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_CALL)
    form = CallForm(sent(request))
    issues = actor.agency_id == meeting.agency_id
    if form.is_valid():

        def write() -> None:
            if form.cleaned_data["letter"] and issues and invitation_letter(meeting) is None:
                issue_invitation(meeting=meeting, actor=actor)
            call_meeting(meeting=meeting, actor=actor)

        if accepted(form, write):
            messages.success(request, _("The invitations are on their way."))
            return redirect(meeting_url(meeting))
    return form_page(
        request,
        "web/meetings/call.html",
        form,
        meeting=meeting,
        issues=issues,
        agenda=timed_agenda(meeting),
        invitees=[_invitee(one) for one in living_invitees(meeting)],
    )


@desk_page
@require_POST
def tell(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_CALL)
    tell_invited(meeting=meeting, actor=actor)
    messages.success(request, _("Everybody gets the invitation as it is now."))
    return redirect(meeting_url(meeting))


@desk_page
@_PAGE
def cancel_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_CALL)
    form = CancelForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: cancel_meeting(meeting=meeting, reason=form.cleaned_data["reason"], actor=actor),
    ):
        messages.success(request, _("The meeting is cancelled."))
        return redirect(meeting_url(meeting))
    return form_page(request, "web/meetings/cancel.html", form, meeting=meeting)


@desk_page
@_PAGE
def reply_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The answer of the person's own agency, without the link."""
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_REPLY)
    invitee = own_invitation(meeting, actor)
    form = ReplyForm(sent(request), initial=ReplyForm.shown(invitee))
    if form.is_valid() and accepted(
        form, lambda: reply_by_account(meeting=meeting, actor=actor, **form.given())
    ):
        messages.success(request, _("Your answer is recorded."))
        return redirect(meeting_url(meeting))
    return form_page(request, "web/meetings/reply.html", form, meeting=meeting, invitee=invitee)


def meeting_url(meeting: Meeting) -> str:
    return reverse("desk_meeting", args=[meeting.reference])


def meeting_offer(actor: Actor, case: Case) -> str:
    """Where a meeting about this case is begun; empty for who may not."""
    if not may_call_about(actor, case):
        return ""
    return f"{reverse('desk_meeting_new')}?case={case.reference}"


def meetings_shown(actor: Actor, case: Case) -> list[dict[str, object]]:
    """Meetings about a case, for its page. Up to three queries."""
    found = list(meetings_about(case))
    if not found:
        return []
    visible = meetings_visible_to(actor).filter(pk__in=[meeting.pk for meeting in found])
    linked = set(visible.values_list("pk", flat=True))
    return [
        {
            "meeting": meeting,
            "look": MEETING_STATES[MeetingState(meeting.state)],
            "linked": meeting.pk in linked,
        }
        for meeting in found
    ]


def _case_asked_for(request: HttpRequest, actor: Actor) -> Case | None:
    reference = request.GET.get("case", "")
    if not reference:
        return None
    case = get_case_for(actor, reference, need=CasePermission.VIEW)
    if not may_call_about(actor, case):
        raise NotVisible
    return case


def _usual(actor: Actor, case: Case | None) -> dict[str, object]:
    """The next working day but one, in the morning."""
    agency = agency_of(actor)
    day = timezone.localdate()
    if agency is not None:
        calendar = calendar_for(agency.network)
        left = 2
        while left:
            day += timedelta(days=1)
            left -= 1 if calendar.is_working(day) else 0
    return {
        "title": case.claim.title if case is not None else "",
        "starts_on": day,
        "time": "09:00",
        "minutes": 60,
    }


def _invitee(invitee: MeetingInvitee) -> dict[str, object]:
    return {
        "row": invitee,
        "name": invitee_name(invitee),
        "look": REPLIES[Reply(invitee.reply)],
        "way": REPLY_WAYS[ReplyWay(invitee.reply_way)],
    }


def _counts(invitees: list[MeetingInvitee]) -> dict[str, int]:
    return {
        "invited": len(invitees),
        "accepted": sum(1 for one in invitees if one.reply == Reply.ACCEPTED),
        "tentative": sum(1 for one in invitees if one.reply == Reply.TENTATIVE),
        "declined": sum(1 for one in invitees if one.reply == Reply.DECLINED),
        "silent": sum(1 for one in invitees if one.reply == Reply.NONE),
    }


def _rights(actor: Actor, standing: MeetingStanding, meeting: Meeting) -> dict[str, bool]:
    """What the page offers: by role and part, and by the state of the meeting."""

    def may(permission: Permission) -> bool:
        return may_in_meeting(actor, permission, standing)

    state = MeetingState(meeting.state)
    before = state in (MeetingState.PREPARING, MeetingState.CALLED)
    needed = (
        Permission.MEETING_PREPARE if state is MeetingState.PREPARING else Permission.MEETING_CALL
    )
    return {
        "change": before and may(needed),
        "call": state is MeetingState.PREPARING and may(Permission.MEETING_CALL),
        "tell": state is MeetingState.CALLED and may(Permission.MEETING_CALL),
        "cancel": before and may(Permission.MEETING_CALL),
        "open": state is MeetingState.CALLED and may(Permission.MEETING_MINUTES),
        "write": state is MeetingState.HELD and may(Permission.MEETING_MINUTES),
        "conclude": state in (MeetingState.HELD, MeetingState.MINUTES_OUT, MeetingState.CLOSED)
        and may(Permission.MEETING_CONCLUDE),
        "minutes_out": state is MeetingState.MINUTES_OUT and may(Permission.MEETING_MINUTES),
        "note": state is MeetingState.CALLED and may(Permission.MEETING_PREPARE),
        "reply": state is MeetingState.CALLED and may(Permission.MEETING_REPLY),
        "agree": state is MeetingState.MINUTES_OUT and may(Permission.MEETING_REPLY),
        "issue_invitation": before
        and may(Permission.MEETING_CALL)
        and actor.agency_id == meeting.agency_id,
        "issue_minutes": state is MeetingState.CLOSED
        and may(Permission.MEETING_MINUTES)
        and actor.agency_id == meeting.agency_id,
        "papers": standing.hosts,
    }
