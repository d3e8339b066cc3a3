"""What who is asked about a draft sees and sends: the same by the personal link and by an
account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sangto.consultation.domain.answers import AnswerKind, AnswerVia
from sangto.consultation.domain.comments import CommentKind, CommentText
from sangto.consultation.domain.draft_workflow import RoundPurpose
from sangto.consultation.domain.drafts import DraftState, PartKind
from sangto.consultation.domain.provisions import label
from sangto.consultation.models import (
    Comment,
    Draft,
    DraftRound,
    Opinion,
    OpinionRound,
    Provision,
    RoundInvitation,
)
from sangto.consultation.queries import (
    comments_of_request,
    decision_of,
    provisions_of,
    takes_answers,
)
from sangto.kernel.errors import NotVisible, Refused
from sangto.web.consultation.drafts_board import name_of, proposal_of, wording_of
from sangto.web.consultation.drafts_forms import WIDE_PLACES, CommentForm
from sangto.web.consultation.drafts_wording import COMMENT_KINDS, DECISIONS, place_name
from sangto.web.consultation.rounds_wording import ANSWER_KINDS, silence_words
from sangto.web.desk import accepted, agency_name, sent
from sangto.web.wording import refusal_text

#: A longer text shows one article at a time, so that the page stays light on a phone.
WHOLE_TEXT = 60_000
_INSIDE = (PartKind.CLAUSE.value, PartKind.POINT.value)
_DEPTH = {PartKind.CLAUSE.value: 1, PartKind.POINT.value: 2}
#: From when on an agency reads what became of its comments, though no letter told it.
_SETTLED = (
    DraftState.SUBMITTED,
    DraftState.APPRAISED,
    DraftState.VOTING,
    DraftState.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Way:
    """The room's way in for this visitor. ``takes`` is False for who may only read."""

    agree: Callable[[], object]
    give: Callable[[CommentText], object]
    withdraw: Callable[[Comment], object]
    replace: Callable[[Comment, CommentText], object]
    takes: bool = True


def draft_asked_about(opinion_round: OpinionRound) -> Draft | None:
    """The draft that a round asks comments on; None for other rounds, and for votes."""
    if opinion_round.draft_version_id is None:
        return None
    found = (
        DraftRound.objects.filter(round=opinion_round, purpose=RoundPurpose.COMMENTS.value)
        .select_related("draft__drafting_agency")
        .first()
    )
    return found.draft if found is not None else None


def own_shown(rows: Iterable[Comment], *, outcomes: bool = False) -> list[dict[str, Any]]:
    """Comments of one agency; with what became of each where that may be read already."""
    shown = []
    for row in rows:
        decision = decision_of(row) if outcomes or row.told_at is not None else None
        shown.append(
            {
                "row": row,
                "place": place_name(row.anchor),
                "kind": COMMENT_KINDS[CommentKind(row.kind)],
                "proposed": proposal_of(row),
                "look": DECISIONS[decision.kind] if decision is not None else None,
                "explanation": decision.explanation if decision is not None else "",
                "result": decision.wording if decision is not None else "",
                "on_paper": row.via == AnswerVia.PAPER,
            }
        )
    return shown


def answer_page(
    request: HttpRequest,
    *,
    invitation: RoundInvitation,
    draft: Draft,
    way: Way,
    template: str,
    address: str,
    **more: Any,
) -> HttpResponse:
    """Agree with the whole, or comment on one provision after the other; nothing more is needed to
    send them. Reading changes nothing."""
    version = invitation.round.draft_version
    if version is None:
        raise NotVisible
    provisions = provisions_of(version)
    own = comments_of_request(invitation)
    takes = way.takes and takes_answers(invitation.round)
    chosen = _chosen(request, provisions, own)
    trouble = ""
    if request.method == "POST":
        done = _done(request, way, chosen, own)
        if done.way_on:
            return redirect(f"{address}?done={done.way_on}{done.anchor}")
        trouble = done.trouble
    form = chosen.form
    answer = Opinion.objects.filter(invitation=invitation, latest=True).first()
    refused = bool(trouble) or (form is not None and form.is_bound)
    return render(
        request,
        template,
        {
            "draft": draft,
            "version": version,
            "round": invitation.round,
            "invitation": invitation,
            "asking": agency_name(invitation.round.agency),
            "agency": agency_name(invitation.agency),
            "due_at": invitation.due_at or invitation.round.due_at,
            "silence": silence_words(invitation.round),
            "takes": takes,
            "trouble": trouble,
            "form": form if takes else None,
            "at": chosen.at,
            "place": place_name(chosen.at) if chosen.at else "",
            "provision": chosen.provision,
            "wording": chosen.wording,
            "editing": chosen.replaced,
            "wide": [(one.value, place_name(one.value)) for one in WIDE_PLACES],
            "articles": _articles(provisions, own, request.GET.get("open", "") or chosen.at),
            "own": own_shown(own, outcomes=draft.state in _SETTLED),
            "answer": answer,
            "answer_look": ANSWER_KINDS[AnswerKind(answer.kind)] if answer is not None else None,
            "agreed": answer is not None and answer.kind == AnswerKind.AGREE,
            "done": request.GET.get("done", "") if request.method != "POST" else "",
            "address": address,
            **more,
        },
        status=422 if refused else 200,
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    at: str = ""
    provision: Provision | None = None
    wording: str = ""
    replaced: Comment | None = None
    form: CommentForm | None = None


def _chosen(
    request: HttpRequest, provisions: Sequence[Provision], own: Sequence[Comment]
) -> _Chosen:
    """The place that is commented on, with its form: by ``at``, or by the comment in ``edit``."""
    posted = sent(request) if request.POST.get("do") == "comment" else None
    source = request.POST if posted is not None else request.GET
    key = source.get("replaces" if posted is not None else "edit", "")
    replaced = next((one for one in own if str(one.pk) == key and key), None)
    at = source.get("anchor" if posted is not None else "at", "")
    if replaced is not None and not at:
        at = replaced.anchor
    provision = next((row for row in provisions if row.eid == at), None)
    if provision is None and at not in {one.value for one in WIDE_PLACES}:
        return _Chosen()
    wording = wording_of(provision) if provision is not None else ""
    initial: dict[str, Any] = {"anchor": at}
    if replaced is not None:
        initial |= {
            "replaces": replaced.pk,
            "kind": replaced.kind,
            "text": replaced.text,
            "proposed_wording": replaced.proposed_wording or wording,
        }
    form = CommentForm(posted, wording=wording, initial=initial)
    return _Chosen(at, provision, wording, replaced, form)


@dataclass(frozen=True, slots=True)
class _Done:
    way_on: str = ""
    anchor: str = ""
    trouble: str = ""


def _done(request: HttpRequest, way: Way, chosen: _Chosen, own: Sequence[Comment]) -> _Done:
    what = request.POST.get("do", "")
    if what == "comment" and chosen.form is not None:
        form, replaced = chosen.form, chosen.replaced
        if not form.is_valid():
            return _Done()

        def write() -> object:
            if replaced is not None:
                return way.replace(replaced, form.comment())
            return way.give(form.comment())

        return _Done("comment", "#own") if accepted(form, write) else _Done()
    try:
        if what == "agree":
            way.agree()
            return _Done("agree")
        if what == "withdraw":
            key = request.POST.get("comment", "")
            row = next((one for one in own if str(one.pk) == key), None)
            if row is None:
                raise NotVisible
            way.withdraw(row)
            return _Done("withdraw", "#own")
    except NotVisible:
        raise
    except Refused as refused:
        return _Done(trouble=refusal_text(refused.refusal))
    return _Done(trouble=_("Choose a provision first."))


def _articles(
    provisions: Sequence[Provision], own: Sequence[Comment], wanted: str
) -> list[dict[str, Any]]:
    """What is not inside of an article, each with what stands in it; of a long text only the one
    that is asked for has its words."""
    whole = sum(len(row.text) for row in provisions) <= WHOLE_TEXT
    mine = {one.anchor for one in own}
    found: list[dict[str, Any]] = []
    for row in provisions:
        if row.kind not in _INSIDE or not found:
            found.append(
                {
                    "eid": row.eid,
                    "name": name_of(row),
                    "heading": row.heading,
                    "divides": row.kind in (PartKind.CHAPTER, PartKind.SECTION),
                    "rows": [],
                    "own": 0,
                    "open": False,
                }
            )
        article = found[-1]
        article["rows"].append(
            {
                "eid": row.eid,
                "label": label(PartKind(row.kind), row.number) if row.kind in _INSIDE else "",
                "text": row.text,
                "depth": _DEPTH.get(row.kind, 0),
                "place": place_name(row.eid),
            }
        )
        article["own"] += row.eid in mine
        article["open"] = article["open"] or row.eid == wanted
    for article in found:
        article["shown"] = whole or article["open"]
    return found
