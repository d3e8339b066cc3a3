"""What every address of the API shares: language, limits of the body, headers, problems."""

from __future__ import annotations

import functools
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language, override
from django.utils.translation.trans_real import parse_accept_lang_header

from sangto.api.access import has_key, standing_of
from sangto.api.problems import Problem, answer_to, own_problem

#: For how long others may show a public answer before they ask again, in seconds.
FRESH_SECONDS = 60
_LONGEST_HEADER = 500
_EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Content-Language"
_SAFE = frozenset({"GET", "HEAD"})

View = Callable[..., HttpResponseBase]
#: The query parameters of an operation by its route and method; None where there is none.
Known = Callable[[str, str], frozenset[str] | None]


def language_wanted(request: HttpRequest) -> str:
    """By Accept-Language alone: no cookie, no address. Vietnamese unless English comes first."""
    wanted = request.headers.get("Accept-Language", "")[:_LONGEST_HEADER]
    for code, _quality in parse_accept_lang_header(wanted):
        language = code.split("-", 1)[0]
        if language in {"vi", "en"}:
            return language
    return "vi"


def front(view: View, *, known: Known, public: Callable[[str], bool]) -> View:
    """The view with all that around it. ``public`` says of a route whether its reads are open to
    everybody's pages."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        route = request.resolver_match.route if request.resolver_match else ""
        open_read = public(route)
        request.COOKIES.clear()  # so that nothing behind this door honours or renews one
        with override(language_wanted(request)):
            if request.method == "OPTIONS":
                response: HttpResponseBase = _preflight(open_read)
            else:
                response = _answered(request, view, known, route, *args, **kwargs)
            return _dressed(request, response, open_read=open_read)

    wrapped.csrf_exempt = True  # type: ignore[attr-defined] # Django reads it there
    wrapped.login_required = False  # type: ignore[attr-defined] # no session is honoured here
    return wrapped


def _answered(
    request: HttpRequest, view: View, known: Known, route: str, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    try:
        _insist_on_bounds(request, known(route, request.method or ""))
        response = view(request, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 - each becomes a problem; the unforeseen is logged
        return answer_to(request, error)
    if response.status_code == 405:
        allowed = response.headers.get("Allow", "")
        response = own_problem(Problem(405, "api.method"))
        response.headers["Allow"] = allowed
    return response


def _insist_on_bounds(request: HttpRequest, parameters: frozenset[str] | None) -> None:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > limit:
        raise Problem(413, "api.too_large", limit=limit)
    if parameters is None:
        return
    sent = length.isdecimal() and int(length) > 0
    if sent and request.content_type != "application/json":
        raise Problem(415, "api.content_type")
    for name in request.GET:
        if name not in parameters:
            raise Problem(422, "api.parameter", name=name[:60])


def _preflight(open_read: bool) -> HttpResponse:
    response = HttpResponse(status=204)
    if open_read:
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = (
            "Accept-Language, Content-Type, If-None-Match"
        )
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _dressed(
    request: HttpRequest, response: HttpResponseBase, *, open_read: bool
) -> HttpResponseBase:
    headers = response.headers
    standing = standing_of(request)
    if standing is not None:
        for name, text in standing.headers().items():
            headers[name] = text
        if response.status_code == 429:
            headers.setdefault("Retry-After", str(max(standing.reset, 1)))
    if open_read:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = _EXPOSED
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["Content-Language"] = get_language() or "vi"
    patch_vary_headers(response, ("Accept-Language", "Authorization"))
    fresh = f"public, max-age={FRESH_SECONDS}"
    whole = isinstance(response, HttpResponse) and response.status_code == 200
    if request.method in _SAFE and whole and isinstance(response, HttpResponse):
        headers["Cache-Control"] = (
            fresh if open_read and not has_key(request) else "private, no-cache"
        )
        headers.setdefault("ETag", f'"{sha256(response.content).hexdigest()[:32]}"')
        conditional = get_conditional_response(request, etag=headers["ETag"], response=response)
        if conditional is not response and conditional is not None:
            for name in ("Access-Control-Allow-Origin", "RateLimit", "RateLimit-Policy"):
                if name in headers:
                    conditional.headers[name] = headers[name]
            return conditional
        return response
    headers["Cache-Control"] = "private, no-store"
    return response
