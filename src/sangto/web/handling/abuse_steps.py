"""What is done with one report to a provider: evidence, approval, sending, what came of it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangto.documents.domain.files import media_type_of
from sangto.documents.queries import content_of
from sangto.handling.abuse_papers import attachments_of
from sangto.handling.abuse_permissions import AbusePermission
from sangto.handling.domain.abuse import (
    SETTLING,
    AbuseAction,
    Seen,
)
from sangto.handling.models import AbuseEvidence, AbuseReport
from sangto.handling.queries import get_abuse_report
from sangto.handling.queries.abuse import (
    notice_of,
)
from sangto.handling.services import (
    add_abuse_evidence,
    approve_abuse_report,
    discard_abuse_report,
    recheck_abuse_report,
    remove_abuse_evidence,
    send_abuse_report,
    send_back_abuse_report,
    settle_abuse_report,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.web.cases.files import file_response
from sangto.web.desk import accepted, desk_page
from sangto.web.handling.abuse_forms import (
    EvidenceForm,
    RecheckForm,
    SettleForm,
)
from sangto.web.handling.abuse_views import report_url, shown
from sangto.web.wording import refusal_text


def _step(
    request: HttpRequest, actor: Actor, report: AbuseReport, write: Callable[[], object], done: str
) -> HttpResponse:
    """A button: what it did, or why not."""
    try:
        write()
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
    else:
        messages.success(request, done)
    return redirect(report_url(report))


@desk_page
@require_POST
def report_evidence(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.WRITE)
    form = EvidenceForm(request.POST, request.FILES)

    def write() -> None:
        for file in form.cleaned_data["added"]:
            content = file.read()
            add_abuse_evidence(
                report=report,
                content=content,
                media_type=media_type_of(str(file.name), content),
                actor=actor,
            )

    if form.is_valid() and accepted(form, write):
        messages.success(request, _("The evidence is kept with its SHA-256."))
        return redirect(report_url(report))
    return shown(request, actor, report, 422, evidence_form=form)


def _evidence(report: AbuseReport, number: int) -> AbuseEvidence:
    found = report.evidence.select_related("file", "report").filter(pk=number).first()
    if found is None:
        raise NotVisible
    return found


@desk_page
@require_safe
def evidence_file(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.VIEW)
    evidence = _evidence(report, number)
    return file_response(
        content_of(evidence.file),
        media_type=evidence.file.media_type,
        name=f"{report.reference}-{evidence.pk}",
    )


@desk_page
@require_POST
def evidence_away(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.WRITE)
    evidence = _evidence(report, number)
    return _step(
        request,
        actor,
        report,
        lambda: remove_abuse_evidence(evidence=evidence, actor=actor),
        _("The file is removed."),
    )


@desk_page
@require_safe
def report_paper(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The first file that goes with the mail, to be looked at before it is approved."""
    report = get_abuse_report(actor, reference, need=AbusePermission.VIEW)
    if report.erased_at is not None:
        raise NotVisible
    try:
        made = attachments_of(notice_of(report))
    except ValueError:
        made = []
    if not made:
        raise NotVisible
    response = file_response(made[0].content, media_type=made[0].media_type, name=made[0].name)
    response.headers["Content-Disposition"] = f'attachment; filename="{made[0].name}"'
    return response


@desk_page
@require_POST
def report_approve(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.APPROVE)
    read = request.POST.get("read", "")
    return _step(
        request,
        actor,
        report,
        lambda: approve_abuse_report(report=report, read_digest=read, actor=actor),
        _("Approved. It can be sent now."),
    )


@desk_page
@require_POST
def report_send_back(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.APPROVE)
    return _step(
        request,
        actor,
        report,
        lambda: send_back_abuse_report(report=report, actor=actor),
        _("It is a draft again."),
    )


@desk_page
@require_POST
def report_send(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.SEND)
    return _step(
        request,
        actor,
        report,
        lambda: send_abuse_report(report=report, actor=actor),
        _("The mail is on its way. The public register has an entry about it."),
    )


@desk_page
@require_POST
def report_settle(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.SETTLE)
    form = SettleForm(request.POST, actions=SETTLING)
    if form.is_valid() and accepted(
        form,
        lambda: settle_abuse_report(
            report=report,
            action=AbuseAction(form.cleaned_data["action"]),
            note=form.cleaned_data["note"],
            actor=actor,
        ),
    ):
        messages.success(request, _("Written down."))
        return redirect(report_url(report))
    return shown(request, actor, report, 422, settle_form=form)


@desk_page
@require_POST
def report_recheck(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.SETTLE)
    form = RecheckForm(request.POST)
    if form.is_valid() and accepted(
        form,
        lambda: recheck_abuse_report(
            report=report,
            seen=Seen(form.cleaned_data["seen"]),
            seen_on=form.cleaned_data["seen_on"],
            again_on=form.cleaned_data["again_on"],
            actor=actor,
        ),
    ):
        messages.success(request, _("Written down."))
        return redirect(report_url(report))
    return shown(request, actor, report, 422, recheck_form=form)


@desk_page
@require_POST
def report_discard(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.WRITE)
    discard_abuse_report(report=report, actor=actor)
    messages.success(request, _("The draft is gone."))
    return redirect("desk_case", report.case.reference)
