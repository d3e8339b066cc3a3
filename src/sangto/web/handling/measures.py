"""Measures: their list, the page of one, planning, directing, results, taking back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.cases.models import Case
from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.queries import category_of, get_case_for, ground_by_code, standing_of
from sangto.cases.services import EvidenceFile
from sangto.documents.domain.files import media_type_of
from sangto.documents.queries import content_of
from sangto.handling.domain.measures import (
    STAYS_WITH_THE_OWNER,
    MeasureOutcome,
    MeasureState,
)
from sangto.handling.models import Measure as MeasureRow
from sangto.handling.permissions import Permission, has_permission, may
from sangto.handling.queries import (
    deadline_of,
    in_lists,
    may_with_measure,
    measure_for,
    measures_visible_to,
    result_file,
    results_of,
)
from sangto.handling.services import (
    Ground,
    cancel_measure,
    create_measure,
    direct_measure,
    note_result,
    report_result,
)
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Measure
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency
from sangto.organisations.queries import agencies, agency_by_slug, grounds_in_force
from sangto.web.cases.case import case_url
from sangto.web.cases.deadlines import explanation_of
from sangto.web.cases.files import file_response
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.handling.forms import MeasureForm, ResultForm, WhyForm
from sangto.web.handling.rows import row_of
from sangto.web.handling.tabs import tabs_of
from sangto.web.handling.wording import MEASURE_NAMES, RESULT_NAMES
from sangto.web.lists import shown_page
from sangto.web.wording import word

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 30


@desk_page
@require_safe
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was given to the own agency; with ``whose=all`` everything that this person may see.
    The same number of queries for any number of rows."""
    if not has_permission(actor, Permission.MEASURE_VIEW):
        raise NotVisible
    whole = request.GET.get("whose") == "all"
    ended = request.GET.get("state") == "ended"
    rows = in_lists(measures_visible_to(actor))
    if not whole:
        rows = rows.filter(owner_id=actor.agency_id)
    if ended:
        rows = rows.exclude(state=MeasureState.OPEN.value).order_by("-due_at", "-pk")
    else:
        rows = rows.filter(state=MeasureState.OPEN.value)
    page = shown_page(request, rows, SHOWN)
    return render(
        request,
        "web/handling/measures.html",
        {
            "tabs": tabs_of(actor, "all" if whole else "own"),
            "page": page,
            "rows": [row_of(measure) for measure in page.object_list],
            "whole": whole,
            "ended": ended,
        },
    )


@desk_page
@require_safe
def measure_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """For the agency that does it without anything that people sent: the claim in the officers'
    title, what is asked, the ground (SCOPE.md 8)."""
    measure, standing = measure_for(actor, reference)
    is_open = measure.state == MeasureState.OPEN
    over = measure.state in (MeasureState.CANCELLED, MeasureState.OVERTURNED)
    return render(
        request,
        "web/handling/measure_page.html",
        {
            **row_of(measure),
            "measure": measure,
            "case": measure.case,
            "claim": measure.case.claim,
            "deadline": explanation_of(deadline_of(measure), measure.due_at) if is_open else None,
            "results": [
                {
                    "row": result,
                    "word": word(RESULT_NAMES, result.outcome),
                    "files": list(result.files.all()),
                    "told": _names(result.told),
                }
                for result in results_of(measure)
            ],
            "sees_case": _sees_case(actor, measure.case),
            "may_report": not over
            and may_with_measure(actor, Permission.MEASURE_FINISH, measure, standing),
            "may_cancel": is_open
            and may_with_measure(actor, Permission.MEASURE_CANCEL, measure, standing),
            "may_note": measure.state == MeasureState.FINISHED
            and measure.noted_at is None
            and may_with_measure(actor, Permission.MEASURE_NOTE, measure, standing),
        },
    )


def _names(agencies_told: list[int]) -> list[Agency]:
    return list(Agency.objects.filter(pk__in=agencies_told).order_by("slug"))


def _sees_case(actor: Actor, case: Case) -> bool:
    try:
        get_case_for(actor, case.reference, need=CasePermission.VIEW)
    except NotVisible:
        return False
    return True


@desk_page
@_PAGE
def plan_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    return _asking(request, actor, reference, Permission.MEASURE_CREATE)


@desk_page
@_PAGE
def direct_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The committee's own way to the same, in a case that was raised to it."""
    return _asking(request, actor, reference, Permission.MEASURE_DIRECT)


def _asking(
    request: HttpRequest, actor: Actor, reference: str, permission: Permission
) -> HttpResponse:
    case = get_case_for(actor, reference, need=CasePermission.VIEW)
    category = category_of(case)
    if category is None or not may(actor, permission, standing_of(actor, case)):
        raise NotVisible
    members = [
        agency
        for agency in agencies(case.network)
        if agency.kind != AgencyKind.COMMITTEE
        and (category not in STAYS_WITH_THE_OWNER or agency.pk == case.owner_id)
    ]
    form = MeasureForm(
        sent(request),
        case=case,
        category=category,
        agencies=members,
        grounds=grounds_in_force(case.network),
    )
    directs = permission is Permission.MEASURE_DIRECT
    if form.is_valid() and accepted(form, lambda: _ask(case, form, actor, directs=directs)):
        messages.success(
            request, _("The direction is given.") if directs else _("The measure is planned.")
        )
        if directs:
            return redirect("desk_committee")
        return redirect(f"{case_url(case)}#measures")
    return form_page(
        request,
        "web/handling/measure.html",
        form,
        case=case,
        claim=case.claim,
        directs=directs,
    )


def _ask(case: Case, form: MeasureForm, actor: Actor, *, directs: bool) -> None:
    data = form.cleaned_data
    owner = agency_by_slug(case.network, data["owner"])
    legal = ground_by_code(case.network, data["ground"]) if data["ground"] else None
    if owner is None or (data["ground"] and legal is None):
        raise NotVisible
    ask = direct_measure if directs else create_measure
    ask(
        case=case,
        kind=Measure(data["measure"]),
        owner=owner,
        asked=data["asked"],
        ground=Ground(legal, data["ground_text"], data["ground_on"]),
        days=data["days"],
        actor=actor,
    )


@desk_page
@_PAGE
def result_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    measure, standing = measure_for(actor, reference)
    if not may_with_measure(actor, Permission.MEASURE_FINISH, measure, standing):
        raise NotVisible
    if measure.state in (MeasureState.CANCELLED, MeasureState.OVERTURNED):
        raise NotVisible
    form = ResultForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        initial={"seen": measure.results, "outcome": measure.outcome},
    )
    if form.is_valid() and accepted(form, lambda: _report(measure, form, actor)):
        messages.success(request, _("The result is reported."))
        return redirect("desk_measure", measure.reference)
    return form_page(
        request,
        "web/handling/result.html",
        form,
        measure=measure,
        name=word(MEASURE_NAMES, measure.kind),
        claim=measure.case.claim,
        back_url=reverse("desk_measure", args=[measure.reference]),
    )


def _report(measure: MeasureRow, form: ResultForm, actor: Actor) -> None:
    files = []
    for upload in form.cleaned_data["evidence"]:
        name = str(upload.name or "")
        content = upload.read(settings.SANGTO_UPLOAD_BYTES + 1)
        files.append(EvidenceFile(content, media_type_of(name, content), name))
    report_result(
        measure=measure,
        outcome=MeasureOutcome(form.cleaned_data["outcome"]),
        text=form.cleaned_data["text"],
        seen=form.cleaned_data["seen"],
        upload_bytes=settings.SANGTO_UPLOAD_BYTES,
        files=files,
        actor=actor,
    )


@desk_page
@_PAGE
def cancel_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    measure, standing = measure_for(actor, reference)
    if measure.state != MeasureState.OPEN or not may_with_measure(
        actor, Permission.MEASURE_CANCEL, measure, standing
    ):
        raise NotVisible
    form = WhyForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: cancel_measure(measure=measure, reason=form.cleaned_data["reason"], actor=actor),
    ):
        messages.success(request, _("The measure is taken back."))
        return redirect("desk_measure", measure.reference)
    return form_page(
        request,
        "web/handling/cancel.html",
        form,
        measure=measure,
        name=word(MEASURE_NAMES, measure.kind),
        claim=measure.case.claim,
        back_url=reverse("desk_measure", args=[measure.reference]),
    )


@desk_page
@require_POST
def note_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    measure, _standing = measure_for(actor, reference)
    note_result(measure=measure, actor=actor)
    messages.success(request, _("Noted."))
    back = "desk_committee" if measure.directed_by_id == actor.agency_id else None
    return redirect(back) if back else redirect("desk_measure", measure.reference)


@desk_page
@require_safe
def file_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Evidence of a result, for whoever sees the measure."""
    measure, _standing = measure_for(actor, reference)
    file = result_file(measure, number).file
    return file_response(
        content_of(file), media_type=file.media_type, name=f"{measure.reference}-{number}"
    )
