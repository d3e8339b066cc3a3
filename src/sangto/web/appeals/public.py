"""Objecting without an account, and the receipt that leads back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.appeals.domain.appeals import OPEN_STATES
from sangto.appeals.queries import (
    AppealView,
    Window,
    appeal_by_receipt,
    measure_window,
    verdict_window,
)
from sangto.appeals.services import RefusedAppeal, send_appeal, withdraw_appeal
from sangto.handling.models import Measure
from sangto.kernel.actor import public_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.references import normalised_receipt, normalised_reference, receipt_groups
from sangto.organisations.queries import current_network, receipt_days
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.web.appeals.forms import AppealForm
from sangto.web.appeals.wording import STATES
from sangto.web.desk import sent
from sangto.web.handling.wording import MEASURE_NAMES
from sangto.web.intake.forms import ReceiptForm, new_key
from sangto.web.verdicts.public import public_page
from sangto.web.wording import add_refusal, refusal_text, word

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@_PAGE
def object_to_verdict(request: HttpRequest, reference: str) -> HttpResponse:
    page = public_page(reference)
    version = VerdictVersion.objects.select_related("verdict__claim__network").get(
        verdict__reference=page.line.reference, status=VersionStatus.PUBLISHED.value
    )
    return _form_page(
        request,
        window=verdict_window(version),
        title=page.line.title,
        language=page.line.text_language,
        back=page.line.path,
        reference=page.line.reference,
        version=version,
        measure=None,
    )


@_PAGE
def object_to_measure(request: HttpRequest, reference: str) -> HttpResponse:
    normal = normalised_reference(reference)
    measure = (
        Measure.objects.select_related("case__network").filter(reference=normal).first()
        if normal is not None
        else None
    )
    window = measure_window(measure) if measure is not None else None
    if measure is None or window is None:
        raise Http404
    return _form_page(
        request,
        window=window,
        title=word(MEASURE_NAMES, measure.kind),
        language=get_language() or "vi",
        back="",
        reference=measure.reference,
        version=None,
        measure=measure,
    )


def _form_page(
    request: HttpRequest,
    *,
    window: Window | None,
    title: str,
    language: str,
    back: str,
    reference: str,
    version: VerdictVersion | None,
    measure: Measure | None,
) -> HttpResponse:
    """After the window the page says so, and takes nothing."""
    context: dict[str, object] = {
        "window": window,
        "title": title,
        "text_language": language,
        "back": back,
        "reference": reference,
    }
    if window is None or not window.open:
        return render(request, "web/appeals/closed.html", context, status=410)
    about_verdict = version is not None
    form = AppealForm(sent(request), about_verdict=about_verdict, initial={"key": new_key()})
    if form.is_valid():
        try:
            result = send_appeal(
                version=version,
                measure=measure,
                content=form.content,
                language=get_language() or "vi",
                key=form.cleaned_data["key"],
                actor=public_actor(),
            )
        except RefusedAppeal as refused:
            for refusal in refused.refusals:
                add_refusal(form, refusal)
        except NotVisible as error:
            raise Http404 from error
        except Refused as refused:
            add_refusal(form, refused.refusal)
        else:
            context |= {
                "appeal": result.appeal,
                "code": result.receipt,
                "groups": receipt_groups(result.receipt).split(),
                "lost": not result.receipt,
            }
            return render(request, "web/appeals/sent.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "web/appeals/form.html", {**context, "form": form}, status=status)


@_PAGE
def receipt(request: HttpRequest) -> HttpResponse:
    """The state of an appeal. Every code that leads nowhere gets the very same answer; the code
    stands in no address."""
    if request.method != "POST":
        return render(request, "web/appeals/receipt_form.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    form.is_valid()
    code = form.cleaned_data.get("code", "")
    found = _found(code)
    if found is None:
        form.add_error(
            "code",
            _(
                "No appeal is found with this code. Look at each of the 16 digits again. A code "
                "can be read until %(days)d days after the decision."
            )
            % {"days": receipt_days(current_network())},
        )
        return render(request, "web/appeals/receipt_form.html", {"form": form}, status=404)
    done = problem = ""
    if request.POST.get("do") == "withdraw" and found.state in OPEN_STATES:
        try:
            withdraw_appeal(receipt=code, actor=public_actor())
            done = _("Your appeal is taken back, and what you wrote is deleted.")
        except Refused as refused:
            problem = refusal_text(refused.refusal)
        found = _found(code) or found
    return render(
        request,
        "web/appeals/receipt.html",
        {
            "found": found,
            "look": STATES[found.state],
            "is_open": found.state in OPEN_STATES,
            "code": normalised_receipt(code),
            "done": done,
            "problem": problem,
            "ask": request.POST.get("do") == "ask",
        },
        status=409 if problem else 200,
    )


def _found(code: str) -> AppealView | None:
    return appeal_by_receipt(code, language=get_language() or "vi")
