"""Registers of the own agency: the list, one document, its files, and what is entered by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangto.documents.domain.files import media_type_of
from sangto.documents.domain.office_files import XLSX
from sangto.documents.domain.official import DocumentKind
from sangto.documents.domain.registers import Direction, DocumentAction, DocumentState, workflow_of
from sangto.documents.domain.signing import ApprovalState, SignedForm
from sangto.documents.models import OfficialDocument, StoredFile
from sangto.documents.permissions import Permission, has_permission
from sangto.documents.queries import (
    RegisterFilter,
    approvals_of,
    content_of,
    document_for,
    documents_visible_to,
    filtered,
    may_approve,
    register_sheet,
    register_years,
    stamp_of,
    waiting_for,
)
from sangto.documents.rendering import render_xlsx
from sangto.documents.services import (
    LetterFile,
    add_signed_copy,
    cancel_number,
    link_document,
    register_incoming,
    reserve_number,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import agencies, agency_by_slug, today
from sangto.web.cases.files import file_response
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.documents.about import about_link, subject_by_reference
from sangto.web.documents.access import agency_with
from sangto.web.documents.forms import (
    AboutForm,
    CancelForm,
    IncomingForm,
    RegisterFilterForm,
    ReserveForm,
    SignedCopyForm,
    kind_of,
)
from sangto.web.documents.papers import AGAIN
from sangto.web.documents.wording import (
    APPROVAL_NAMES,
    DIRECTION_NAMES,
    KIND_NAMES,
    SIGNED_FORMS,
    STATE_LOOKS,
    STATE_NAMES,
)
from sangto.web.lists import filter_chips, shown_page
from sangto.web.wording import word

PAGE_LENGTH = 50
_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_FILES = ("docx", "pdf", "scan")


@desk_page
@require_safe
def documents_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest first; filters in the address."""
    agency_with(actor, Permission.VIEW)
    years = register_years(actor)
    form = RegisterFilterForm(request.GET, years=years)
    wanted = _wanted(form) if form.is_valid() else RegisterFilter()
    page = shown_page(request, filtered(documents_visible_to(actor), wanted), PAGE_LENGTH)
    return render(
        request,
        "web/documents/list.html",
        {
            "form": form,
            "chips": filter_chips(request, form, form.fields) if form.is_valid() else [],
            "clear_url": reverse("desk_documents"),
            "page": page,
            "rows": [_shown(row) for row in page.object_list],
            "years": years,
            "sheets": [
                {"direction": one.value, "name": word(DIRECTION_NAMES, one)} for one in Direction
            ],
            "sheet_year": wanted.year or (years[0] if years else None),
            "waiting": list(waiting_for(actor)),
            "may_issue": has_permission(actor, Permission.ISSUE),
            "may_register": has_permission(actor, Permission.REGISTER_IN),
        },
    )


def _wanted(form: RegisterFilterForm) -> RegisterFilter:
    data = form.cleaned_data
    return RegisterFilter(
        direction=Direction(data["direction"]) if data["direction"] else None,
        year=int(data["year"]) if data["year"] else None,
        kind=kind_of(data["kind"]),
        state=DocumentState(data["state"]) if data["state"] else None,
        words=data["q"],
    )


def _shown(document: OfficialDocument) -> dict[str, Any]:
    tone, icon = STATE_LOOKS[document.state]
    return {
        "document": document,
        "incoming": document.register.direction == Direction.INCOMING,
        "kind": word(KIND_NAMES, document.kind),
        "direction": word(DIRECTION_NAMES, document.register.direction),
        "state": word(STATE_NAMES, document.state),
        "tone": tone,
        "icon": icon,
    }


@desk_page
@require_safe
def register_file(request: HttpRequest, actor: Actor, year: int, direction: str) -> HttpResponse:
    """A whole register as XLSX."""
    agency = agency_with(actor, Permission.VIEW)
    if direction not in list(Direction) or year > 9999:
        raise NotVisible
    sheet = register_sheet(agency, year, Direction(direction))
    name = f"so-van-ban-{'di' if direction == Direction.OUTGOING else 'den'}-{year}"
    return file_response(render_xlsx(sheet), media_type=XLSX, name=name)


@desk_page
@_PAGE
def reserve_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    agency = agency_with(actor, Permission.ISSUE)
    form = ReserveForm(sent(request), initial={"on": today()})
    taken: list[OfficialDocument] = []

    def take() -> None:
        data = form.cleaned_data
        taken.append(
            reserve_number(
                agency=agency,
                kind=DocumentKind(data["kind"]),
                subject=data["subject"],
                on=data["on"],
                unit=data["unit"],
                addressee=data["addressee"],
                actor=actor,
            )
        )

    if form.is_valid() and accepted(form, take):
        number = taken[0].number_text
        messages.success(request, _("The number is %(number)s.") % {"number": number})
        return redirect("desk_document", taken[0].pk)
    return form_page(request, "web/documents/reserve.html", form)


@desk_page
@_PAGE
def incoming_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    agency = agency_with(actor, Permission.REGISTER_IN)
    others = [one for one in agencies(agency.network) if one.pk != agency.pk]
    form = IncomingForm(
        sent(request),
        request.FILES or None,
        agencies=others,
        initial={"received_on": today(), "kind": DocumentKind.OFFICIAL_LETTER.value},
    )
    entered: list[OfficialDocument] = []

    def enter() -> None:
        data = form.cleaned_data
        entered.append(
            register_incoming(
                agency=agency,
                number_text=data["number_text"],
                on=data["on"],
                subject=data["subject"],
                received_on=data["received_on"],
                kind=kind_of(data["kind"]),
                sender=agency_by_slug(agency.network, data["sender"]) if data["sender"] else None,
                sender_text=data["sender_text"],
                letter=_letter(data["scan"]) if data["scan"] else None,
                about=subject_by_reference(actor, data["about"]) if data["about"] else None,
                actor=actor,
            )
        )

    if form.is_valid() and accepted(form, enter):
        number = entered[0].number
        messages.success(request, _("Entered under number %(number)s.") % {"number": number})
        return redirect("desk_document", entered[0].pk)
    return form_page(request, "web/documents/incoming.html", form)


@desk_page
@require_safe
def document_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    document = document_for(actor, number)
    workflow = workflow_of(Direction(document.register.direction))
    open_actions = {step.action for step in workflow.actions_from(document.state)}
    approvals = approvals_of(document)
    waiting = next((row for row in approvals if row.state == ApprovalState.ASKED), None)
    response = render(
        request,
        "web/documents/document.html",
        {
            **_shown(document),
            "files": [
                {
                    "which": which,
                    "file": file,
                    "stamp": stamp_of(file) if which == "scan" else None,
                }
                for which in _FILES
                if (file := getattr(document, which)) is not None
            ],
            "signed_form": word(SIGNED_FORMS, document.scan_form) if document.scan_form else "",
            "being_made": bool(document.content),
            "about": about_link(actor, document),
            "approvals": [
                {"row": row, "state": word(APPROVAL_NAMES, row.state), "now": row.state == "asked"}
                for row in approvals
            ],
            "may_answer": waiting is not None and may_approve(actor, waiting),
            "may_ask": waiting is None
            and document.docx is not None
            and document.state != DocumentState.CANCELLED
            and document.register.direction == Direction.OUTGOING
            and has_permission(actor, Permission.ISSUE),
            "may_withdraw": waiting is not None and has_permission(actor, Permission.ISSUE),
            "may_link": has_permission(actor, _copying(document)),
            "may_cancel": DocumentAction.CANCEL in open_actions
            and has_permission(actor, Permission.CANCEL),
            "may_sign": document.state != DocumentState.CANCELLED
            and has_permission(actor, _copying(document)),
        },
    )
    if document.content:
        response.headers["Refresh"] = str(AGAIN)
    return response


@desk_page
@_PAGE
def about_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Says what the document belongs to; an empty reference takes it away."""
    document = document_for(actor, number)
    if not has_permission(actor, _copying(document)):
        raise NotVisible
    form = AboutForm(sent(request))

    def link() -> None:
        text = form.cleaned_data["about"]
        about = subject_by_reference(actor, text) if text else None
        link_document(document=document, about=about, actor=actor)

    if form.is_valid() and accepted(form, link):
        messages.success(request, _("Written down."))
        return redirect("desk_document", document.pk)
    return form_page(request, "web/documents/about.html", form, **_shown(document))


@desk_page
@require_safe
def document_file(request: HttpRequest, actor: Actor, number: int, which: str) -> HttpResponse:
    document = document_for(actor, number)
    file: StoredFile | None = getattr(document, which) if which in _FILES else None
    if file is None:
        raise NotVisible
    return file_response(content_of(file), media_type=file.media_type, name=_file_name(document))


def _file_name(document: OfficialDocument) -> str:
    """In ASCII: ``van-ban-08-BC-STTTT``; symbols with other letters lose them."""
    name = "".join(char if char.isalnum() and char.isascii() else "-" for char in str(document))
    return f"van-ban-{'-'.join(part for part in name.split('-') if part) or document.pk}"


@desk_page
@_PAGE
def cancel_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    document = document_for(actor, number, need=Permission.CANCEL)
    form = CancelForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: cancel_number(document=document, reason=form.cleaned_data["reason"], actor=actor),
    ):
        messages.success(request, _("Cancelled. The number stays in the register."))
        return redirect("desk_document", document.pk)
    return form_page(request, "web/documents/cancel.html", form, **_shown(document))


@desk_page
@_PAGE
def signed_copy_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    document = document_for(actor, number)
    if not has_permission(actor, _copying(document)):
        raise NotVisible
    form = SignedCopyForm(sent(request), request.FILES or None)
    if form.is_valid() and accepted(
        form,
        lambda: add_signed_copy(
            document=document,
            letter=_letter(form.cleaned_data["scan"]),
            form=SignedForm(form.cleaned_data["form"] or SignedForm.SCANNED),
            actor=actor,
        ),
    ):
        messages.success(request, _("The signed copy is stored."))
        return redirect("desk_document", document.pk)
    return form_page(request, "web/documents/signed_copy.html", form, **_shown(document))


def _copying(document: OfficialDocument) -> Permission:
    outgoing = document.register.direction == Direction.OUTGOING
    return Permission.ISSUE if outgoing else Permission.REGISTER_IN


def _letter(uploaded: File[Any]) -> LetterFile:
    content = uploaded.read()
    return LetterFile(content, media_type_of(uploaded.name or "", content))
