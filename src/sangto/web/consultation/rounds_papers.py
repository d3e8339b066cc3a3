"""What of a round can be taken home: the official letter, the sheet, and files that came."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangto.consultation.models import OpinionFile, RoundAttachment
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import request_for, round_for
from sangto.consultation.services import issue_round_letter
from sangto.consultation.services.round_papers import (
    letter_content,
    sheet_content,
    sheet_table,
)
from sangto.documents.domain.files import ENDINGS
from sangto.documents.domain.office_files import XLSX
from sangto.documents.models import StoredFile
from sangto.documents.queries import content_of, documents_about
from sangto.documents.rendering import render_xlsx
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.web.consultation.rounds_showing import if_sent_now, round_url
from sangto.web.desk import desk_page
from sangto.web.documents.papers import paper_answer


@desk_page
@require_safe
def letter_draft(request: HttpRequest, actor: Actor, reference: str, ending: str) -> HttpResponse:
    """The official letter as it is now, without a number, to be read through."""
    opinion_round = round_for(actor, reference)
    if opinion_round.due_at is None:
        if_sent_now(opinion_round)
    content = letter_content(opinion_round)
    name = f"cong-van-{opinion_round.reference}"
    back = round_url(opinion_round)
    return paper_answer(request, actor, content, name=name, ending=ending, back=back)


@desk_page
@require_POST
def letter_issue(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Under the next number of the register."""
    opinion_round = round_for(actor, reference, Permission.ROUND_OPEN)
    document = issue_round_letter(opinion_round=opinion_round, actor=actor)
    messages.success(request, _("Issued as %(number)s.") % {"number": document.number_text})
    return redirect(f"{round_url(opinion_round)}#papers")


@desk_page
@require_safe
def issued_file(
    request: HttpRequest, actor: Actor, reference: str, number: int, ending: str
) -> HttpResponse:
    opinion_round = round_for(actor, reference)
    document = documents_about(opinion_round).filter(pk=number).first()
    file: StoredFile | None = None
    if document is not None:
        file = {"docx": document.docx, "pdf": document.pdf}.get(ending)
    if document is None or file is None:
        raise NotVisible
    name = f"{document.number_text.replace('/', '-')}.{ending}"
    return file_answer(content_of(file), file.media_type, name)


@desk_page
@require_safe
def sheet_file(request: HttpRequest, actor: Actor, reference: str, ending: str) -> HttpResponse:
    """All answers as a table on its long side, or for a spreadsheet."""
    opinion_round = round_for(actor, reference)
    if opinion_round.opened_at is None:
        raise NotVisible
    name = f"y-kien-{opinion_round.reference}"
    match ending:
        case "xlsx":
            return file_answer(render_xlsx(sheet_table(opinion_round)), XLSX, f"{name}.xlsx")
        case _:
            content = sheet_content(opinion_round)
            back = round_url(opinion_round)
            return paper_answer(request, actor, content, name=name, ending=ending, back=back)


@desk_page
@require_safe
def attached_file(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """What goes with the question, for who asks and for who is asked."""
    try:
        opinion_round = round_for(actor, reference)
    except NotVisible:
        opinion_round = request_for(actor, reference, Permission.ROUND_VIEW).round
    return attachment_answer(opinion_round.pk, number)


@desk_page
@require_safe
def answer_file(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """A file that came with an answer, for who asks and for the agency itself."""
    found = (
        OpinionFile.objects.filter(pk=number, opinion__invitation__round__reference=reference)
        .select_related("file", "opinion__invitation")
        .first()
    )
    if found is None or found.file.deleted_at is not None:
        raise NotVisible
    try:
        round_for(actor, reference)
    except NotVisible:
        own = request_for(actor, reference, Permission.ROUND_VIEW)
        if own.pk != found.opinion.invitation_id:
            raise
    return _stored(found.file, f"{reference}-{found.pk}")


def attachment_answer(opinion_round: int, number: int) -> HttpResponse:
    found = (
        RoundAttachment.objects.filter(pk=number, round=opinion_round)
        .select_related("file")
        .first()
    )
    if found is None or found.file.deleted_at is not None:
        raise NotVisible
    return _stored(found.file, f"tai-lieu-{found.pk}")


def _stored(file: StoredFile, name: str) -> HttpResponse:
    ending = ENDINGS.get(file.media_type, "bin")
    return file_answer(content_of(file), file.media_type, f"{name}.{ending}")


def file_answer(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Only ever saved, never shown: nothing in the file can run, load or be framed."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
