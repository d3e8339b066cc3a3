"""Files that are made on demand: at once when they are short, by the queue when they are long."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sangto.documents.domain.files import PDF
from sangto.documents.domain.office_files import DOCX
from sangto.documents.domain.official import OfficialContent
from sangto.documents.queries import content_of, order_for, orders_before
from sangto.documents.rendering import is_long, render_docx, render_pdf
from sangto.documents.services import order_paper
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.web.cases.files import file_response
from sangto.web.desk import desk_page
from sangto.web.wording import refusal_text

#: Seconds after which a waiting page asks again by itself.
AGAIN = 3
#: Parts of a document that are drawn in a second: a row of a table is five of them.
_PARTS_A_SECOND = 75
_MEDIA_TYPES = {"pdf": PDF, "docx": DOCX}


def paper_answer(
    request: HttpRequest, actor: Actor, content: OfficialContent, *, name: str, ending: str,
    back: str = "",
) -> HttpResponse:  # fmt: skip
    """The file, or the way to the page on which it can be fetched. ``name`` has no ending."""
    media_type = _MEDIA_TYPES.get(ending)
    if media_type is None:
        raise NotVisible
    if media_type == PDF and is_long(content):
        order = order_paper(
            content=content, media_type=media_type, name=name, back=back or _before(request),
            actor=actor,
        )  # fmt: skip
        return redirect("desk_paper", order.pk)
    try:
        made = render_pdf(content) if media_type == PDF else render_docx(content)
    except Refused as refused:
        if not back:
            raise
        messages.error(request, refusal_text(refused.refusal))
        return redirect(back)
    return file_response(made, media_type=media_type, name=name)


def _before(request: HttpRequest) -> str:
    """The page that the link stood on, without the server's name."""
    referrer = request.headers.get("Referer", "")
    start = f"{request.scheme}://{request.get_host()}/"
    return referrer[len(start) - 1 :] if referrer.startswith(start) else ""


@desk_page
@require_safe
def paper_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Looks again by itself until the file is there; no script is needed."""
    order = order_for(actor, number)
    ready = order.file is not None
    running = order.started_at is not None
    seconds = max(round(order.parts / _PARTS_A_SECOND), 2)
    passed = 0.0
    if order.started_at is not None:
        passed = (timezone.now() - order.started_at).total_seconds()
    response = render(
        request,
        "web/documents/paper.html",
        {
            "order": order,
            "ready": ready,
            "running": running,
            "before": 0 if ready or running else orders_before(order),
            "seconds": seconds,
            "percent": 100 if ready else min(round(passed / seconds * 100), 95),
        },
    )
    if not ready:
        response.headers["Refresh"] = str(AGAIN)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@desk_page
@require_safe
def paper_file(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    order = order_for(actor, number)
    if order.file is None:
        raise NotVisible
    return file_response(content_of(order.file), media_type=order.media_type, name=order.name)
