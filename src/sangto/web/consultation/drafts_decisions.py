"""Deciding about comments: one comment with its form, and what is done with several."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sangto.consultation.domain.comments import CommentKind, CommentState, TextChange
from sangto.consultation.models import Comment, Disposition, Draft
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import (
    comments_on,
    decision_of,
    decisions_of,
    draft_for,
    sees_the_table,
    unfinished_rounds,
)
from sangto.consultation.services import (
    assign_comments,
    dispose,
    group_comments,
    group_identical,
    part_comment,
    tell_outcomes,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import User
from sangto.organisations.queries import people_of
from sangto.web.consultation.drafts_access import draft_url, head_of, rights, told
from sangto.web.consultation.drafts_board import Board, CommentShown, board_of, wording_of
from sangto.web.consultation.drafts_forms import AssignForm, DecisionForm
from sangto.web.consultation.drafts_wording import DECISIONS
from sangto.web.desk import accepted, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
#: What is proposed for the text when a comment proposes a wording.
_CHANGES = {
    CommentKind.AMEND: TextChange.REPLACE,
    CommentKind.FORMAT: TextChange.REPLACE,
    CommentKind.ADD: TextChange.INSERT_AFTER,
    CommentKind.DELETE: TextChange.DELETE,
}


@desk_page
@_PAGE
def comment_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """The tree, the article, and the comment with its form; saved, the next undecided one. The
    same number of queries for any number of comments."""
    draft = draft_for(actor, reference)
    comment = _comment(actor, draft, number)
    board = board_of(draft)
    may = rights(actor, draft, running=unfinished_rounds(draft).exists())
    provision = board.places.get(comment.provision_id or 0)
    decision = decision_of(comment)
    group = _group(comment)
    form = DecisionForm(
        sent(request),
        on_provision=provision is not None,
        grouped=len(group) > 1,
        seen=decision.number if decision is not None else 0,
        initial=_proposed(comment, decision),
    )
    if form.is_valid():
        if not may["decide"]:
            raise NotVisible
        whole = not form.cleaned_data.get("only_this")

        def write() -> None:
            dispose(comment=comment, decision=form.decision(), actor=actor, whole_group=whole)

        if accepted(form, write):
            return _next(request, draft, board, comment)
    before, after = board.neighbours(comment)
    unit = board.unit_of(provision)
    return form_page(
        request,
        "web/consultation/draft_comment.html",
        form,
        **head_of(draft),
        board=board,
        tree=board.tree([row.pk for row in unit]),
        rows=board.shown(unit, changes=False, current=comment),
        card=_card(board, comment, group),
        comment=comment,
        group=group,
        provision=provision,
        given_on=wording_of(comment.provision) if comment.provision is not None else "",
        decisions=[{"row": one, "look": DECISIONS[one.kind]} for one in decisions_of(comment)],
        assign=AssignForm(
            people=_people(draft), initial={"assignee": str(comment.assignee_id or "")}
        )
        if may["assign"]
        else None,
        before=before,
        after=after,
        may=may,
    )


def _next(request: HttpRequest, draft: Draft, board: Board, comment: Comment) -> HttpResponse:
    _before, after = board.neighbours(comment)
    fresh = board_of(draft)
    left = fresh.total - fresh.decided
    if after is None or not left:
        messages.success(request, _("Decided. No comment waits any more."))
        return redirect(draft_url(draft))
    messages.success(
        request,
        ngettext("Decided. %(number)s comment waits.", "Decided. %(number)s comments wait.", left)
        % {"number": left},
    )
    return redirect(draft_url(draft, "desk_draft_comment", after))


def _card(board: Board, comment: Comment, group: Sequence[Comment]) -> CommentShown:
    cards = board.cards([one.pk for one in group], current=comment)
    return next(card for found in cards.values() for card in found)


def _proposed(comment: Comment, decision: Disposition | None) -> dict[str, str]:
    """The last decision, or what the comment itself proposes."""
    if decision is not None:
        return {
            "kind": decision.kind,
            "explanation": decision.explanation,
            "change": decision.change,
            "wording": decision.wording,
        }
    change = _CHANGES.get(CommentKind(comment.kind), TextChange.NONE)
    if not comment.proposed_wording and change is not TextChange.DELETE:
        change = TextChange.NONE
    return {"change": change.value, "wording": comment.proposed_wording}


@desk_page
@require_POST
def assign(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    draft = draft_for(actor, reference, Permission.DRAFT_ASSIGN)
    comment = _comment(actor, draft, number)
    form = AssignForm(request.POST, people=_people(draft))
    if form.is_valid() and told(
        request,
        lambda: assign_comments(
            draft=draft, comments=[comment], assignee=form.person(), actor=actor
        ),
    ):
        messages.success(request, _("Written down who works on it."))
    return redirect(draft_url(draft, "desk_draft_comment", comment.pk))


@desk_page
@require_POST
def part(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    draft = draft_for(actor, reference, Permission.DRAFT_ASSIGN)
    comment = _comment(actor, draft, number)
    if told(request, lambda: part_comment(comment=comment, actor=actor)):
        messages.success(request, _("The comment stands alone now."))
    return redirect(draft_url(draft, "desk_draft_comment", comment.pk))


@desk_page
@require_POST
def join(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Those that were ticked, or all that say the same."""
    draft = draft_for(actor, reference, Permission.DRAFT_ASSIGN)
    keys = [int(key) for key in request.POST.getlist("comment") if key.isdecimal()][:500]
    if request.POST.get("do") == "chosen":
        chosen = list(comments_on(draft).filter(pk__in=keys))
        if told(request, lambda: group_comments(draft=draft, comments=chosen, actor=actor)):
            messages.success(request, _("They are decided about as one now."))
        return redirect(draft_url(draft))
    made: list[int] = []
    if told(request, lambda: made.append(group_identical(draft=draft, actor=actor))):
        number = made[0]
        messages.info(
            request,
            ngettext(
                "%(number)s more group of comments that say the same.",
                "%(number)s more groups of comments that say the same.",
                number,
            )
            % {"number": number}
            if number
            else _("No more comments say the same."),
        )
    return redirect(draft_url(draft))


@desk_page
@require_POST
def tell(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Write to each agency what became of its comments."""
    draft = draft_for(actor, reference, Permission.DRAFT_DISPOSE)
    number = tell_outcomes(draft=draft, actor=actor)
    if number:
        messages.success(
            request,
            ngettext(
                "%(number)s agency is told what became of its comments.",
                "%(number)s agencies are told what became of their comments.",
                number,
            )
            % {"number": number},
        )
    else:
        messages.info(request, _("Nobody is to be told now: all were, or comments wait."))
    return redirect(draft_url(draft))


def _comment(actor: Actor, draft: Draft, number: int) -> Comment:
    if not sees_the_table(actor, draft):
        raise NotVisible
    found = comments_on(draft).filter(pk=number, state=CommentState.GIVEN.value).first()
    if found is None:
        raise NotVisible
    found.draft = draft
    return found


def _group(comment: Comment) -> list[Comment]:
    """The comments that say the same, itself too."""
    if comment.group_id is None:
        return [comment]
    rows = Comment.objects.filter(group=comment.group_id, state=CommentState.GIVEN.value)
    return list(rows.select_related("agency").order_by("pk"))


def _people(draft: Draft) -> list[User]:
    return [person.user for person in people_of(draft.drafting_agency)]
