"""The request to the own agency, answered from an account with the same form as by the link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sangto.consultation.domain.answers import Answer
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import request_for
from sangto.consultation.services import OfferedFile, give_opinion
from sangto.kernel.actor import Actor
from sangto.web.consultation.rounds_answering import AnswerPage, comments_instead
from sangto.web.consultation.rounds_showing import linked_case
from sangto.web.desk import desk_page


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    invitation = request_for(actor, reference, Permission.OPINION_GIVE)
    draft = comments_instead(request, invitation.round)
    if draft is not None:
        return redirect("desk_draft_answer", draft.reference)

    def give(answer: Answer, files: list[OfferedFile]) -> object:
        return give_opinion(invitation=invitation, answer=answer, files=files, actor=actor)

    page = AnswerPage(request, invitation, give)
    taken = page.taken()
    if taken is not None:
        return taken
    context = {**page.context(), "case": linked_case(actor, invitation.round)}
    return render(request, "web/rounds/answer.html", context, status=page.status)
