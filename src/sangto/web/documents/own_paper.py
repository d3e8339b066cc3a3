"""An agency's own paper: who signs, and templates of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.documents.domain.official import DocumentKind
from sangto.documents.domain.registers import NUMBERED_KINDS
from sangto.documents.domain.signing import (
    MAX_BASIS,
    MAX_NAME,
    MAX_POSITION,
    Capacity,
)
from sangto.documents.permissions import Permission, has_permission
from sangto.documents.queries import (
    block_of,
    content_of,
    signatory_for,
    template_for,
    templates_of,
    valid_signatories,
)
from sangto.documents.rendering.templates import PLACEHOLDERS, REQUIRED
from sangto.documents.services import (
    end_signatory,
    name_signatory,
    remove_template,
    store_template,
)
from sangto.kernel.actor import Actor, Role
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import User
from sangto.organisations.queries import people_of, today
from sangto.web.cases.files import file_response
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.documents.access import agency_with
from sangto.web.documents.wording import CAPACITY_NAMES, KIND_NAMES
from sangto.web.forms.dates import DayMonthYearInput
from sangto.web.wording import word

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


class SignatoryForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of who signs"),
        max_length=MAX_NAME,
        error_messages={"required": gettext_lazy("Write the name of who signs.")},
    )
    position = forms.CharField(
        label=gettext_lazy("Position of who signs"),
        help_text=gettext_lazy("Such as Giám đốc, Phó Giám đốc, Chánh Văn phòng."),
        max_length=MAX_POSITION,
        error_messages={"required": gettext_lazy("Write the position.")},
    )
    capacity = forms.ChoiceField(
        label=gettext_lazy("How this person signs"),
        widget=forms.RadioSelect,
        choices=[(one.value, CAPACITY_NAMES[one]) for one in Capacity],
        initial=Capacity.HEAD.value,
    )
    head = forms.CharField(
        label=gettext_lazy("In whose place"),
        help_text=gettext_lazy("The head’s position, for KT., TL. and TUQ., such as Giám đốc."),
        max_length=MAX_POSITION,
        required=False,
    )
    organ = forms.CharField(
        label=gettext_lazy("For a collective (TM.)"),
        help_text=gettext_lazy("Only where it decides together, such as Ủy ban nhân dân."),
        max_length=MAX_POSITION,
        required=False,
    )
    basis = forms.CharField(
        label=gettext_lazy("Written authorisation (TUQ.)"),
        help_text=gettext_lazy("Its number and date."),
        max_length=MAX_BASIS,
        required=False,
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Empty means until further notice; TUQ. needs one."),
        widget=DayMonthYearInput(),
        required=False,
    )
    user = forms.ChoiceField(
        label=gettext_lazy("Account of who signs"),
        help_text=gettext_lazy("An approver of your agency, who approves documents here."),
        required=False,
    )
    usual = forms.BooleanField(
        label=gettext_lazy("Stands under letters where nobody chose"), required=False
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
        field.choices = [("", _("No account")), *((str(one.pk), str(one)) for one in people)]


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[(one.value, KIND_NAMES[one]) for one in NUMBERED_KINDS],
    )
    file = forms.FileField(
        label=gettext_lazy("DOCX file"),
        widget=forms.FileInput({"accept": ".docx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


@desk_page
@require_safe
def own_paper_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    agency = agency_with(actor, Permission.VIEW)
    return render(
        request,
        "web/documents/own_paper.html",
        {
            "signatories": [
                {
                    "row": row,
                    "lines": [*block_of(row).authority, block_of(row).position],
                    "capacity": word(CAPACITY_NAMES, row.capacity),
                }
                for row in valid_signatories(agency, today())
            ],
            "templates": [
                {"row": row, "kind": word(KIND_NAMES, row.kind)} for row in templates_of(agency)
            ],
            "may_keep": has_permission(actor, Permission.KEEP_PAPER),
        },
    )


@desk_page
@_PAGE
def signatory_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    agency = agency_with(actor, Permission.KEEP_PAPER)
    people = {
        person.user.pk: person.user
        for person in people_of(agency)
        if any(row.role == Role.APPROVER for row in person.memberships)
    }
    form = SignatoryForm(sent(request), people=list(people.values()))
    if form.is_valid():
        data = dict(form.cleaned_data)
        data["capacity"] = Capacity(data["capacity"])
        data["user"] = people.get(int(data["user"])) if data["user"] else None
        if accepted(form, lambda: name_signatory(agency=agency, actor=actor, **data)):
            messages.success(request, _("Written down. New letters can be signed so."))
            return redirect("desk_own_paper")
    return form_page(request, "web/documents/signatory_new.html", form)


@desk_page
@require_POST
def signatory_end(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    agency = agency_with(actor, Permission.KEEP_PAPER)
    end_signatory(signatory=signatory_for(agency, number), actor=actor)
    messages.success(request, _("Ended. Documents that went out stay as they are."))
    return redirect("desk_own_paper")


@desk_page
@_PAGE
def template_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    agency = agency_with(actor, Permission.KEEP_PAPER)
    form = TemplateForm(sent(request), request.FILES or None)
    if form.is_valid() and accepted(
        form,
        lambda: store_template(
            agency=agency,
            kind=DocumentKind(form.cleaned_data["kind"]),
            content=form.cleaned_data["file"].read(),
            actor=actor,
        ),
    ):
        messages.success(request, _("The template is in use from the next document on."))
        return redirect("desk_own_paper")
    return form_page(
        request,
        "web/documents/template_new.html",
        form,
        placeholders=[
            {"name": "{{" + name + "}}", "meaning": _(meaning), "needed": name in REQUIRED}
            for name, meaning in PLACEHOLDERS.items()
        ],
    )


@desk_page
@require_safe
def template_file(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    row = template_for(agency_with(actor, Permission.VIEW), _kind(kind))
    if row is None:
        raise NotVisible
    return file_response(
        content_of(row.file), media_type=row.file.media_type, name=f"mau-{kind.replace('_', '-')}"
    )


@desk_page
@require_POST
def template_remove(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    agency = agency_with(actor, Permission.KEEP_PAPER)
    remove_template(agency=agency, kind=_kind(kind), actor=actor)
    messages.success(request, _("Removed. The layout of the network is used again."))
    return redirect(reverse("desk_own_paper"))


def _kind(value: str) -> DocumentKind:
    if value not in {one.value for one in NUMBERED_KINDS}:
        raise NotVisible
    return DocumentKind(value)
