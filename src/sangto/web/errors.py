"""Pages for what went wrong; each says what the person can do."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


def page(
    request: HttpRequest, template: str, status: int, context: dict[str, object] | None = None
) -> HttpResponse:
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also where a too large request ends whose form token was to be read before any view."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Looks exactly like something that does not exist."""
    return not_found(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "404.html", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    message = _("What you sent is larger than this desk takes. Send a shorter text.")
    return page(request, "400.html", 413, {"message": message})


def refused(request: HttpRequest, message: str, *, code: str) -> HttpResponse:
    """409: the request was understood, and the desk's rules say no."""
    response = page(request, "web/refused.html", 409, {"message": message})
    response.headers["X-Refusal"] = code
    return response


def unavailable(request: HttpRequest, message: str) -> HttpResponse:
    """503: nothing was kept, and trying again later helps."""
    response = page(request, "web/refused.html", 503, {"message": message})
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor a session: those may be what failed."""
    return HttpResponse(loader.get_template("500.html").render({}), status=500)
