"""Provisions that a case cites, picked by search."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, may
from sangto.cases.queries import (
    get_case_for,
    ground_by_code,
    grounds_of,
    search_grounds,
    standing_of,
)
from sangto.cases.services import cite_ground, remove_ground
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.web.cases.work import ground_rows
from sangto.web.cases.work_forms import ReasonForm
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.wording import refusal_text

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
MAX_QUERY = 100


@desk_page
@require_safe
def grounds_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The results alone for a search as one types, the whole page without scripts."""
    case = get_case_for(actor, reference, need=Permission.VIEW)
    part = request.headers.get("HX-Request") == "true"
    template = "web/cases/ground_results.html" if part else "web/cases/grounds.html"
    return render(request, template, _context(request, actor, case))


@desk_page
@require_POST
def add(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.GROUND)
    ground = ground_by_code(case.network, request.POST.get("ground", "")[:60])
    if ground is None:
        raise NotVisible
    try:
        cite_ground(case=case, ground=ground, actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        context = _context(request, actor, case)
        context["refusal"] = refusal_text(refused.refusal)
        return render(request, "web/cases/grounds.html", context, status=422)
    messages.success(request, _("Cited: %(ground)s") % {"ground": ground.citation})
    return redirect(reverse("desk_case_grounds", args=[case.reference]))


@desk_page
@_PAGE
def remove_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.GROUND)
    cited = grounds_of(case).filter(pk=number).first()
    if cited is None:
        raise NotVisible
    cited.case = case
    form = ReasonForm(sent(request), case=case)
    if form.is_valid() and accepted(
        form,
        lambda: remove_ground(cited=cited, reason=form.cleaned_data["reason"], actor=actor),
    ):
        messages.success(
            request, _("The provision is taken out. The reason stands in the timeline.")
        )
        return redirect(reverse("desk_case_grounds", args=[case.reference]))
    return form_page(
        request, "web/cases/ground_remove.html", form, case=case, claim=case.claim, cited=cited
    )


def _context(request: HttpRequest, actor: Actor, case: Case) -> dict[str, object]:
    query = request.GET.get("q", "")[:MAX_QUERY]
    return {
        "case": case,
        "claim": case.claim,
        "q": query,
        "found": search_grounds(case, query),
        "cited": ground_rows(case),
        "may_cite": case.status != CaseStatus.CLOSED
        and may(actor, Permission.GROUND, standing_of(actor, case)),
    }
