"""Who works on a case: taking and giving it, passing it on, raising it; and notes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.models import Case
from sangto.cases.permissions import Permission
from sangto.cases.queries import assignable_users, get_case_for, possible_owners
from sangto.cases.services import add_note, assign, escalate, route, transfer
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import User
from sangto.organisations.queries import agency_by_slug
from sangto.web.cases.case import case_context, case_url, url_if_visible
from sangto.web.cases.forms import AssignForm, EscalateForm, NoteForm, TransferForm
from sangto.web.desk import accepted, agency_name, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def assign_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.ASSIGN)
    users = {str(user.pk): user for user in assignable_users(case, timezone.localdate())}
    form = AssignForm(
        sent(request),
        case=case,
        users=users.values(),
        initial={"assignee": str(case.assignee_id or "")},
    )
    if form.is_valid() and accepted(
        form,
        lambda: assign(case=case, assignee=users.get(form.cleaned_data["assignee"]), actor=actor),
    ):
        messages.success(request, _("Recorded who works on it."))
        return redirect(case_url(case))
    return form_page(request, "web/cases/assign.html", form, case=case, claim=case.claim)


@desk_page
@require_POST
def take(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """One press: I work on it."""
    case = get_case_for(actor, reference, need=Permission.ASSIGN)
    assign(case=case, assignee=User.objects.filter(pk=actor.user_id or 0).first(), actor=actor)
    messages.success(request, _("You have it now."))
    return redirect(case_url(case))


@desk_page
@_PAGE
def transfer_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.TRANSFER)
    form = TransferForm(
        sent(request), case=case, agencies=possible_owners(case, timezone.localdate())
    )
    if form.is_valid() and accepted(form, lambda: _transfer(case, form, actor)):
        messages.success(
            request, _("Passed on to %(agency)s.") % {"agency": agency_name(case.owner)}
        )
        return redirect(url_if_visible(actor, case))
    return form_page(request, "web/cases/transfer.html", form, case=case, claim=case.claim)


def _transfer(case: Case, form: TransferForm, actor: Actor) -> None:
    agency = agency_by_slug(case.network, form.cleaned_data["agency"])
    if agency is None:
        raise NotVisible
    transfer(case=case, to_agency=agency, reason=form.cleaned_data["reason"], actor=actor)


@desk_page
@require_POST
def route_case(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.ROUTE)
    route(case=case, actor=actor)
    messages.success(request, _("Passed on to %(agency)s.") % {"agency": agency_name(case.owner)})
    return redirect(url_if_visible(actor, case))


@desk_page
@_PAGE
def escalate_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.ESCALATE)
    form = EscalateForm(sent(request), case=case)
    if form.is_valid() and accepted(
        form, lambda: escalate(case=case, reason=form.cleaned_data["reason"], actor=actor)
    ):
        messages.success(request, _("The committee sees the case now. Its owner stays the same."))
        return redirect(case_url(case))
    return form_page(request, "web/cases/escalate.html", form, case=case, claim=case.claim)


@desk_page
@require_POST
def note(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.NOTE)
    form = NoteForm(request.POST)
    if form.is_valid() and accepted(
        form, lambda: add_note(case=case, text=form.cleaned_data["text"], actor=actor)
    ):
        return redirect(f"{case_url(case)}#timeline")
    context = case_context(request, actor, case, form)
    return render(request, "web/cases/case.html", context, status=422)
