"""What who is asked sees and sends, the same by the personal link and by an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sangto.consultation.domain.answers import FINAL_KINDS, Answer, AnswerKind
from sangto.consultation.domain.invitations import InvitationState, TimeDecision
from sangto.consultation.models import (
    Draft,
    Opinion,
    OpinionRound,
    RoundAttachment,
    RoundInvitation,
)
from sangto.consultation.queries import explained_deadline, own_versions, takes_answers
from sangto.consultation.services import OfferedFile
from sangto.kernel.worktime import Deadline
from sangto.web.cases.deadlines import Explanation, explanation_of
from sangto.web.consultation.drafts_own import draft_asked_about
from sangto.web.consultation.rounds_answer_forms import MoreTimeForm, OpinionForm
from sangto.web.consultation.rounds_showing import opinion_shown
from sangto.web.consultation.rounds_wording import REQUEST_STATES, silence_words
from sangto.web.desk import accepted, agency_name

Give = Callable[[Answer, list[OfferedFile]], object]
#: Who comments on a draft gets here for one answer on the whole, or back from having given it.
_WHOLE = frozenset({"whole", "done"})


def comments_instead(request: HttpRequest, opinion_round: OpinionRound) -> Draft | None:
    """The draft on which comments are asked for, provision by provision, on pages of its own."""
    if request.method == "POST" or _WHOLE & request.GET.keys():
        return None
    return draft_asked_about(opinion_round)


@dataclass
class AnswerPage:
    """One visit to a request. ``give`` is the room's way in for this visitor."""

    request: HttpRequest
    invitation: RoundInvitation
    give: Give
    versions: list[Opinion] = field(init=False)
    form: OpinionForm = field(init=False)
    time_form: MoreTimeForm = field(init=False)

    def __post_init__(self) -> None:
        posted = self.request.POST if self.request.method == "POST" else None
        wants_time = posted is not None and posted.get("do") == "time"
        data = posted if not wants_time else None
        self.versions = own_versions(self.invitation)
        self.form = OpinionForm(
            data,
            self.request.FILES if data is not None else None,
            opinion_round=self.round,
            initial=OpinionForm.shown(self.latest),
        )
        self.time_form = MoreTimeForm(posted if wants_time else None)

    @property
    def round(self) -> OpinionRound:
        return self.invitation.round

    @property
    def latest(self) -> Opinion | None:
        return self.versions[0] if self.versions else None

    @property
    def open(self) -> bool:
        return takes_answers(self.round)

    def taken(self) -> HttpResponse | None:
        """The way on when something was sent and the room took it."""
        if self.form.is_bound and self.form.is_valid() and self._given():
            return redirect(f"{self.request.path}?done=answer")
        if self.time_form.is_bound and self.time_form.is_valid():
            answer = self.time_form.answer()
            if accepted(self.time_form, lambda: self.give(answer, [])):
                return redirect(f"{self.request.path}?done=time")
        return None

    def _given(self) -> bool:
        answer, files = self.form.answer(), self.form.uploads()
        return accepted(self.form, lambda: self.give(answer, files))

    @property
    def status(self) -> int:
        return 422 if self.form.is_bound or self.time_form.is_bound else 200

    def context(self) -> dict[str, Any]:
        latest, invitation, opinion_round = self.latest, self.invitation, self.round
        answered = latest is not None and latest.kind in FINAL_KINDS
        due_at = invitation.due_at or opinion_round.due_at
        done = self.request.GET.get("done", "") if self.request.method != "POST" else ""
        return {
            "round": opinion_round,
            "invitation": invitation,
            "asking": agency_name(opinion_round.agency),
            "agency": agency_name(invitation.agency),
            "due_at": due_at,
            "deadline": _explained(opinion_round, invitation),
            "silence": silence_words(opinion_round),
            "attachments": list(
                RoundAttachment.objects.filter(
                    round=opinion_round, file__deleted_at__isnull=True
                ).select_related("file")
            ),
            "open": self.open,
            "answered": answered,
            "said": opinion_shown(latest) if latest is not None and answered else None,
            "earlier": [opinion_shown(one) for one in self.versions[1:]],
            "look": REQUEST_STATES[InvitationState(invitation.state)],
            "waits_for_time": invitation.time_decision == TimeDecision.WAITING,
            "time_granted": invitation.time_decision == TimeDecision.GRANTED,
            "time_refused": invitation.time_decision == TimeDecision.REFUSED,
            "may_ask_time": not answered and invitation.time_decision != TimeDecision.WAITING,
            "done": done if done in ("answer", "time") else "",
            "form": self.form,
            "time_form": self.time_form,
            "not_competent": AnswerKind.NOT_COMPETENT.value,
        }


def _explained(opinion_round: OpinionRound, invitation: RoundInvitation) -> Explanation | None:
    """Of the round's own deadline; that of an agency with more time is only named."""
    if invitation.due_at is not None:
        return None
    deadline: Deadline | None = explained_deadline(opinion_round)
    if deadline is None or opinion_round.due_at is None:
        return None
    return explanation_of(deadline, opinion_round.due_at)
