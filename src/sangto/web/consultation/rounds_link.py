"""The opinion page behind an agency's personal link, for people without an account."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sangto.consultation.domain.answers import Answer
from sangto.consultation.queries import invitation_by_token
from sangto.consultation.services import OfferedFile, give_opinion_by_link
from sangto.kernel.actor import public_actor
from sangto.web.consultation.rounds_answering import AnswerPage, comments_instead
from sangto.web.consultation.rounds_papers import attachment_answer

_TRIES = {"opinion": "60/m/ip"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_page(request: HttpRequest, token: str) -> HttpResponse:
    """Reading it changes nothing, so that a mail scanner answers for nobody. An unknown, a revoked
    and an expired link look the same; one of a round that is closed says so kindly."""
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, app="consultation", action="opinion", config=_TRIES, limit_get=True
    )
    if limited is not None:
        return limited
    linked = invitation_by_token(token)
    if comments_instead(request, linked.invitation.round) is not None:
        return quiet(redirect("draft_link", token))

    def give(answer: Answer, files: list[OfferedFile]) -> object:
        return give_opinion_by_link(token=token, answer=answer, files=files, actor=public_actor())

    page = AnswerPage(request, linked.invitation, give)
    taken = page.taken()
    if taken is not None:
        return quiet(taken)
    context = {**page.context(), "token": token}
    return quiet(render(request, "web/rounds/opinion.html", context, status=page.status))


@never_cache
@require_safe
def opinion_file(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """An attachment of the request."""
    linked = invitation_by_token(token)
    return quiet(attachment_answer(linked.invitation.round_id, number))


def quiet(answer: HttpResponse) -> HttpResponse:
    """The address is a secret: no other site learns it, no search engine and no cache keeps it.

    With ``no-referrer`` a browser would send the form from nowhere (``Origin: null``), which is
    refused like a forged one.
    """
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store, private"
    return answer
