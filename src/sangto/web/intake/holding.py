"""Which draft a browser holds: a cookie with its token, and nothing in any address."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sangto.intake.domain.drafts import name_of

COOKIE = "sangto_report"
#: How long the confirmation can be opened again after sending, in seconds.
SENT_SECONDS = 1800
_LONGEST = 100
_LOST = ".1"


@dataclass(frozen=True, slots=True)
class Held:
    """``lost`` remembers after sending that money is gone, so that the help stands first."""

    token: str
    lost: bool = False

    @property
    def name(self) -> str:
        return name_of(self.token) if self.token else ""


def held_by(request: HttpRequest) -> Held:
    """An empty token where there is no cookie, or one that can not be ours."""
    value = request.COOKIES.get(COOKIE, "")
    lost = value.endswith(_LOST)
    token = value.removesuffix(_LOST)
    if len(token) > _LONGEST or not token.isascii() or not token.replace("_", "-").isprintable():
        return Held("")
    return Held(token, lost)


def hold(response: HttpResponse, token: str) -> None:
    """Until the browser is closed; the draft itself ends after two hours."""
    _set(response, token, None)


def hold_sent(response: HttpResponse, token: str, *, lost: bool) -> None:
    _set(response, token + (_LOST if lost else ""), SENT_SECONDS)


def let_go(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def _set(response: HttpResponse, value: str, max_age: int | None) -> None:
    response.set_cookie(
        COOKIE,
        value,
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
