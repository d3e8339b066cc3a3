"""The receipt: what happened to a report, and what its sender can do with it.

No address holds the code. It is typed once; the pages of the visit carry it sealed in their forms,
for half an hour.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.audit.secrets import sealer
from sangto.documents.storage import StorageUnavailable
from sangto.handling.domain.feedback import ReopeningReason
from sangto.handling.queries import asked_again_on, may_ask_again
from sangto.handling.queries import receipt_answer as feedback_answer
from sangto.handling.services import reopen_feedback
from sangto.intake.domain.reports import OPEN_STATUSES, ReportOutcome, ReportStatus
from sangto.intake.queries import ReceiptView, additions_of, has_contact, receipt_view
from sangto.intake.services import (
    RefusedSubmission,
    add_to_report,
    change_contact,
    remove_contact,
    withdraw_report,
)
from sangto.kernel.actor import public_actor
from sangto.kernel.errors import Refused
from sangto.kernel.references import normalised_receipt
from sangto.kernel.sealing import UnreadableSeal
from sangto.organisations.queries import current_network, receipt_days
from sangto.verdicts.queries import receipt_answer, receipt_withdrawal
from sangto.web.intake.forms import AdditionForm, AgainForm, MailForm, ReceiptForm, new_key
from sangto.web.intake.progress import progress_of
from sangto.web.qr import public_qr_svg
from sangto.web.wording import add_refusal, refusal_text

VISIT_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Visit:
    code: str
    sealed: str
    found: ReceiptView


Page = Callable[[HttpRequest, Visit], HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The status of a report. Every code that leads nowhere gets the very same answer."""
    if request.method != "POST":
        return render(request, "web/intake/receipt_form.html", {"form": ReceiptForm()})
    if "visit" in request.POST:
        code = _code_of(request.POST["visit"])
        found = receipt_view(code) if code else None
        if found is None:
            return _over(request)
        return receipt_page(request, Visit(code, request.POST["visit"], found))
    form = ReceiptForm(request.POST)
    form.is_valid()
    code = form.cleaned_data.get("code", "")
    found = receipt_view(code)
    if found is None:
        form.add_error(
            "code",
            _(
                "No report is found with this code. Look at each of the 16 digits again. A code "
                "can be read until %(days)d days after the answer."
            )
            % {"days": receipt_days(current_network())},
        )
        return render(request, "web/intake/receipt_form.html", {"form": form}, status=404)
    return receipt_page(request, Visit(code, _sealed(normalised_receipt(code)), found))


def _sealed(code: str) -> str:
    return sealer().seal(json.dumps([code, int(timezone.now().timestamp())]))


def _code_of(sealed: str) -> str:
    """The code of this visit; empty when it was changed or is too old."""
    try:
        code, at = json.loads(sealer().open(sealed))
    except (UnreadableSeal, ValueError, TypeError):
        return ""
    return str(code) if timezone.now().timestamp() - int(at) < VISIT_SECONDS else ""


def _over(request: HttpRequest) -> HttpResponse:
    """The half hour is over, or the report can not be read any more."""
    form = ReceiptForm({"code": ""})
    form.is_valid()
    form.add_error("code", _("This page was open for a while. Type your receipt code again."))
    typed = request.POST.get("text", "")
    return render(
        request, "web/intake/receipt_form.html", {"form": form, "typed": typed}, status=404
    )


def receipt_page(
    request: HttpRequest, visit: Visit, done: str = "", problem: str = ""
) -> HttpResponse:
    found = visit.found
    answer = receipt_answer(found.report_id, language=get_language() or "vi")
    feedback = feedback_answer(found.report_id)
    is_open = found.status in OPEN_STATUSES
    return render(
        request,
        "web/intake/receipt.html",
        {
            "found": found,
            "visit": visit.sealed,
            "is_open": is_open,
            "withdrawn": found.outcome == ReportOutcome.WITHDRAWN,
            "explanation": gettext(found.explanation) if found.explanation else "",
            "feedback": feedback,
            "may_ask_again": feedback is not None and may_ask_again(found.report_id),
            "asked_again": asked_again_on(found.report_id) if feedback is not None else None,
            "steps": progress_of(found, answer, additions_of(found.report_id)),
            "answer": answer,
            "taken_back": None
            if answer is not None or is_open
            else receipt_withdrawal(found.report_id, language=get_language() or "vi"),
            "told_by_mail": has_contact(found.report_id),
            "takes_mail": found.status != ReportStatus.CLOSED,
            "done": done,
            "problem": problem,
            "hotline": settings.SANGTO_CHILD_HOTLINE,
            "qr": public_qr_svg(request.build_absolute_uri(reverse("receipt"))),
        },
        status=409 if problem else 200,
    )


def visit_page(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """For pages that only a visit leads to; without one they lead back to the code."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseRedirect(reverse("receipt"))
        sealed = request.POST.get("visit", "")
        code = _code_of(sealed)
        found = receipt_view(code) if code else None
        if found is None:
            return _over(request)
        return page(request, Visit(code, sealed, found))

    return view


def _again(visit: Visit) -> Visit:
    """After a change; a report stays readable to whoever changed it."""
    found = receipt_view(visit.code)
    return visit if found is None else Visit(visit.code, visit.sealed, found)


def _form_page(
    request: HttpRequest, visit: Visit, template: str, form: forms.Form, **context: object
) -> HttpResponse:
    return render(
        request,
        template,
        {"form": form, "visit": visit.sealed, "found": visit.found, **context},
        status=422 if form.errors else 200,
    )


@visit_page
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    template = "web/intake/receipt_add.html"
    if "do" not in request.POST:
        return _form_page(request, visit, template, AdditionForm(initial={"key": new_key()}))
    form = AdditionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_to_report(
                receipt=visit.code,
                text=form.cleaned_data["text"],
                images=form.cleaned_data["images"],
                key=form.cleaned_data["key"],
                actor=public_actor(),
            )
        except RefusedSubmission as refused:
            for refusal in refused.refusals:
                add_refusal(form, refusal)
        except StorageUnavailable:
            raise
        except Refused as refused:
            add_refusal(form, refused.refusal)
        else:
            return receipt_page(
                request, _again(visit), _("We have added it to your report. Thank you.")
            )
    return _form_page(request, visit, template, form)


@visit_page
def again(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The sender asks once for another look at the agency's answer."""
    template = "web/intake/receipt_again.html"
    if "do" not in request.POST:
        return _form_page(request, visit, template, AgainForm(initial={"key": new_key()}))
    form = AgainForm(request.POST)
    if form.is_valid():
        try:
            reopen_feedback(
                receipt=visit.code,
                reason=ReopeningReason(form.cleaned_data["reason"]),
                text=form.cleaned_data["text"],
                key=form.cleaned_data["key"],
                actor=public_actor(),
            )
        except RefusedSubmission as refused:
            for refusal in refused.refusals:
                add_refusal(form, refusal)
        except Refused as refused:
            return receipt_page(request, _again(visit), problem=refusal_text(refused.refusal))
        else:
            return receipt_page(
                request, _again(visit), _("The agency looks at it again, and answers you here.")
            )
    return _form_page(request, visit, template, form)


@visit_page
def withdraw(request: HttpRequest, visit: Visit) -> HttpResponse:
    if "do" not in request.POST:
        return render(
            request,
            "web/intake/receipt_withdraw.html",
            {"visit": visit.sealed, "found": visit.found},
        )
    if visit.found.outcome == ReportOutcome.WITHDRAWN:
        return receipt_page(request, visit)
    try:
        withdraw_report(receipt=visit.code, actor=public_actor())
    except Refused as refused:
        return receipt_page(request, _again(visit), problem=refusal_text(refused.refusal))
    return receipt_page(
        request, _again(visit), _("Your report is withdrawn, and what you sent is deleted.")
    )


@visit_page
def mail(request: HttpRequest, visit: Visit) -> HttpResponse:
    template = "web/intake/receipt_mail.html"
    known = has_contact(visit.found.report_id)
    match request.POST.get("do"):
        case None:
            return _form_page(request, visit, template, MailForm(), known=known)
        case "remove":
            remove_contact(receipt=visit.code, actor=public_actor())
            return receipt_page(request, visit, _("Your e-mail address is erased."))
    form = MailForm(request.POST)
    if form.is_valid():
        try:
            change_contact(
                receipt=visit.code,
                email=form.cleaned_data["email"],
                language=get_language() or "vi",
                actor=public_actor(),
            )
        except Refused as refused:
            add_refusal(form, refused.refusal)
        else:
            return receipt_page(
                request, visit, _("We will tell you by e-mail as soon as there is an answer.")
            )
    return _form_page(request, visit, template, form, known=known)
