"""Reports to providers: the list, writing, evidence, approving, sending, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangto.cases.models import Case
from sangto.cases.permissions import Permission
from sangto.cases.queries import category_of, get_case_for, standing_of
from sangto.handling.abuse_papers import mail_text
from sangto.handling.abuse_permissions import AbusePermission, has_permission, may, may_keep_book
from sangto.handling.domain.abuse import (
    ABUSE_WORKFLOW,
    SETTLING,
    TECHNICAL,
    AbuseState,
)
from sangto.handling.models import AbuseReport, ProviderContact
from sangto.handling.queries import abuse_reports_visible_to, get_abuse_report
from sangto.handling.queries.abuse import (
    contacts_on,
    content_digest,
    notice_of,
    other_reports,
)
from sangto.handling.services import (
    change_abuse_report,
    draft_abuse_report,
)
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from sangto.organisations.queries import agencies, agency_by_slug
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.handling.abuse_forms import (
    AbuseFilterForm,
    AbuseReportForm,
    EvidenceForm,
    RecheckForm,
    SettleForm,
    written,
)
from sangto.web.handling.abuse_wording import (
    FORMAT_NAMES,
    GROUND_NAMES,
    PROVIDER_NAMES,
    SEEN_NAMES,
    SOLICITATION_NAMES,
    STATE_LOOKS,
    STATE_NAMES,
    TARGET_NAMES,
)
from sangto.web.lists import filter_chips, shown_page
from sangto.web.wording import word

PAGE_LENGTH = 50
_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@require_safe
def reports_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest first. Two queries for any number of them."""
    if not has_permission(actor, AbusePermission.VIEW):
        raise NotVisible
    form = AbuseFilterForm(request.GET)
    rows = abuse_reports_visible_to(actor)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    if state:
        rows = rows.filter(state=state)
    page = shown_page(request, rows, PAGE_LENGTH)
    return render(
        request,
        "web/handling/abuse_list.html",
        {
            "form": form,
            "chips": filter_chips(request, form, form.fields) if form.is_valid() else [],
            "clear_url": reverse("desk_abuse_reports"),
            "page": page,
            "rows": [_row(report) for report in page.object_list],
            "may_keep_book": may_keep_book(actor),
            "today": timezone.localdate(),
        },
    )


def _row(report: AbuseReport) -> dict[str, Any]:
    tone, icon = STATE_LOOKS[report.state]
    return {
        "report": report,
        "state": word(STATE_NAMES, report.state),
        "tone": tone,
        "icon": icon,
        "ground": word(GROUND_NAMES, report.ground),
        "kind": word(PROVIDER_NAMES, report.provider_kind),
    }


@desk_page
@_PAGE
def report_new(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.VIEW)
    category = _technical(case, actor)
    victim = case.subject_agency.slug if case.subject_agency else ""
    form = _report_form(request, case, category, {"victim_agency": victim})
    made: list[AbuseReport] = []

    def write() -> None:
        made.append(
            draft_abuse_report(
                case=case,
                provider=_provider(case, form),
                content=form.content(),
                victim_agency=_victim(case, form),
                actor=actor,
            )
        )

    if form.is_valid() and accepted(form, write):
        messages.success(request, _("The draft is kept. Add the evidence now."))
        return redirect(report_url(made[0]))
    return form_page(
        request, "web/handling/abuse_write.html", form, case=case, claim=case.claim, report=None
    )


@desk_page
@_PAGE
def report_change(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.WRITE)
    if report.state != AbuseState.DRAFT:
        raise NotVisible
    case = report.case
    form = _report_form(request, case, Category(report.category), written(report))
    if form.is_valid() and accepted(
        form,
        lambda: change_abuse_report(
            report=report,
            provider=_provider(case, form),
            content=form.content(),
            victim_agency=_victim(case, form),
            actor=actor,
        ),
    ):
        messages.success(request, _("Changed. You can not approve it yourself."))
        return redirect(report_url(report))
    return form_page(
        request, "web/handling/abuse_write.html", form, case=case, claim=case.claim, report=report
    )


def _technical(case: Case, actor: Actor) -> Category:
    category = category_of(case)
    if category not in TECHNICAL or not may(actor, AbusePermission.WRITE, standing_of(actor, case)):
        raise NotVisible
    return category


def _report_form(
    request: HttpRequest, case: Case, category: Category, initial: dict[str, Any]
) -> AbuseReportForm:
    return AbuseReportForm(
        sent(request),
        initial=initial,
        category=category,
        providers=list(contacts_on(case.network, timezone.localdate())),
        agencies=agencies(case.network),
    )


def _provider(case: Case, form: AbuseReportForm) -> ProviderContact:
    found = ProviderContact.objects.filter(
        network=case.network_id, pk=form.cleaned_data["provider"]
    ).first()
    if found is None:
        raise NotVisible
    return found


def _victim(case: Case, form: AbuseReportForm) -> Agency | None:
    slug = form.cleaned_data.get("victim_agency", "")
    return agency_by_slug(case.network, slug) if slug else None


def report_url(report: AbuseReport) -> str:
    return reverse("desk_abuse_report", args=[report.reference])


@desk_page
@require_safe
def report_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    report = get_abuse_report(actor, reference, need=AbusePermission.VIEW)
    return shown(request, actor, report)


def shown(
    request: HttpRequest,
    actor: Actor,
    report: AbuseReport,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    standing = standing_of(actor, report.case)
    state = AbuseState(report.state)
    possible = {row.action for row in ABUSE_WORKFLOW.actions_from(state)}
    allowed = {
        name: may(actor, permission, standing)
        for name, permission in (
            ("write", AbusePermission.WRITE),
            ("approve", AbusePermission.APPROVE),
            ("send", AbusePermission.SEND),
            ("settle", AbusePermission.SETTLE),
        )
    }
    actions = [one for one in SETTLING if one.value in possible] if allowed["settle"] else []
    is_draft = state is AbuseState.DRAFT
    subject, body = ("", "") if report.erased_at else mail_text(notice_of(report))
    return render(
        request,
        "web/handling/abuse_report.html",
        {
            **_row(report),
            "case": report.case,
            "claim": report.case.claim,
            "summary": _summary(report),
            "evidence": report.evidence.select_related("file"),
            "rechecks": [
                {"row": one, "seen": word(SEEN_NAMES, one.seen)}
                for one in report.rechecks.select_related("user")
            ],
            "others": other_reports(report),
            "subject": subject,
            "body": body,
            "digest": content_digest(report),
            "may_write": is_draft and allowed["write"],
            "may_approve": is_draft and allowed["approve"],
            "may_send_back": state is AbuseState.APPROVED and allowed["approve"],
            "may_send": state is AbuseState.APPROVED and allowed["send"],
            "may_recheck": report.sent_at is not None and allowed["settle"],
            "evidence_form": forms.get("evidence_form") or EvidenceForm(),
            "settle_form": (forms.get("settle_form") or SettleForm(actions=actions))
            if actions
            else None,
            "recheck_form": forms.get("recheck_form")
            or RecheckForm(initial={"seen_on": timezone.localdate()}),
            "bad_form": next(iter(forms.values()), None),
        },
        status=status,
    )


def _summary(report: AbuseReport) -> list[dict[str, object]]:
    rows: list[tuple[str, object]] = [
        (_("What is reported"), word(TARGET_NAMES, report.target_kind)),
        (
            _("Its address"),
            report.address
            or _("Erased when the report was finished (%(domain)s)") % {"domain": report.domain},
        ),
        (_("Ground"), word(GROUND_NAMES, report.ground)),
        (_("What can be seen there"), report.facts),
        (_("SHA-256 of the harmful file"), report.malware_sha256),
        (_("What the impersonated person or agency stated, and when"), report.victim_statement),
        (
            _("What it asks people for"),
            word(SOLICITATION_NAMES, report.solicitation) if report.solicitation else "",
        ),
        (_("How the owner was told"), report.owner_told_how),
        (
            _("To whom"),
            f"{report.provider.name} ({word(PROVIDER_NAMES, report.provider_kind)}), "
            f"{word(FORMAT_NAMES, report.format)}",
        ),
        (_("Written by"), report.drafted_by.full_name),
        (_("Approved by"), report.approved_by.full_name if report.approved_by else ""),
        (_("Note"), report.note),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]
