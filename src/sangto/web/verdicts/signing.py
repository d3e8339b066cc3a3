"""A version for those who read and decide: its page, its preview, approval and giving back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.cases.models import Case
from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.permissions import has_permission
from sangto.cases.queries import checklist_of
from sangto.documents.queries import content_of as bytes_of
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal
from sangto.verdicts.domain.signoff import approval_refusal
from sangto.verdicts.domain.version import PUBLIC_STATUSES, VersionStatus
from sangto.verdicts.models import Source, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries import (
    digest_of,
    preview,
    signing_refusals,
    told_count,
    version_for,
    versions_at_work,
    versions_of_case,
)
from sangto.verdicts.queries.deliveries import reports_to_tell
from sangto.verdicts.queries.material import contributors_of, matter_of
from sangto.verdicts.services import approve_and_publish, send_back
from sangto.web.cases.files import file_response
from sangto.web.cases.wording import VERSION_STATES
from sangto.web.desk import accepted, desk_page, sent
from sangto.web.lists import shown_page
from sangto.web.verdicts.drafting import draft_page, may_draft, readable_version, version_url
from sangto.web.verdicts.forms import SendBackForm
from sangto.web.verdicts.personal import may_mask
from sangto.web.wording import refusal_text

PAGE_LENGTH = 25


@desk_page
@require_safe
def at_work(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that is written or waits for its signature."""
    if not has_permission(actor, CasePermission.VIEW):
        raise NotVisible
    page = shown_page(request, versions_at_work(actor), PAGE_LENGTH)
    rows = [
        {"version": version, "look": VERSION_STATES[VersionStatus(version.status)]}
        for version in page.object_list
    ]
    return render(request, "web/verdicts_desk/list.html", {"page": page, "rows": rows})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def version_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """A draft opens the drafting table for those who may write; others read."""
    version = readable_version(actor, reference, number)
    case = _case_of(version)
    if version.status == VersionStatus.DRAFT and may_draft(actor, case):
        return draft_page(request, actor, version)
    if request.method == "POST":
        raise NotVisible
    return render(request, "web/verdicts_desk/read.html", _reading(actor, version, SendBackForm()))


def _case_of(version: VerdictVersion) -> Case:
    if version.verdict.case is None:
        raise NotVisible
    return version.verdict.case


def _reading(actor: Actor, version: VerdictVersion, form: SendBackForm) -> dict[str, object]:
    case = _case_of(version)
    submitted = version.status == VersionStatus.SUBMITTED
    signs = submitted and may(actor, Permission.APPROVE, owner_agency=case.owner_id)
    refusal = _approval_refusal(actor, version, case) if signs else None
    public = VersionStatus(version.status) in PUBLIC_STATUSES
    return {
        "case": case,
        "claim": version.verdict.claim,
        "version": version,
        "look": VERSION_STATES[VersionStatus(version.status)],
        "page": preview(version, language=get_language() or "vi"),
        "progress": checklist_of(case).progress,
        "versions": versions_of_case(case),
        "missing": [refusal_text(one) for one in signing_refusals(version)]
        if submitted or version.status == VersionStatus.DRAFT
        else [],
        "digest": digest_of(version),
        "signs": signs,
        "own_work": refusal_text(refusal) if refusal is not None else "",
        "form": form,
        "told": told_count(version) if public else None,
        "to_tell": reports_to_tell(version).count() if submitted else 0,
        "public": public,
        "may_mask": may_mask(actor, version),
    }


def _approval_refusal(actor: Actor, version: VerdictVersion, case: Case) -> Refusal | None:
    """Asked again by the room at the signature itself; here so that no button leads to a no."""
    if actor.user_id is None or actor.agency_id is None:
        raise NotVisible
    contributors, contributing_agencies = contributors_of(version)
    return approval_refusal(
        matter_of(case),
        approver=actor.user_id,
        approver_agency=actor.agency_id,
        contributors=contributors,
        contributing_agencies=contributing_agencies,
    )


@desk_page
@require_safe
def preview_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """As the public would see it, in the language of the address."""
    version = readable_version(actor, reference, number)
    return render(
        request,
        "web/verdicts_desk/preview.html",
        {"version": version, "page": preview(version, language=get_language() or "vi")},
    )


@desk_page
@require_POST
def approve(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """The first press names what will happen, the second one does it. Both carry the digest of
    what the approver had before them."""
    version = version_for(actor=actor, reference=reference, number=number, need=Permission.APPROVE)
    read = request.POST.get("read", "")
    if "confirmed" not in request.POST:
        return render(
            request,
            "web/verdicts_desk/approve.html",
            {
                "version": version,
                "page": preview(version, language=get_language() or "vi"),
                "read": read,
                "to_tell": reports_to_tell(version).count(),
            },
        )
    approve_and_publish(version=version, actor=actor, read_digest=read)
    messages.success(request, _("Published. Everybody who asked is being told."))
    return redirect(version_url(version))


@desk_page
@require_POST
def give_back(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    version = version_for(
        actor=actor, reference=reference, number=number, need=Permission.SEND_BACK
    )
    form = SendBackForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: send_back(version=version, reason=form.cleaned_data["reason"], actor=actor),
    ):
        messages.success(request, _("Given back, with your reason."))
        return redirect(version_url(version))
    context = _reading(actor, version, form)
    return render(request, "web/verdicts_desk/read.html", context, status=422)


@desk_page
@require_safe
def evidence(
    request: HttpRequest, actor: Actor, reference: str, number: int, source: int
) -> HttpResponse:
    """The kept copy of what a source showed."""
    version = readable_version(actor, reference, number)
    row = Source.objects.select_related("file").filter(version=version, pk=source).first()
    if row is None or row.file is None:
        raise NotVisible
    return file_response(
        bytes_of(row.file), media_type=row.file.media_type, name=f"evidence-{source}"
    )
