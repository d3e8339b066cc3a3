"""What the pages of one draft share: its rights, its head and its addresses."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sangto.consultation.domain.draft_workflow import DRAFT_WORKFLOW, DraftAction
from sangto.consultation.domain.drafts import DraftState
from sangto.consultation.models import Draft, OpinionRound
from sangto.consultation.permissions import DraftStanding, Permission, may_with_draft
from sangto.consultation.queries import draft_standing
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.web.consultation.drafts_wording import DRAFT_KINDS, DRAFT_STATES, OUTCOMES
from sangto.web.wording import refusal_text, word


def draft_url(draft: Draft, name: str = "desk_draft", *more: object) -> str:
    return reverse(name, args=[draft.reference, *more])


def sees_all(standing: DraftStanding) -> bool:
    """Who was only asked reads its own comments."""
    return standing.keeps or standing.leads or standing.appraises


def rights(
    actor: Actor, draft: Draft, standing: DraftStanding | None = None, *, running: bool = False
) -> dict[str, bool]:
    """What the pages offer: by role and part, and by the state of the draft. ``running``: a round
    on it is not closed."""
    part = standing if standing is not None else draft_standing(actor, draft)
    state = DraftState(draft.state)

    def may(permission: Permission) -> bool:
        return may_with_draft(actor, permission, part)

    def can(action: DraftAction) -> bool:
        return DRAFT_WORKFLOW.refusal(draft.state, action) is None

    decides = state in (DraftState.CONSULTING, DraftState.DECIDING) and not running
    return {
        "all": sees_all(part),
        "mend": state is DraftState.PREPARING and may(Permission.DRAFT_PREPARE),
        "version": can(DraftAction.MAKE_VERSION) and may(Permission.DRAFT_PREPARE),
        "ask": can(DraftAction.CONSULT) and not running and may(Permission.DRAFT_CONSULT),
        "assign": part.keeps and may(Permission.DRAFT_ASSIGN),
        "decide": decides and may(Permission.DRAFT_DISPOSE),
        "tell": may(Permission.DRAFT_DISPOSE),
        "letters": state is not DraftState.PREPARING and may(Permission.DRAFT_CONSULT),
        "submit": can(DraftAction.SUBMIT) and may(Permission.DRAFT_SUBMIT),
        "outputs": sees_all(part),
        "date_table": may(Permission.DRAFT_SUBMIT),
        "take_back": can(DraftAction.TAKE_BACK) and not running and may(Permission.DRAFT_SUBMIT),
        "name_appraiser": state is not DraftState.CLOSED and may(Permission.DRAFT_SUBMIT),
        "appraise": part.appraises
        and not part.keeps
        and can(DraftAction.APPRAISE)
        and may(Permission.DRAFT_APPRAISE),
        "vote": can(DraftAction.VOTE) and not running and may(Permission.DRAFT_CONSULT),
        "end": state is not DraftState.CLOSED and not running and may(Permission.DRAFT_SUBMIT),
        "comment": part.invited and may(Permission.DRAFT_COMMENT),
    }


def head_of(draft: Draft) -> dict[str, object]:
    """What stands over every page of a draft."""
    return {
        "draft": draft,
        "look": DRAFT_STATES[draft.state],
        "outcome": OUTCOMES.get(draft.outcome, ""),
        "kind_word": word(DRAFT_KINDS, draft.kind),
    }


def round_link(opinion_round: OpinionRound) -> str:
    return reverse("desk_round", args=[opinion_round.reference])


def told(request: HttpRequest, write: Callable[[], object]) -> bool:
    """For a button: whether the room took it; if it refused, the next page says why."""
    try:
        write()
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
        return False
    return True


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
