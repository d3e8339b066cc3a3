"""The copy list: which agencies are told how a case ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case, CaseCopy
from sangto.cases.permissions import Permission, may
from sangto.cases.queries import (
    copies_of,
    get_case_for,
    has_copies,
    proposed_copies,
    standing_of,
)
from sangto.cases.services import add_copies, add_copy, remove_copy
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import agencies, agency_by_slug
from sangto.web.cases.work import copy_rows
from sangto.web.cases.work_forms import CopyForm
from sangto.web.cases.work_wording import COPY_REASONS
from sangto.web.desk import accepted, desk_page, form_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@_PAGE
def copies_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    posting = request.method == "POST"
    need = Permission.COPY if posting else Permission.VIEW
    case = get_case_for(actor, reference, need=need)
    if not has_copies(case):
        raise NotVisible
    on_list = {view.row.agency_id for view in copies_of(case)} | {case.owner_id}
    others = [agency for agency in agencies(case.network) if agency.pk not in on_list]
    form = CopyForm(request.POST if posting else None, agencies=others)
    if form.is_valid() and accepted(form, lambda: _add(case, form.cleaned_data["agency"], actor)):
        messages.success(request, _("The agency is on the list."))
        return redirect(_url(case))
    return form_page(
        request,
        "web/cases/copies.html",
        form,
        case=case,
        claim=case.claim,
        copies=copy_rows(case),
        proposals=[
            {"agency": one.agency, "why": COPY_REASONS[one.reason]}
            for one in proposed_copies(case, timezone.localdate())
        ],
        may_choose=case.status != CaseStatus.CLOSED
        and may(actor, Permission.COPY, standing_of(actor, case)),
    )


@desk_page
@require_POST
def add_proposed(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """One of the proposed agencies, or all of them."""
    case = get_case_for(actor, reference, need=Permission.COPY)
    wanted = request.POST.get("agency", "")
    proposed = [
        one.agency
        for one in proposed_copies(case, timezone.localdate())
        if not wanted or one.agency.slug == wanted
    ]
    add_copies(case=case, agencies=proposed, actor=actor)
    messages.success(
        request,
        ngettext(
            "%(count)s agency is on the list now.",
            "%(count)s agencies are on the list now.",
            len(proposed),
        )
        % {"count": len(proposed)},
    )
    return redirect(_url(case))


@desk_page
@require_POST
def remove(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.COPY)
    copy = CaseCopy.objects.filter(case=case, pk=number).select_related("agency").first()
    if copy is None:
        raise NotVisible
    copy.case = case
    remove_copy(copy=copy, actor=actor)
    messages.success(request, _("The agency is off the list."))
    return redirect(_url(case))


def _add(case: Case, slug: str, actor: Actor) -> None:
    agency = agency_by_slug(case.network, slug)
    if agency is None:
        raise NotVisible
    add_copy(case=case, agency=agency, actor=actor)


def _url(case: Case) -> str:
    return reverse("desk_case_copies", args=[case.reference])
