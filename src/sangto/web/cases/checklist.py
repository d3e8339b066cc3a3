"""The verification checklist of a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangto.cases.domain.checklist import AnswerState, ItemAnswer
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case, ChecklistAnswer
from sangto.cases.permissions import Permission, may
from sangto.cases.queries import checklist_of, get_case_for, standing_of
from sangto.cases.services import EvidenceFile, answer_checklist
from sangto.documents.queries import content_of
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.web.cases.files import file_response
from sangto.web.cases.work import ItemRow, checklist_rows
from sangto.web.cases.work_forms import ItemForm
from sangto.web.desk import accepted, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@require_safe
def checklist_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Everything that was answered, for who works on the case and who signs."""
    case = get_case_for(actor, reference, need=Permission.VIEW)
    checklist = checklist_of(case)
    return render(
        request,
        "web/cases/checklist.html",
        {
            "case": case,
            "claim": case.claim,
            "rows": checklist_rows(checklist),
            "progress": checklist.progress,
            "may_answer": case.status == CaseStatus.VERIFYING
            and may(actor, Permission.CHECKLIST, standing_of(actor, case)),
        },
    )


@desk_page
@_PAGE
def item_page(request: HttpRequest, actor: Actor, reference: str, code: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.CHECKLIST)
    row = _row(case, code)
    answer = row.answer
    data = sent(request)
    form = ItemForm(
        data,
        request.FILES if data is not None else None,
        initial={
            "seen": answer.revision if answer is not None else 0,
            "state": answer.state if answer is not None else "",
            "evidence": answer.evidence if answer is not None else "",
            "note": answer.note if answer is not None else "",
        },
    )
    if form.is_valid() and accepted(form, lambda: _answer(case, code, form, actor)):
        messages.success(request, _("Recorded in the checklist."))
        return redirect(f"{reverse('desk_case_checklist', args=[case.reference])}#{code}")
    return form_page(
        request, "web/cases/checklist_item.html", form, case=case, claim=case.claim, row=row
    )


@desk_page
@require_safe
def item_file(request: HttpRequest, actor: Actor, reference: str, code: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.VIEW)
    answer = (
        ChecklistAnswer.objects.filter(case=case, category=case.category, code=code)
        .select_related("file")
        .first()
    )
    if answer is None or answer.file is None or answer.file.deleted_at is not None:
        raise NotVisible
    return file_response(
        content_of(answer.file), media_type=answer.file.media_type, name=f"{case.reference}-{code}"
    )


def _answer(case: Case, code: str, form: ItemForm, actor: Actor) -> None:
    data = form.cleaned_data
    file = data["file"]
    files = {}
    if file is not None:
        files[code] = EvidenceFile(file.read(), file.content_type or "", file.name or "")
    answer_checklist(
        case=case,
        answers=[
            ItemAnswer(
                code=code,
                state=AnswerState(data["state"]),
                note=data["note"],
                evidence=data["evidence"],
                seen=data["seen"],
            )
        ],
        files=files,
        actor=actor,
    )


def _row(case: Case, code: str) -> ItemRow:
    row = next((row for row in checklist_rows(checklist_of(case)) if row.code == code), None)
    if row is None:
        raise NotVisible
    return row
