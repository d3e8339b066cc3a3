"""Headers of every answer, and what becomes of refusals that a view lets through."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_cache_control

from sangto.documents.storage import StorageUnavailable
from sangto.kernel.errors import NotVisible, Refused
from sangto.web import errors
from sangto.web.wording import refusal_text

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "display-capture",
        "geolocation",
        "microphone",
        "payment",
        "usb",
        "browsing-topics",
    )
)


def headers_middleware(get_response: GetResponse) -> GetResponse:
    """Strict headers on everything, files included; pages are never stored by a shared cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def refusals_middleware(get_response: GetResponse) -> GetResponse:
    """A refusal becomes a page that says what to do; a too large request a 413."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case NotVisible():
                return errors.not_found(request, exception)
            case StorageUnavailable(refusal=refusal):
                return errors.unavailable(request, refusal_text(refusal))
            case Refused(refusal=refusal):
                return errors.refused(request, refusal_text(refusal), code=refusal.code)
            case RequestDataTooBig():
                return errors.too_large(request)
            case TooManyFieldsSent() | TooManyFilesSent() | MultiPartParserError():
                return errors.bad_request(request, exception)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined] # Django reads it there
    return middleware


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly a page that stood open over night: say so, and offer the form again."""
    return errors.page(request, "403_csrf.html", 403)
