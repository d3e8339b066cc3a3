"""Pages of the agenda of a meeting, and of who is invited."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.models import Case
from sangto.cases.queries.owners import agencies_in_force, competent_owner
from sangto.consultation.models import AgendaItem, Meeting, MeetingInvitee
from sangto.consultation.permissions import Permission
from sangto.consultation.queries.meetings import (
    agenda_cases,
    get_meeting_for,
    living_invitees,
    people_to_write_to,
)
from sangto.consultation.services.agenda import (
    add_item,
    change_item,
    invite_agencies,
    invite_guest,
    move_item,
    remove_item,
    uninvite,
    write_to,
)
from sangto.consultation.services.meeting_replies import note_reply
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.kernel.text import collation_key
from sangto.organisations.models import Agency
from sangto.web.consultation.meeting_forms import (
    AddressForm,
    GuestForm,
    InviteForm,
    ItemForm,
    ReplyForm,
    agency_choice,
    invitee_name,
)
from sangto.web.consultation.meetings import USUAL_ITEM, meeting_url
from sangto.web.desk import accepted, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_NEED = Permission.MEETING_PREPARE


@desk_page
@_PAGE
def item_add_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """A case that is found by its reference or title, or something else."""
    meeting = get_meeting_for(actor, reference, need=_NEED)
    words = request.GET.get("q", "")
    found = agenda_cases(actor, meeting, words)
    form = ItemForm(sent(request), initial={"minutes": USUAL_ITEM})
    chosen = request.POST.get("case", "")
    if request.method == "POST" and chosen:
        case = next(iter(agenda_cases(actor, meeting, chosen)), None)
        if case is None or case.reference != chosen:
            raise NotVisible
        add_item(meeting=meeting, title="", minutes=USUAL_ITEM, case=case, actor=actor)
        messages.success(request, _("%(case)s is on the agenda.") % {"case": case.reference})
        return redirect(f"{meeting_url(meeting)}#agenda")
    if form.is_valid() and accepted(
        form, lambda: add_item(meeting=meeting, actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("It is on the agenda."))
        return redirect(f"{meeting_url(meeting)}#agenda")
    return form_page(
        request, "web/meetings/item_add.html", form, meeting=meeting, words=words, found=found
    )


@desk_page
@_PAGE
def item_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    item = item_of(get_meeting_for(actor, reference, need=_NEED), number)
    form = ItemForm(sent(request), initial={"title": item.title, "minutes": item.minutes})
    if form.is_valid() and accepted(
        form, lambda: change_item(item=item, actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("The item is changed."))
        return redirect(f"{meeting_url(item.meeting)}#agenda")
    return form_page(request, "web/meetings/item.html", form, meeting=item.meeting, item=item)


@desk_page
@require_POST
def item_move(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """``step`` is up, down or away."""
    item = item_of(get_meeting_for(actor, reference, need=_NEED), number)
    step = request.POST.get("step", "")
    if step == "away":
        title = item.title
        remove_item(item=item, actor=actor)
        messages.success(request, _("Taken off the agenda: %(title)s") % {"title": title})
    elif step in ("up", "down"):
        move_item(item=item, up=step == "up", actor=actor)
    return redirect(f"{meeting_url(item.meeting)}#agenda")


@desk_page
@_PAGE
def invite_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Agencies that own or are competent for the cases of the agenda come first and are ticked."""
    meeting = get_meeting_for(actor, reference, need=_NEED)
    agencies = _others(meeting)
    proposed = _proposed(meeting)
    people = people_to_write_to([agency.pk for agency in agencies], timezone.localdate())
    agencies.sort(key=lambda one: (one.pk not in proposed, collation_key(one.name)))
    choices = []
    for agency in agencies:
        officer = people.get(agency.pk)
        hints = [proposed[agency.pk]] if agency.pk in proposed else []
        hints.append(officer.full_name if officer is not None else _("Nobody to write to yet"))
        choices.append(agency_choice(agency, " · ".join(hints)))
    initial = {"agencies": [agency.slug for agency in agencies if agency.pk in proposed]}
    form = InviteForm(sent(request), choices=choices, initial=initial)
    if form.is_valid():
        named = set(form.cleaned_data["agencies"])
        chosen = [agency for agency in agencies if agency.slug in named]
        if accepted(form, lambda: invite_agencies(meeting=meeting, agencies=chosen, actor=actor)):
            messages.success(request, _("They are on the list."))
            return redirect(f"{meeting_url(meeting)}#invited")
    return form_page(
        request, "web/meetings/invite.html", form, meeting=meeting, any_left=bool(agencies)
    )


@desk_page
@_PAGE
def guest_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    meeting = get_meeting_for(actor, reference, need=_NEED)
    form = GuestForm(sent(request))
    if form.is_valid() and accepted(
        form, lambda: invite_guest(meeting=meeting, actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("The guest is on the list."))
        return redirect(f"{meeting_url(meeting)}#invited")
    return form_page(request, "web/meetings/guest.html", form, meeting=meeting)


@desk_page
@_PAGE
def invitee_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Another person or address for an invitation."""
    invitee = invitee_of_meeting(get_meeting_for(actor, reference, need=_NEED), number)
    form = AddressForm(sent(request), initial={"name": invitee.name, "email": invitee.email})
    if form.is_valid() and accepted(
        form, lambda: write_to(invitee=invitee, actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("The invitation goes to this address from now on."))
        return redirect(f"{meeting_url(invitee.meeting)}#invited")
    return form_page(
        request,
        "web/meetings/invitee.html",
        form,
        meeting=invitee.meeting,
        invitee=invitee,
        name=invitee_name(invitee),
    )


@desk_page
@_PAGE
def note_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """An answer that came by telephone."""
    invitee = invitee_of_meeting(get_meeting_for(actor, reference, need=_NEED), number)
    form = ReplyForm(sent(request), initial=ReplyForm.shown(invitee))
    form.fields["reply"].label = _("What did they say?")
    if form.is_valid() and accepted(
        form, lambda: note_reply(invitee=invitee, actor=actor, **form.given())
    ):
        messages.success(request, _("The answer is recorded."))
        return redirect(f"{meeting_url(invitee.meeting)}#invited")
    return form_page(
        request,
        "web/meetings/note.html",
        form,
        meeting=invitee.meeting,
        invitee=invitee,
        name=invitee_name(invitee),
    )


@desk_page
@_PAGE
def uninvite_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Asks first, by name."""
    invitee = invitee_of_meeting(get_meeting_for(actor, reference, need=_NEED), number)
    name = invitee_name(invitee)
    if request.method == "POST":
        uninvite(invitee=invitee, actor=actor)
        messages.success(request, _("Taken off the list: %(name)s") % {"name": name})
        return redirect(f"{meeting_url(invitee.meeting)}#invited")
    return render(
        request,
        "web/meetings/uninvite.html",
        {"meeting": invitee.meeting, "invitee": invitee, "name": name},
    )


def item_of(meeting: Meeting, number: int) -> AgendaItem:
    item = (
        AgendaItem.objects.filter(meeting=meeting, pk=number)
        .select_related("case__claim", "case__subject_agency", "case__network", "kept_by")
        .first()
    )
    if item is None:
        raise NotVisible
    item.meeting = meeting
    return item


def invitee_of_meeting(meeting: Meeting, number: int) -> MeetingInvitee:
    invitee = living_invitees(meeting).filter(pk=number).first()
    if invitee is None:
        raise NotVisible
    invitee.meeting = meeting
    return invitee


def _others(meeting: Meeting) -> list[Agency]:
    known = set(living_invitees(meeting).values_list("agency_id", flat=True))
    members = agencies_in_force(meeting.network, timezone.localdate())
    return [agency for agency in members if agency.pk not in known]


def _proposed(meeting: Meeting) -> dict[int, str]:
    """Why an agency is proposed, by its key. Up to three queries a case."""
    found: dict[int, str] = {}
    cases = Case.objects.filter(agenda_items__meeting=meeting)
    for case in cases.select_related("network", "origin_report__territory"):
        if case.category:
            competent = competent_owner(
                network=case.network,
                category=Category(case.category),
                topic=case.topic,
                origin=case.origin_report,
                on=timezone.localdate(),
            )
            if competent is not None:
                found.setdefault(competent.pk, _("competent for this matter"))
        found.setdefault(case.owner_id, _("has the case"))
    return found
