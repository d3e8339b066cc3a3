"""The way of a draft on one page, with its documents; and the steps after the comments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.consultation.domain.answers import AnswerKind
from sangto.consultation.domain.draft_workflow import (
    DRAFT_WORKFLOW,
    DraftAction,
    RoundPurpose,
    StepKind,
)
from sangto.consultation.domain.drafts import DraftOutcome
from sangto.consultation.models import (
    Draft,
    DraftRound,
    DraftStep,
    DraftVersion,
    OpinionRound,
)
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import (
    agencies_to_ask,
    draft_for,
    draft_standing,
    rounds_on,
    sees_the_table,
    steps_of,
    tally,
    unfinished_rounds,
    versions_of,
)
from sangto.consultation.services import (
    close_draft,
    enter_appraisal,
    name_appraiser,
    take_back_draft,
)
from sangto.documents.queries import documents_about
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.kernel.worktime import ZONE
from sangto.web.consultation.drafts_access import draft_url, head_of, rights, round_link, told
from sangto.web.consultation.drafts_step_forms import AppraiserForm, EndForm, NotedForm
from sangto.web.consultation.drafts_wording import OUTCOMES, STEP_NAMES
from sangto.web.desk import accepted, agency_name, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
@require_safe
def way_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Versions, rounds and documents in the order of their days."""
    draft = draft_for(actor, reference)
    if not sees_the_table(actor, draft):
        raise NotVisible
    standing = draft_standing(actor, draft)
    running = unfinished_rounds(draft).exists()
    entries = [
        *(_version(draft, row) for row in versions_of(draft)),
        *(entry for row in rounds_on(draft) for entry in _round(row, standing.keeps)),
        *(_step(draft, row) for row in steps_of(draft) if row.kind != StepKind.VOTE),
    ]
    return render(
        request,
        "web/consultation/draft_way.html",
        {
            **head_of(draft),
            "entries": sorted(entries, key=lambda one: one["order"]),
            "documents": list(documents_about(draft)),
            "appraiser": agency_name(draft.appraiser) if draft.appraiser is not None else "",
            "may": rights(actor, draft, standing, running=running),
        },
    )


def _version(draft: Draft, row: DraftVersion) -> dict[str, Any]:
    by = row.created_by.get_full_name() if row.created_by is not None else ""
    return {
        "title": _("Version %(number)s") % {"number": row.number},
        "when": row.created_at,
        "order": row.created_at,
        "by": by,
        "text": row.note,
        "url": draft_url(draft, "desk_draft_version", row.number),
        "label": _("What is new in it") if row.made_from_id is not None else _("Its text"),
    }


def _round(row: DraftRound, linked: bool) -> list[dict[str, Any]]:
    one = row.round
    votes = row.purpose == RoundPurpose.VOTE
    url = round_link(one) if linked else ""
    found = []
    if one.opened_at is not None:
        title = _("Members were asked to vote") if votes else _("Agencies were asked")
        found.append((title, one.opened_at, ""))
    if one.opened_at is not None and one.closed_at is not None:
        title = str(STEP_NAMES[StepKind.VOTE]) if votes else _("The round was closed")
        found.append((title, one.closed_at, _votes(one) if votes else ""))
    return [
        {
            "title": title,
            "when": at,
            "order": at,
            "text": " · ".join(part for part in (said, "" if linked else one.reference) if part),
            "url": url,
            "label": one.reference,
        }
        for title, at, said in found
    ]


def _votes(vote: OpinionRound) -> str:
    """How it went: agree is for, object against."""
    counted = tally(vote)
    against = counted.by_kind[AnswerKind.OBJECT]
    said = [
        _("%(number)d for") % {"number": counted.agreed},
        _("%(number)d against") % {"number": against},
    ]
    other = counted.answered - counted.agreed - against
    if other:
        said.append(_("%(number)d without a vote") % {"number": other})
    said.append(_("%(number)d silent") % {"number": counted.silent})
    if counted.agreed_by_silence:
        said.append(_("silence counts as agreement"))
    return _("%(votes)s, of %(asked)d asked") % {"votes": ", ".join(said), "asked": counted.asked}


def _step(draft: Draft, row: DraftStep) -> dict[str, Any]:
    replaced = getattr(row, "replaced_by", None)
    said = [row.number]
    if replaced is not None:
        said.append(_("replaced by %(number)s") % {"number": replaced.number})
    if row.kind == StepKind.END:
        said.append(str(OUTCOMES.get(draft.outcome, "")))
    at = datetime.combine(row.on, row.at.astimezone(ZONE).time(), tzinfo=ZONE)
    return {
        "title": str(STEP_NAMES[StepKind(row.kind)]),
        "when": row.on,
        "day_only": True,
        "order": at,
        "by": agency_name(row.agency) if row.agency is not None else "",
        "text": " · ".join(part for part in (*said, row.note) if part),
    }


@desk_page
@_PAGE
def appraisal_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Who appraises enters what it found; the drafting agency says who that is."""
    draft = draft_for(actor, reference)
    may = rights(actor, draft)
    if may["appraise"]:
        form = NotedForm(sent(request), initial={"on": timezone.localdate()})
        if form.is_valid() and accepted(
            form, lambda: enter_appraisal(draft=draft, actor=actor, **form.cleaned_data)
        ):
            messages.success(request, _("The appraisal is entered."))
            return redirect(draft_url(draft, "desk_draft_way"))
        return form_page(request, "web/consultation/draft_appraisal.html", form, **head_of(draft))
    if not may["name_appraiser"]:
        raise NotVisible
    naming = AppraiserForm(
        sent(request),
        agencies=agencies_to_ask(draft.drafting_agency),
        initial={"appraiser": draft.appraiser.slug if draft.appraiser is not None else ""},
    )
    if naming.is_valid() and accepted(
        naming, lambda: name_appraiser(draft=draft, appraiser=naming.agency(), actor=actor)
    ):
        messages.success(request, _("Written down who appraises."))
        return redirect(draft_url(draft, "desk_draft_way"))
    return form_page(
        request, "web/consultation/draft_appraisal.html", naming, **head_of(draft), naming=True
    )


@desk_page
@_PAGE
def end_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    draft = draft_for(actor, reference, Permission.DRAFT_SUBMIT)
    DRAFT_WORKFLOW.step(draft.state, DraftAction.DROP)
    issues = DRAFT_WORKFLOW.refusal(draft.state, DraftAction.ISSUE) is None
    form = EndForm(
        sent(request),
        initial={
            "on": timezone.localdate(),
            "outcome": (DraftOutcome.ISSUED if issues else DraftOutcome.DROPPED).value,
        },
    )

    def write() -> None:
        data = dict(form.cleaned_data)
        outcome = DraftOutcome(data.pop("outcome"))
        close_draft(draft=draft, outcome=outcome, actor=actor, **data)

    if form.is_valid() and accepted(form, write):
        messages.success(request, _("Written down how it ended."))
        return redirect(draft_url(draft, "desk_draft_way"))
    return form_page(request, "web/consultation/draft_end.html", form, **head_of(draft))


@desk_page
@require_POST
def take_back(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    draft = draft_for(actor, reference, Permission.DRAFT_SUBMIT)
    if told(request, lambda: take_back_draft(draft=draft, actor=actor)):
        messages.success(request, _("Taken back. Comments can be decided about again."))
    return redirect(draft_url(draft, "desk_draft_way"))
