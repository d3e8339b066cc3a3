"""The text of a draft: what was recognised, its versions and their differences, and its files."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangto.consultation.domain.comments import TextChange
from sangto.consultation.domain.draft_workflow import DRAFT_WORKFLOW, DraftAction
from sangto.consultation.domain.recognition import Line
from sangto.consultation.domain.wording_diff import Change, Piece, difference
from sangto.consultation.models import Disposition, DraftVersion
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import (
    changes_between,
    changes_waiting,
    draft_for,
    latest_version,
    parsed_version,
    sees_the_table,
    version_document,
    version_of,
    versions_of,
)
from sangto.consultation.services import (
    add_version,
    adopt_wording,
    join_paragraph,
    mend_paragraph,
    split_paragraph,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.web.consultation.drafts_access import draft_url, head_of, rights, told
from sangto.web.consultation.drafts_board import wording_of
from sangto.web.consultation.drafts_forms import MendForm, VersionForm
from sangto.web.consultation.drafts_wording import (
    DOUBTS,
    LINE_KINDS,
    TEXT_CHANGES,
    left_out_words,
    place_name,
)
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.documents.papers import paper_answer
from sangto.web.lists import shown_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
LINES_SHOWN = 200
PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class LineShown:
    line: Line
    kind: str
    doubt: str
    place: str = ""


@desk_page
@_PAGE
def parts_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """What was recognised of the newest version, with what was not on top, each with a small form.
    ``?line=`` shows the form of any other line."""
    draft = draft_for(actor, reference)
    if not sees_the_table(actor, draft):
        raise NotVisible
    version = latest_version(draft)
    may = rights(actor, draft)
    mendable = may["mend"] and version.sealed_at is None
    if request.method == "POST":
        return _mended(request, actor, version)
    parsed = parsed_version(version)
    problems = [
        LineShown(
            parsed.lines[one.line - 1] if one.line else Line(0, "", parsed.lines[0].kind),
            str(LINE_KINDS[parsed.lines[one.line - 1].kind]) if one.line else "",
            str(DOUBTS[one.doubt]),
        )
        for one in parsed.problems
        if parsed.lines
    ]
    begins = {part.first_line: part for part in parsed.parts}
    doubtful = {one.line for one in parsed.problems}
    asked = request.GET.get("line", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    lines = [
        LineShown(
            line,
            str(LINE_KINDS.get(line.kind, "")),
            "x" if line.number in doubtful else "",
            place_name(begins[line.number].eid) if line.number in begins else "",
        )
        for line in parsed.lines
    ]
    page = shown_page(request, lines, LINES_SHOWN)
    return render(
        request,
        "web/consultation/draft_parts.html",
        {
            **head_of(draft),
            "version": version,
            "problems": problems[:PROBLEMS_SHOWN],
            "more_problems": max(len(problems) - PROBLEMS_SHOWN, 0),
            "articles": parsed.articles,
            "parts": len(parsed.parts),
            "page": page,
            "asked": parsed.lines[number - 1] if 1 <= number <= len(parsed.lines) else None,
            "kinds": list(LINE_KINDS.items()),
            "left_out": left_out_words(version.left_out),
            "mendable": mendable,
            "may": may,
        },
    )


def _mended(request: HttpRequest, actor: Actor, version: DraftVersion) -> HttpResponse:
    form = MendForm(request.POST)
    back = draft_url(version.draft, "desk_draft_parts")
    if not form.is_valid():
        messages.error(request, _("Choose what this paragraph is."))
        return redirect(back)
    data = form.cleaned_data
    line, seen = data["line"], data["seen"]

    def write() -> None:
        if data["do"] == "join":
            join_paragraph(version=version, line=line, actor=actor, seen=seen)
        elif data["do"] == "split":
            at = _place_of(version, line, data["words"])
            split_paragraph(version=version, line=line, at=at, actor=actor, seen=seen)
        else:
            mend_paragraph(
                version=version,
                line=line,
                kind=form.chosen(),
                mark=data["mark"] if data["do"] == "mark" else "",
                actor=actor,
                seen=seen,
            )

    if told(request, write):
        messages.success(request, _("Mended. The structure was read again."))
    return redirect(back)


def _place_of(version: DraftVersion, line: int, words: str) -> int:
    """Where these words begin in the paragraph; 0 where they do not, which is refused."""
    if not words or not 1 <= line <= len(version.paragraphs):
        return 0
    return max(str(version.paragraphs[line - 1]["text"]).find(words), 0)


@desk_page
@require_safe
def version_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """What is different from the version before, or from the one that ``?with=`` names."""
    draft = draft_for(actor, reference)
    if not sees_the_table(actor, draft):
        raise NotVisible
    version = version_of(draft, number)
    asked = request.GET.get("with", "")
    other = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else number - 1
    before = version_of(draft, other) if other >= 1 and other != number else None
    changes = changes_between(before, version) if before is not None else []
    return render(
        request,
        "web/consultation/draft_version.html",
        {
            **head_of(draft),
            "version": version,
            "before": before,
            "versions": list(versions_of(draft)),
            "changes": [
                {
                    "change": one,
                    "place": place_name((one.after or one.before).eid),  # type: ignore[union-attr] # one of them is there
                    "from": place_name(one.before.eid) if one.before and one.renumbered else "",
                }
                for one in changes
            ],
            "may": rights(actor, draft),
        },
    )


@desk_page
@_PAGE
def version_new_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    draft = draft_for(actor, reference, Permission.DRAFT_PREPARE)
    DRAFT_WORKFLOW.step(draft.state, DraftAction.MAKE_VERSION)
    data = sent(request)
    form = VersionForm(data, request.FILES if data is not None else None)
    if form.is_valid() and accepted(
        form,
        lambda: add_version(
            draft=draft, source=form.source(), note=form.cleaned_data["note"], actor=actor
        ),
    ):
        messages.success(request, _("The new version is brought in. Comments moved along."))
        return redirect(draft_url(draft, "desk_draft_parts"))
    return form_page(request, "web/consultation/draft_version_new.html", form, **head_of(draft))


@desk_page
@_PAGE
def adopt_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """All wordings that decisions resulted in, to be looked over before they become a version."""
    draft = draft_for(actor, reference, Permission.DRAFT_PREPARE)
    DRAFT_WORKFLOW.step(draft.state, DraftAction.MAKE_VERSION)
    if request.method == "POST":
        made: list[DraftVersion] = []
        if told(request, lambda: made.append(adopt_wording(draft=draft, actor=actor))):
            messages.success(request, _("Version %(number)s is made.") % {"number": made[0].number})
            return redirect(draft_url(draft))
        return redirect(draft_url(draft, "desk_draft_adopt"))
    waiting = [(_edit(row), row, place_name(eid)) for row, eid in changes_waiting(draft)]
    return render(
        request,
        "web/consultation/draft_adopt.html",
        {
            **head_of(draft),
            "version": latest_version(draft),
            "waiting": [
                {"pieces": pieces, "place": place, "change": TEXT_CHANGES[TextChange(row.change)]}
                for pieces, row, place in waiting
            ],
        },
    )


def _edit(row: Disposition) -> tuple[Piece, ...]:
    before = wording_of(row.provision) if row.provision is not None else ""
    if row.change == TextChange.INSERT_AFTER:
        return (Piece(Change.SAME, f"{before}\n"), Piece(Change.ADDED, row.wording))
    return difference(before, "" if row.change == TextChange.DELETE else row.wording)


@desk_page
@require_safe
def version_file(
    request: HttpRequest, actor: Actor, reference: str, number: int, ending: str
) -> HttpResponse:
    """A version in the official layout; who was asked reads it too."""
    draft = draft_for(actor, reference)
    version = version_of(draft, number)
    name = f"{draft.reference}-v{number}"
    return paper_answer(
        request, actor, version_document(version), name=name, ending=ending, back=draft_url(draft)
    )
