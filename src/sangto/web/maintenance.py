"""The public side closed for a while: a calm page instead of half an answer.

Open stay the style and script files, ``robots.txt`` by which others see that the site lives, the
sign-in and the desk, so that whoever is at work can look before the public may.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader

GetResponse = Callable[[HttpRequest], HttpResponse]

#: A file of this name in the data folder closes the public pages without a restart.
FILE_NAME = "maintenance"
RETRY_AFTER_SECONDS = 600
_OPEN = ("/robots.txt", "/desk/", "/en/desk/", "/tai-khoan/", "/en/tai-khoan/")


def is_closed() -> bool:
    return settings.SANGTO_MAINTENANCE or (settings.SANGTO_DATA / FILE_NAME).exists()


def maintenance_middleware(get_response: GetResponse) -> GetResponse:
    """Stands outside of what keeps pages, and needs neither the database nor a session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith((settings.STATIC_URL, *_OPEN)) or not is_closed():
            return get_response(request)
        english = request.path.startswith("/en/")
        response = HttpResponse(
            loader.get_template("503.html").render({"languages": _order(english)}), status=503
        )
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response

    return middleware


def _order(english: bool) -> tuple[str, str]:
    return ("en", "vi") if english else ("vi", "en")
