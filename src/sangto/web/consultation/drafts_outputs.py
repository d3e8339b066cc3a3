"""The consolidated table of a draft, and the submission."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangto.consultation.domain.consolidated import Column, sheet_of
from sangto.consultation.domain.draft_workflow import DRAFT_WORKFLOW, DraftAction
from sangto.consultation.domain.submission import SubmissionText
from sangto.consultation.models import Draft
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import (
    consolidated_document,
    consolidated_rows,
    consolidated_sheet,
    draft_figures,
    draft_for,
    sees_the_table,
    submission_document,
)
from sangto.consultation.services import date_table
from sangto.consultation.services.draft_papers import issue_submission
from sangto.documents.domain.office_files import XLSX
from sangto.documents.domain.official import OfficialContent, Signature
from sangto.documents.models import OfficialDocument
from sangto.documents.queries import content_of, documents_about
from sangto.documents.rendering import render_xlsx
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.web.consultation.drafts_access import as_file, draft_url, head_of, rights
from sangto.web.consultation.drafts_step_forms import ColumnsForm, DatedForm, SubmissionForm
from sangto.web.consultation.drafts_wording import DECISIONS, UNDECIDED
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.documents.papers import paper_answer
from sangto.web.lists import shown_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
ROWS_SHOWN = 100


@desk_page
@require_safe
def table_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The table with the chosen columns, as it will stand in the files."""
    draft = _seen(actor, reference)
    form = ColumnsForm(request.GET if "columns" in request.GET else {"columns": []})
    chosen = form.chosen()
    rows = consolidated_rows(draft)
    sheet = sheet_of(draft.reference, rows, chosen)
    places = [row.place for row in rows] if Column.PLACE not in chosen else [""] * len(rows)
    page = shown_page(request, list(zip(places, sheet.rows, strict=True)), ROWS_SHOWN)
    figures = draft_figures(draft)
    return render(
        request,
        "web/consultation/draft_outputs.html",
        {
            **head_of(draft),
            "form": ColumnsForm(initial={"columns": [one.value for one in chosen]}),
            "titles": [column.title for column in sheet.columns],
            "page": page,
            "figures": figures,
            "decisions": [
                *(
                    {"look": DECISIONS[kind], "number": number}
                    for kind, number in figures.by_disposition.items()
                ),
                {"look": UNDECIDED, "number": figures.undecided},
            ],
            "query": urlencode([("columns", one.value) for one in chosen]),
            "may": rights(actor, draft),
        },
    )


@desk_page
@require_safe
def table_file(request: HttpRequest, actor: Actor, reference: str, ending: str) -> HttpResponse:
    """As DOCX or PDF in landscape, or as a sheet."""
    draft = _seen(actor, reference)
    columns = ColumnsForm(request.GET).chosen()
    name = f"bang-tong-hop-{draft.reference}"
    if ending == "xlsx":
        sheet = consolidated_sheet(draft, columns=columns)
        return as_file(render_xlsx(sheet), XLSX, f"{name}.xlsx")
    content = consolidated_document(draft, columns=columns)
    back = draft_url(draft, "desk_draft_outputs")
    return paper_answer(request, actor, content, name=name, ending=ending, back=back)


@desk_page
@_PAGE
def dated_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """On which day the table was made; refused while a comment waits."""
    draft = draft_for(actor, reference, Permission.DRAFT_SUBMIT)
    form = DatedForm(sent(request), initial={"on": timezone.localdate()})
    if form.is_valid() and accepted(
        form, lambda: date_table(draft=draft, actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("Written down. The table is dated."))
        return redirect(draft_url(draft, "desk_draft_way"))
    return form_page(request, "web/consultation/draft_dated.html", form, **head_of(draft))


@desk_page
@_PAGE
def submission_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """To be read as a file first; then issued under the next number of the register."""
    draft = draft_for(actor, reference, Permission.DRAFT_SUBMIT)
    DRAFT_WORKFLOW.step(draft.state, DraftAction.SUBMIT)
    form = SubmissionForm(sent(request), initial=_words_before(draft))
    what = request.POST.get("do", "")
    if form.is_valid():
        text, signature = _written(form)
        if what in ("docx", "pdf"):
            content = submission_document(
                draft, text=text, signature=signature, signed_on=timezone.localdate()
            )
            name = f"to-trinh-{draft.reference}"
            back = draft_url(draft, "desk_draft_submission")
            return paper_answer(request, actor, content, name=name, ending=what, back=back)
        made: list[OfficialDocument] = []
        if accepted(
            form,
            lambda: made.append(
                issue_submission(draft=draft, text=text, signature=signature, actor=actor)
            ),
        ):
            messages.success(
                request, _("Submitted as %(number)s.") % {"number": made[0].number_text}
            )
            return redirect(draft_url(draft, "desk_draft_way"))
    content = submission_document(draft, text=SubmissionText())
    return form_page(
        request,
        "web/consultation/draft_submission.html",
        form,
        **head_of(draft),
        lines=_lines_of(content),
    )


def _written(form: SubmissionForm) -> tuple[SubmissionText, Signature | None]:
    data = {name: str(value).strip() for name, value in form.cleaned_data.items()}
    text = SubmissionText(data["necessity"], data["request"], data["addressee"])
    signs = bool(data["position"] or data["name"])
    return text, Signature(data["position"].upper(), data["name"]) if signs else None


def _words_before(draft: Draft) -> dict[str, str]:
    """Who is submitted to: the agency above, which issues what an agency drafts."""
    parent = draft.drafting_agency.parent
    return {"addressee": parent.name if parent is not None else ""}


def _lines_of(content: OfficialContent) -> list[str]:
    """The words of the layout, for reading before it is issued."""
    found = []
    for block in content.blocks:
        text = getattr(block, "text", "")
        found.append(text if isinstance(text, str) else "".join(run.text for run in text))
    return [line for line in found if line]


@desk_page
@require_safe
def issued_file(
    request: HttpRequest, actor: Actor, reference: str, number: int, ending: str
) -> HttpResponse:
    """A submission under its number."""
    draft = _seen(actor, reference)
    document = documents_about(draft).filter(pk=number).first()
    if document is None:
        raise NotVisible
    file = document.pdf if ending == "pdf" else document.docx
    if file is None:
        raise NotVisible
    name = f"{document.number_text.replace('/', '-')}.{ending}"
    return as_file(content_of(file), file.media_type, name)


def _seen(actor: Actor, reference: str) -> Draft:
    draft = draft_for(actor, reference)
    if not sees_the_table(actor, draft):
        raise NotVisible
    return draft
