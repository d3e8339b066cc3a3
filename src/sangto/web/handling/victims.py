"""Help for who was harmed: a checklist by kind, and a complaint that is written on the spot.

No page here keeps anything: what is typed goes into the document and is forgotten.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sangto.documents.domain.files import PDF
from sangto.documents.domain.office_files import DOCX
from sangto.documents.rendering import pdf_available, render_docx, render_pdf
from sangto.handling.domain.victims import (
    ADDRESSEES,
    STEPS,
    TEXT_LENGTH,
    Addressee,
    Call,
    Complaint,
    Harm,
    complaint_document,
)
from sangto.web.cases.files import file_response
from sangto.web.cases.forms import choose
from sangto.web.forms.dates import day_field
from sangto.web.handling.victims_wording import (
    ADDRESSEE_NAMES,
    EVIDENCE_NAMES,
    HARM_NAMES,
    LETTER_WORDS,
    STEP_TEXTS,
    WISH_NAMES,
)
from sangto.web.public import phones
from sangto.web.wording import word

#: Parts of addresses, as in the other public pages: Vietnamese without accents.
SLUGS: dict[Harm, str] = {
    Harm.MONEY_SENT: "da-chuyen-tien",
    Harm.CODES_GIVEN: "lo-ma-mat-khau",
    Harm.APP_INSTALLED: "cai-ung-dung-la",
    Harm.IMPERSONATED: "bi-mao-danh",
    Harm.PRIVATE_DATA: "lo-anh-thong-tin",
    Harm.CHILD: "tre-em-gap-nguy-hiem",
}
_OF_SLUG = {slug: harm for harm, slug in SLUGS.items()}
_CALLS = {
    Call.BANKS: phones.banks,
    Call.POLICE: phones.police,
    Call.CHILDREN: phones.children,
    Call.SPAM: phones.spam,
    Call.CONSUMERS: phones.consumers,
}


def harm_of(slug: str) -> Harm:
    if slug not in _OF_SLUG:
        raise Http404
    return _OF_SLUG[slug]


def steps_for(harm: Harm) -> list[dict[str, Any]]:
    return [
        {
            "text": word(STEP_TEXTS, code),
            "phones": [phone for call in calls for phone in _CALLS[call]()],
        }
        for code, calls in STEPS[harm]
    ]


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    kinds = [{"slug": SLUGS[harm], "name": word(HARM_NAMES, harm)} for harm in Harm]
    return render(
        request, "web/handling/victims.html", {"kinds": kinds, "children": phones.children()}
    )


@require_safe
def checklist_page(request: HttpRequest, slug: str) -> HttpResponse:
    harm = harm_of(slug)
    return render(
        request,
        "web/handling/victims_steps.html",
        {
            "slug": slug,
            "name": word(HARM_NAMES, harm),
            "steps": steps_for(harm),
            "is_child": harm is Harm.CHILD,
        },
    )


class ComplaintForm(forms.Form):
    addressee = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose to whom you write.")},
    )
    addressee_name = forms.CharField(
        label=_("Its name, if you know it"), required=False, max_length=200
    )
    full_name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=100,
        help_text=_("Leave empty what you want to fill in by hand."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("Your address or phone number"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    happened_on = day_field(_("When it happened"), required=False)
    happened = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=TEXT_LENGTH,
        strip=False,
        help_text=_("In the order in which it happened, in your own words."),
        widget=forms.Textarea({"rows": 8}),
    )
    amount = forms.CharField(label=_("How much is gone"), required=False, max_length=100)
    paid_to = forms.CharField(
        label=_("Where it went"),
        required=False,
        max_length=300,
        help_text=_("Account, bank, wallet or phone number."),
    )
    evidence = forms.MultipleChoiceField(
        label=_("What you enclose"),
        required=False,
        choices=list(EVIDENCE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    wants = forms.MultipleChoiceField(
        label=_("What you ask for"),
        required=False,
        choices=list(WISH_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, harm: Harm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.harm = harm
        choose(self, "addressee", [(one.value, ADDRESSEE_NAMES[one]) for one in ADDRESSEES[harm]])
        if harm not in (Harm.MONEY_SENT, Harm.CODES_GIVEN, Harm.APP_INSTALLED):
            del self.fields["amount"], self.fields["paid_to"]

    def complaint(self) -> Complaint:
        data = self.cleaned_data
        return Complaint(
            harm=self.harm,
            addressee=Addressee(data["addressee"]),
            addressee_name=data["addressee_name"],
            full_name=data["full_name"],
            contact=data["contact"],
            happened_on=data["happened_on"],
            happened=data["happened"],
            amount=data.get("amount", ""),
            paid_to=data.get("paid_to", ""),
            evidence=tuple(LETTER_WORDS[code] for code in data["evidence"]),
            wants=tuple(LETTER_WORDS[code] for code in data["wants"]),
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The letter as a file to be changed or to be printed. Nothing is kept."""
    harm = harm_of(slug)
    first = {"addressee": ADDRESSEES[harm][0].value}
    form = ComplaintForm(request.POST or None, harm=harm, initial=first)
    if form.is_valid():
        content = complaint_document(form.complaint(), today=timezone.localdate())
        if request.POST.get("do") == "pdf" and pdf_available():
            return file_response(render_pdf(content), media_type=PDF, name="don")
        return file_response(render_docx(content), media_type=DOCX, name="don")
    return render(
        request,
        "web/handling/victims_complaint.html",
        {"form": form, "slug": slug, "name": word(HARM_NAMES, harm), "pdf": pdf_available()},
        status=422 if form.is_bound else 200,
    )
