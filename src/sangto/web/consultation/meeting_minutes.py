"""Pages of a meeting that goes on: who came, the minutes of each item, agreement."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.queries.owners import agencies_in_force
from sangto.consultation.models import ActionItem, AgendaItem
from sangto.consultation.permissions import Permission
from sangto.consultation.queries.meetings import decides_about, get_meeting_for, living_invitees
from sangto.consultation.services.agreeing import (
    answer_minutes,
    circulate_minutes,
    close_minutes,
    take_back_minutes,
)
from sangto.consultation.services.meeting_replies import own_invitation
from sangto.consultation.services.minutes import (
    Came,
    add_action,
    conclude_item,
    open_meeting,
    record_attendance,
    remove_action,
    write_item,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.web.cases.forms import show_again
from sangto.web.consultation.meeting_agenda import item_of
from sangto.web.consultation.meeting_forms import (
    ActionForm,
    AgreeForm,
    AttendanceForm,
    ConcludeForm,
    MinutesForm,
)
from sangto.web.consultation.meetings import meeting_url
from sangto.web.desk import accepted, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_NEED = Permission.MEETING_MINUTES


@desk_page
@require_POST
def open_now(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=_NEED)
    open_meeting(meeting=meeting, actor=actor)
    messages.success(request, _("The meeting is open. Record first who came."))
    return redirect("desk_meeting_attendance", reference)


@desk_page
@_PAGE
def attendance_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Only those for whom something is chosen are recorded."""
    meeting = get_meeting_for(actor, reference, need=_NEED)
    form = AttendanceForm(sent(request), invitees=living_invitees(meeting))
    if form.is_valid():
        data = form.cleaned_data
        came = {
            invitee.pk: Came(attended=data[answer] == "yes", by=data[by])
            for invitee, answer, by in form.rows
            if data[answer]
        }
        if accepted(form, lambda: record_attendance(meeting=meeting, came=came, actor=actor)):
            messages.success(request, _("Who came is recorded."))
            return redirect(meeting_url(meeting))
    return form_page(request, "web/meetings/attendance.html", form, meeting=meeting)


@desk_page
@_PAGE
def minutes_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """The minutes of one item. When somebody else wrote meanwhile, both texts are shown and the
    person decides; nothing that was typed is lost."""
    meeting = get_meeting_for(actor, reference, need=_NEED)
    item = item_of(meeting, number)
    form = MinutesForm(
        sent(request),
        initial={
            "seen": item.revision,
            "discussion": item.discussion,
            "conclusion": item.conclusion,
        },
    )
    theirs: AgendaItem | None = None
    if form.is_valid():
        if accepted(form, lambda: write_item(item=item, actor=actor, **form.cleaned_data)):
            messages.success(request, _("Kept: %(title)s") % {"title": item.title})
            following = _following(item) if "next" in request.POST else None
            if following is not None:
                return redirect("desk_meeting_minutes", reference, following)
            return redirect("desk_meeting_minutes", reference, item.pk)
        theirs = item_of(meeting, number)
        if theirs.revision != form.cleaned_data["seen"]:
            show_again(form, "seen", str(theirs.revision))
        else:
            theirs = None
    return form_page(
        request,
        "web/meetings/minutes.html",
        form,
        meeting=meeting,
        item=item,
        theirs=theirs,
        decides=decides_about(actor, item),
        following=_following(item),
        actions=list(item.actions.select_related("agency", "task")),
        items=_named(meeting.pk),
    )


@desk_page
@_PAGE
def action_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=_NEED)
    item = item_of(meeting, number)
    agencies = {
        agency.slug: agency for agency in agencies_in_force(meeting.network, timezone.localdate())
    }
    form = ActionForm(
        sent(request),
        agencies=agencies.values(),
        initial={"due_on": timezone.localdate() + timedelta(days=7)},
    )
    if form.is_valid() and accepted(
        form,
        lambda: add_action(
            item=item,
            agency=agencies[form.cleaned_data["agency"]],
            what=form.cleaned_data["what"],
            due_on=form.cleaned_data["due_on"],
            actor=actor,
        ),
    ):
        messages.success(request, _("It is written down."))
        return redirect(f"{_minutes_url(reference, item)}#actions")
    return form_page(request, "web/meetings/action.html", form, meeting=meeting, item=item)


@desk_page
@require_POST
def action_away(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=_NEED)
    action = (
        ActionItem.objects.filter(item__meeting=meeting, pk=number)
        .select_related("item__meeting__network", "item__case__subject_agency")
        .first()
    )
    if action is None:
        raise NotVisible
    remove_action(action=action, actor=actor)
    messages.success(request, _("Taken away: %(what)s") % {"what": action.what})
    return redirect(f"{_minutes_url(reference, action.item)}#actions")


@desk_page
@_PAGE
def conclude_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Shows once more what the conclusion is and what follows from it."""
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_CONCLUDE)
    item = item_of(meeting, number)
    form = ConcludeForm(sent(request), item=item)
    if form.is_valid() and accepted(
        form, lambda: conclude_item(item=item, actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("Concluded: %(title)s") % {"title": item.title})
        return redirect(f"{meeting_url(meeting)}#agenda")
    return form_page(
        request,
        "web/meetings/conclude.html",
        form,
        meeting=meeting,
        item=item,
        actions=list(item.actions.select_related("agency")),
    )


@desk_page
@require_POST
def circulate(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=_NEED)
    circulate_minutes(meeting=meeting, actor=actor)
    messages.success(request, _("The minutes are on their way to everybody who attended."))
    return redirect(f"{meeting_url(meeting)}#agreement")


@desk_page
@require_POST
def take_back(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=_NEED)
    take_back_minutes(meeting=meeting, actor=actor)
    messages.success(request, _("The minutes can be changed again. Send them out afterwards."))
    return redirect(meeting_url(meeting))


@desk_page
@require_POST
def close(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=_NEED)
    close_minutes(meeting=meeting, actor=actor)
    messages.success(request, _("The minutes are closed."))
    return redirect(meeting_url(meeting))


@desk_page
@_PAGE
def agree_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The answer of the person's own agency to the minutes, without the link."""
    meeting = get_meeting_for(actor, reference, need=Permission.MEETING_REPLY)
    invitee = own_invitation(meeting, actor)
    form = AgreeForm(sent(request))
    if form.is_valid() and accepted(
        form, lambda: answer_minutes(meeting=meeting, actor=actor, **form.given())
    ):
        messages.success(request, _("Your answer is recorded."))
        return redirect(meeting_url(meeting))
    return form_page(
        request,
        "web/meetings/agree.html",
        form,
        meeting=meeting,
        invitee=invitee,
        items=_written(meeting.pk),
    )


def _minutes_url(reference: str, item: AgendaItem) -> str:
    return reverse("desk_meeting_minutes", args=[reference, item.pk])


def _named(meeting: int) -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk"))


def _written(meeting: int) -> list[AgendaItem]:
    return list(
        AgendaItem.objects.filter(meeting=meeting)
        .prefetch_related("actions__agency")
        .order_by("position", "pk")
    )


def _following(item: AgendaItem) -> int | None:
    keys = [one.pk for one in _named(item.meeting_id)]
    place = keys.index(item.pk) + 1
    return keys[place] if place < len(keys) else None
