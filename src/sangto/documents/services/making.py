"""Drawing what has its number: outside of the transaction, now or from the queue.

The number and the content are written first, so a machine that stops in between loses nothing; the
task that was put in the same transaction draws what nobody else has drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.files import PDF, Purpose
from sangto.documents.domain.office_files import DOCX
from sangto.documents.domain.official import OfficialContent
from sangto.documents.domain.official_values import content_from
from sangto.documents.models import OfficialDocument
from sangto.documents.queries.files import content_of
from sangto.documents.queries.paper import template_for
from sangto.documents.rendering import Rendered, render
from sangto.documents.rendering.templates import fill_template
from sangto.documents.services.files import store_file
from sangto.kernel.actor import Actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency
from sangto.queue.services import put

FILES_TASK = "document.files"
#: Whoever gave the number draws the files at once; the queue comes after them.
_GRACE = timedelta(minutes=1)


def drawn(content: OfficialContent, agency: Agency) -> Rendered:
    """DOCX and PDF. Where the agency has a template for this kind, the DOCX is filled into it."""
    files = render(content)
    template = template_for(agency, content.kind)
    if template is None:
        return files
    try:
        return replace(files, docx=fill_template(content_of(template.file), content))
    except (Refused, NotVisible):
        # A number waits for its document: better in the usual layout than not at all.
        return files


def ask_for_files(document: OfficialDocument, at: datetime, *, soon: bool = False) -> None:
    """Put the task that draws them. Belongs inside the transaction that gives the number."""
    put(
        kind=FILES_TASK,
        key=f"document:{document.pk}:files",
        payload={"document": document.pk},
        run_at=at if soon else at + _GRACE,
        now=at,
    )


def make_files(
    *, document: OfficialDocument, actor: Actor, now: datetime | None = None
) -> OfficialDocument:
    """Draw what waits to be drawn; nothing where that was done. Of two at once, the second throws
    its files away. Never inside a transaction: a letter takes a second, a long table many."""
    settle = _made(document, actor, now or timezone.now())
    settle()
    return document


def files_task(number: int) -> Callable[[], None]:
    """For the queue: drawn before the transaction that ends the task."""
    document = OfficialDocument.objects.select_related("register__agency").filter(pk=number).first()
    if document is None:
        return lambda: None
    return _made(document, system_actor(FILES_TASK), timezone.now())


def _made(document: OfficialDocument, actor: Actor, at: datetime) -> Callable[[], None]:
    if not document.content:
        return lambda: None
    files = drawn(content_from(document.content), document.register.agency)

    def settle() -> None:
        row = OfficialDocument.objects.filter(pk=document.pk)
        with change(actor) as journal:
            waiting = row.select_for_update().get()
            if not waiting.content:
                journal.nothing_changed()
                document.refresh_from_db()
                return
            found = stored(journal, document, files, at)
            row.update(content={}, **found)
            journal.record(AuditTag.DOCUMENT_FILES_MADE, document, dict(found))
        document.content = {}
        for column, value in found.items():
            setattr(document, column, value)

    return settle


def stored(
    journal: Journal, document: OfficialDocument, files: Rendered, at: datetime
) -> dict[str, int]:
    def kept(content: bytes, media_type: str) -> int:
        return store_file(
            content=content,
            media_type=media_type,
            purpose=Purpose.OFFICIAL,
            title=document.number_text,
            journal=journal,
            now=at,
        ).pk

    found = {"docx_id": kept(files.docx, DOCX)}
    if files.pdf is not None:
        found["pdf_id"] = kept(files.pdf, PDF)
    return found
