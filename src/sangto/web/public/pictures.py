"""Checking a screenshot: it is kept for some minutes, read by the queue, and answered like a text.

No address holds anything of it: the browser has a token in a cookie.
"""

from __future__ import annotations

from collections.abc import Sequence

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sangto.audit.secrets import digester
from sangto.documents.domain.look import Look
from sangto.documents.domain.picture_text import ReadState
from sangto.intake.domain.picture_checks import PATIENCE
from sangto.intake.queries import reading_view
from sangto.intake.services import begin_picture_check, discard_picture_check
from sangto.kernel.actor import public_actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.verdicts.queries import check_message
from sangto.web.public.answering import answered

COOKIE = "sangto_picture"
#: How long a waiting page stands before it asks again, in seconds.
PAUSE = 2
_LONGEST = 100
#: Pictures of one sender: a family behind one address has enough of it.
_LIMITS = {"picture": "20/5m/key"}


def begin(request: HttpRequest, picture: bytes, typed: str) -> HttpResponse:
    """Keep the picture and lead to where its answer will be. Raises :class:`Refused` for one that
    can not be read, and for too many."""
    insist(_hurry_refusal(request))
    token = begin_picture_check(picture=picture, typed=typed, actor=public_actor())
    before = _token(request)
    if before:
        discard_picture_check(token=before, actor=public_actor())
    response = HttpResponseRedirect(reverse("check_picture"))
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """Waits, asking again by itself; then the answer, or why there is none."""
    token = _token(request)
    view = reading_view(token) if token else None
    if view is None:
        response = render(request, "web/public/picture_gone.html", status=410)
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    content = view.content
    if view.state is ReadState.UNREAD:
        if timezone.now() - view.created_at <= PATIENCE:
            waiting = render(request, "web/public/picture_waiting.html", {"pause": PAUSE})
            waiting.headers["Refresh"] = str(PAUSE)
            return waiting
        discard_picture_check(token=token, actor=public_actor())
        return _unread(request, "late", content.typed)
    looks = tuple(Look(plain, inverted) for plain, inverted in content.looks)
    if content.text or content.codes or _leads_somewhere(content.typed, looks):
        return answered(request, content.message, looks=looks, by_machine=True)
    why = "empty" if view.state is ReadState.READ else str(view.state.value)
    return _unread(request, why, content.typed)


def _unread(request: HttpRequest, why: str, typed: str) -> HttpResponse:
    return render(request, "web/public/picture_unread.html", {"why": why, "typed": typed})


def _leads_somewhere(typed: str, looks: Sequence[Look]) -> bool:
    """Without any words, the picture may have been reported before as it is."""
    return bool(looks) and bool(check_message(typed, looks=looks).matches)


def _token(request: HttpRequest) -> str:
    token = request.COOKIES.get(COOKIE, "")
    return token if len(token) <= _LONGEST and token.isascii() and token.isprintable() else ""


def _hurry_refusal(request: HttpRequest) -> Refusal | None:
    """Counts by a keyed digest of the address, for five minutes; the address itself is not kept."""
    sender = digester().digest("picture.sender", ratelimit.get_ip(request))
    usage = ratelimit.consume(
        request, app="sangto", action="picture", config=_LIMITS, key=sender, limit_get=True
    )
    if usage is not None:
        return None
    return Refusal(
        "web.pictures_too_fast",
        gettext_noop(
            "Many pictures came from your connection within a few minutes. Please wait a moment, "
            "or type or paste the words of the message instead."
        ),
        {},
        "picture",
    )
