"""Drafts: the list, bringing one in, and the table of one draft."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sangto.consultation.domain.drafts import DraftState
from sangto.consultation.models import DraftVersion
from sangto.consultation.permissions import Permission, has_draft_permission
from sangto.consultation.queries import (
    agencies_to_ask,
    changes_waiting,
    draft_counts,
    draft_for,
    draft_standing,
    drafts_visible_to,
    problems_of,
    rounds_on,
    unfinished_rounds,
    versions_of,
)
from sangto.consultation.services import import_draft
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.web.consultation.drafts_access import draft_url, head_of, rights
from sangto.web.consultation.drafts_board import BESIDE, GONE, WIDE, Board, CommentShown, board_of
from sangto.web.consultation.drafts_forms import ImportForm
from sangto.web.consultation.drafts_wording import DRAFT_STATES
from sangto.web.desk import accepted, agency_of, desk_page, form_page, sent
from sangto.web.lists import shown_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
DRAFTS_SHOWN = 30


@desk_page
@require_safe
def drafts_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same number of queries for any number of drafts."""
    if not has_draft_permission(actor, Permission.DRAFT_VIEW):
        raise NotVisible
    past = request.GET.get("which") == "past"
    drafts = drafts_visible_to(actor)
    closed = Q(state=DraftState.CLOSED.value)
    drafts = drafts.filter(closed if past else ~closed)
    listed = draft_counts(drafts).order_by("-created_at", "-pk")
    page = shown_page(request, listed, DRAFTS_SHOWN)
    rows = [
        {
            "draft": draft,
            "look": DRAFT_STATES[draft.state],
            "own": draft.drafting_agency_id == actor.agency_id,
            "decided": draft.comment_number - draft.undecided_number,
        }
        for draft in page.object_list
    ]
    return render(
        request,
        "web/consultation/draft_list.html",
        {
            "page": page,
            "rows": rows,
            "past": past,
            "may_import": has_draft_permission(actor, Permission.DRAFT_PREPARE),
        },
    )


@desk_page
@_PAGE
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The text is read in the request: 300 pages take a few seconds."""
    agency = agency_of(actor)
    if agency is None or not has_draft_permission(actor, Permission.DRAFT_PREPARE):
        raise NotVisible
    data = sent(request)
    form = ImportForm(
        data, request.FILES if data is not None else None, agencies=agencies_to_ask(agency)
    )
    if form.is_valid():
        made: list[DraftVersion] = []
        if accepted(form, lambda: made.append(import_draft(actor=actor, **form.details()))):
            (version,) = made
            _say_what_was_read(request, version)
            return redirect(draft_url(version.draft, "desk_draft_parts"))
    return form_page(request, "web/consultation/draft_new.html", form)


def _say_what_was_read(request: HttpRequest, version: DraftVersion) -> None:
    number = len(problems_of(version))
    if not number:
        messages.success(request, _("The draft is brought in, and all of it was recognised."))
        return
    messages.info(
        request,
        ngettext(
            "The draft is brought in. %(number)s place should be looked at.",
            "The draft is brought in. %(number)s places should be looked at.",
            number,
        )
        % {"number": number},
    )


@desk_page
@require_safe
def draft_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The table: the tree, the text with what is new in it, and the comments beside. The same
    number of queries for any number of comments. Who was only asked is led to the own ones."""
    draft = draft_for(actor, reference)
    standing = draft_standing(actor, draft)
    running = unfinished_rounds(draft).order_by("-pk").first()
    may = rights(actor, draft, standing, running=running is not None)
    if not may["all"]:
        return redirect(draft_url(draft, "desk_draft_answer"))
    board = board_of(draft)
    page = _page_asked_for(request, board)
    last = max(board.pages, default=1)
    made_from = board.version.made_from_id is not None
    changes = made_from and request.GET.get("changes") != "no"
    only = request.GET.get("only", "")
    rows = [
        row
        for number, unit in zip(board.pages, board.units, strict=True)
        if number == page or only
        for row in unit
        if not only or row.eid == only
    ]
    loose: dict[int | str, list[CommentShown]] = {
        **(board.cards(board.at(WIDE)) if page == 1 else {}),
        **(board.cards(board.at(GONE)) if page == last else {}),
    }
    waiting = board.undecided()
    return render(
        request,
        "web/consultation/draft_table.html",
        {
            **head_of(draft),
            "board": board,
            "version": board.version,
            "made_from": made_from,
            "tree": board.tree(),
            "rows": board.shown(rows, changes=changes, beside=board.total if only else BESIDE),
            "wide": loose.get(WIDE, []),
            "gone": loose.get(GONE, []),
            "taken_out": board.taken_out() if changes and page == last else [],
            "changes": changes,
            "page": page,
            "pages": range(1, last + 1) if last > 1 else (),
            "next_undecided": waiting[0] if waiting else None,
            "waiting": len(waiting),
            "problems": len(problems_of(board.version)) if may["mend"] else 0,
            "adoptable": len(changes_waiting(draft)) if may["version"] else 0,
            "running": running,
            "rounds": list(rounds_on(draft)),
            "versions": list(versions_of(draft)),
            "may": may,
        },
    )


def _page_asked_for(request: HttpRequest, board: Board) -> int:
    at, text = request.GET.get("at", ""), request.GET.get("page", "")
    if at:
        return board.page_of(at)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return number if number in board.pages else 1
