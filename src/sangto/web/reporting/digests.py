"""Digests to read at the desk, as documents, and by e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangto.documents.domain.files import PDF
from sangto.documents.domain.office_files import DOCX
from sangto.documents.rendering import render_docx, render_pdf
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.kinds import DigestRhythm
from sangto.organisations.queries import current_charter
from sangto.reporting.domain.digests import CURVE_DAYS
from sangto.reporting.domain.periods import DAY, local_day
from sangto.reporting.models import Digest, DigestWish
from sangto.reporting.permissions import Permission, has_permission
from sangto.reporting.queries import reach_of
from sangto.reporting.queries.digests import digest_for, digests_visible_to
from sangto.reporting.services import follow_digest
from sangto.reporting.wording import digest_document, digest_title, nothing_happened, sections_of
from sangto.web.charts.shapes import Chart, ChartKind, Series
from sangto.web.consultation.rounds_papers import file_answer
from sangto.web.desk import desk_page
from sangto.web.lists import shown_page

PAGE = 31


@desk_page
@require_safe
def digest_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    reach = reach_of(actor, Permission.DIGEST_READ)
    page = shown_page(request, digests_visible_to(actor), PAGE)
    charter = current_charter(reach.agency.network)
    follows = has_permission(actor, Permission.DIGEST_FOLLOW) and reach.whole
    return render(
        request,
        "web/reporting/digests.html",
        {
            "page": page,
            "digests": [(row, digest_title(row)) for row in page.object_list],
            "none": charter.digest is DigestRhythm.NONE,
            "weekly": charter.digest is DigestRhythm.WEEKLY,
            "hour": f"{charter.digest_hour:02d}:00",
            "may_follow": follows,
            "followed": follows and DigestWish.objects.filter(user_id=actor.user_id or 0).exists(),
        },
    )


@desk_page
@require_safe
def digest_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    digest = digest_for(actor, number)
    return render(
        request,
        "web/reporting/digest.html",
        {
            "digest": digest,
            "title": digest_title(digest),
            "sections": sections_of(digest),
            "nothing": nothing_happened(digest),
            "curves": _curves(digest),
            "is_document": digest.agency is None,
        },
    )


def _curves(digest: Digest) -> list[Chart]:
    """One small line for each claim that spreads."""
    last = local_day(digest.until)
    labels = tuple(f"{last - DAY * back:%d/%m}" for back in reversed(range(CURVE_DAYS)))
    return [_curve(one, labels) for one in digest.content.get("spreads", ())]


def _curve(one: dict[str, Any], labels: tuple[str, ...]) -> Chart:
    return Chart(
        ChartKind.LINE,
        one["title"] or one["claim"],
        labels=labels,
        series=(Series("", tuple(one["curve"])),),
        description=_("%(n)d people in the last 14 days.") % {"n": sum(one["curve"])},
    )


@desk_page
@require_safe
def digest_file(request: HttpRequest, actor: Actor, number: int, ending: str) -> HttpResponse:
    digest = digest_for(actor, number)
    if digest.agency is not None:
        raise NotVisible
    content = digest_document(digest)
    name = f"diem-tin-{digest.day.isoformat()}.{ending}"
    if ending == "docx":
        return file_answer(render_docx(content), DOCX, name)
    if ending == "pdf":
        return file_answer(render_pdf(content), PDF, name)
    raise NotVisible


@desk_page
@require_POST
def digest_follow(request: HttpRequest, actor: Actor) -> HttpResponse:
    wanted = request.POST.get("wanted") == "yes"
    follow_digest(wanted=wanted, actor=actor)
    said = _("You get the digest by e-mail.") if wanted else _("You get no digest by e-mail.")
    messages.success(request, said)
    return redirect("desk_digests")
