"""Handing a document in to who is to sign it, and their answer. Nothing here signs anything."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sangto.documents.domain.signing import MAX_REMARK
from sangto.documents.models import DocumentApproval, Signatory
from sangto.documents.permissions import Permission
from sangto.documents.queries import (
    document_for,
    may_approve,
    open_approval,
    signatory_for,
    valid_signatories,
)
from sangto.documents.services import (
    approve_document,
    ask_approval,
    return_document,
    withdraw_approval,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import today
from sangto.web.desk import accepted, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


class AskForm(forms.Form):
    signatory = forms.ChoiceField(
        label=gettext_lazy("Who is to sign"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who is to sign.")},
    )

    def __init__(self, *args: Any, signatories: list[Signatory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["signatory"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
        field.choices = [(str(one.pk), f"{one.name}, {one.position}") for one in signatories]


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            ("approve", gettext_lazy("I approve this file")),
            ("return", gettext_lazy("It has to be changed")),
        ],
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )
    remark = forms.CharField(
        label=gettext_lazy("What is to be changed"),
        required=False,
        max_length=MAX_REMARK,
        widget=forms.Textarea({"rows": 3}),
    )


@desk_page
@_PAGE
def ask_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    document = document_for(actor, number, need=Permission.ISSUE)
    signatories = [
        one
        for one in valid_signatories(document.register.agency, today())
        if one.user_id is not None
    ]
    form = AskForm(sent(request), signatories=signatories)
    if form.is_valid() and accepted(
        form,
        lambda: ask_approval(
            document=document,
            signatory=signatory_for(document.register.agency, int(form.cleaned_data["signatory"])),
            actor=actor,
        ),
    ):
        messages.success(request, _("Handed in. The signer sees it with their documents."))
        return redirect("desk_document", document.pk)
    return form_page(
        request, "web/documents/ask.html", form, document=document, signatories=signatories
    )


@desk_page
@_PAGE
def answer_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    document = document_for(actor, number)
    approval = _open(number, actor)
    if not may_approve(actor, approval):
        raise NotVisible
    form = AnswerForm(sent(request))

    def answer() -> None:
        if form.cleaned_data["answer"] == "approve":
            approve_document(approval=approval, actor=actor)
        else:
            return_document(approval=approval, remark=form.cleaned_data["remark"], actor=actor)

    if form.is_valid() and accepted(form, answer):
        messages.success(request, _("Your answer is written down."))
        return redirect("desk_document", document.pk)
    return form_page(
        request, "web/documents/answer.html", form, document=document, approval=approval
    )


@desk_page
@require_POST
def withdraw(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    document = document_for(actor, number, need=Permission.ISSUE)
    withdraw_approval(approval=_open(number, actor), actor=actor)
    messages.success(request, _("Taken back."))
    return redirect("desk_document", document.pk)


def _open(number: int, actor: Actor) -> DocumentApproval:
    approval = open_approval(document_for(actor, number))
    if approval is None:
        raise NotVisible
    return approval
