"""Reporting and receipts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.documents.storage import StorageUnavailable
from sangto.handling.queries import receipt_answer as feedback_answer
from sangto.intake.domain.consent import CONSENT_VERSION, consent_template
from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.intake.domain.reports import Channel, OriginKind, ReportStatus
from sangto.intake.domain.submission import Submission, other_content_refusal
from sangto.intake.queries import receipt_view
from sangto.intake.services import RefusedSubmission, submit_report
from sangto.kernel.actor import public_actor
from sangto.kernel.errors import Refused
from sangto.organisations.queries import current_network, deadline_for, territories
from sangto.verdicts.queries import receipt_answer
from sangto.web.intake.forms import ReceiptForm, ReportForm, new_key
from sangto.web.intake.progress import progress_of
from sangto.web.qr import qr_svg
from sangto.web.wording import add_refusal

LONGEST_PREFILL = TEXT_LENGTH
OPEN_STATUSES = (ReportStatus.RECEIVED, ReportStatus.IN_REVIEW)


def _territory_choices() -> list[tuple[str, str]]:
    network = current_network()
    if network is None:
        return []
    english = get_language() == "en"
    return [
        (territory.code, (english and territory.name_en) or territory.name)
        for territory in territories(network)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """GET shows the form, POST with ``send`` submits it; any other POST fills it in beforehand.

    The answer to a submission is not a redirect, so that the receipt stands in no address; a
    reload sends the same key again and gets the same receipt.
    """
    if current_network() is None:
        return render(request, "web/intake/not_ready.html", status=503)
    choices = _territory_choices()
    if request.method == "POST" and "send" in request.POST:
        form = ReportForm(request.POST, request.FILES, territories=choices)
        if form.is_valid():
            answer = _submitted(request, form)
            if answer is not None:
                return answer
        return render(request, "web/intake/report.html", _page(form), status=422)
    text = request.POST.get("text", "")[:LONGEST_PREFILL]
    form = ReportForm(territories=choices, initial={"key": new_key(), "text": text})
    return render(request, "web/intake/report.html", _page(form))


def _page(form: ReportForm) -> dict[str, object]:
    network = current_network()
    assert network is not None  # noqa: S101 - the view answered before when there is none
    return {
        "form": form,
        "consent_version": CONSENT_VERSION,
        "consent_template": consent_template(CONSENT_VERSION, get_language() or "vi"),
        "promised": deadline_for(network, "answer").at,
    }


def _submitted(request: HttpRequest, form: ReportForm) -> HttpResponse | None:
    """The confirmation, or None when the room refused and the form now says why."""
    data = form.cleaned_data
    submission = Submission(
        text=data["text"],
        link=data["link"],
        reason=data["reason"],
        territory=data["territory"] or None,
        language=get_language() or "vi",
        email=data["email"] or None,
        consent_version=CONSENT_VERSION,
        share_consent=data["share_consent"],
        images=tuple(data["images"]),
    )
    try:
        submitted = submit_report(
            submission=submission,
            channel=Channel.WEB,
            origin=OriginKind.CITIZEN,
            idempotency_key=data["key"],
            actor=public_actor(),
        )
    except RefusedSubmission as refused:
        for refusal in refused.refusals:
            add_refusal(form, refusal)
        return None
    except StorageUnavailable:
        raise
    except Refused as refused:
        add_refusal(form, refused.refusal)
        if refused.refusal.code == other_content_refusal().code:
            renewed = request.POST.copy()
            renewed["key"] = new_key()
            form.data = renewed
        return None
    return render(
        request,
        "web/intake/confirmation.html",
        {
            "receipt": submitted.receipt,
            "repeated": submitted.repeated,
            "promised_on": submitted.report.due_at,
            "told_by_mail": bool(data["email"]),
            "hotline": settings.SANGTO_CHILD_HOTLINE,
            "qr": qr_svg(request.build_absolute_uri(reverse("receipt"))),
        },
        status=200 if submitted.repeated else 201,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The status of a report. Every code that leads nowhere gets the very same answer."""
    if request.method != "POST":
        return render(request, "web/intake/receipt_form.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    form.is_valid()
    found = receipt_view(form.cleaned_data.get("code", ""))
    if found is None:
        form.add_error(
            "code",
            _(
                "No report is found with this code. Look at each of the 16 digits again. A code "
                "can be read until %(days)d days after the answer."
            )
            % {"days": settings.SANGTO_CONTACT_DAYS},
        )
        return render(request, "web/intake/receipt_form.html", {"form": form}, status=404)
    answer = receipt_answer(found.report_id, language=get_language() or "vi")
    return render(
        request,
        "web/intake/receipt.html",
        {
            "found": found,
            "is_open": found.status in OPEN_STATUSES,
            "explanation": gettext(found.explanation) if found.explanation else "",
            "feedback": feedback_answer(found.report_id),
            "steps": progress_of(found, answer),
            "answer": answer,
        },
    )
