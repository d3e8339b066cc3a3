"""Public pages that are the same for everybody, kept for a few seconds and served as bytes.

This is the one place where pages are kept. A view that says :func:`kept` promises that its page
depends on nothing but the address, its language and the public state of the desk: no account, no
message, no token of a form. Such a page is made once and then served for ``SANGTO_PAGE_SECONDS``
to whoever brings no session; what changes meanwhile shows that much later, in every process by
itself. Nothing has to be told of a change, and nothing survives a restart.
"""

from __future__ import annotations

import functools
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
GetResponse = Callable[[HttpRequest], HttpResponse]

#: Pages at most; the one that was asked for longest ago makes room.
MOST = 64
_MAY_BE_KEPT = "_sangto_may_be_kept"


@dataclass(frozen=True, slots=True)
class _Page:
    made_at: float
    content: bytes
    headers: tuple[tuple[str, str], ...]


_pages: OrderedDict[tuple[object, ...], _Page] = OrderedDict()
_lock = Lock()


def kept(view: View[P]) -> View[P]:
    """The page of this view is the same for everybody who has no session."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        setattr(response, _MAY_BE_KEPT, True)
        return response

    return cast(View[P], wrapped)


def forget_kept_pages() -> None:
    with _lock:
        _pages.clear()


def kept_pages_middleware(get_response: GetResponse) -> GetResponse:
    """Stands outside of compression, so that a page is compressed once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        seconds: float = settings.SANGTO_PAGE_SECONDS
        if not seconds or not _is_for_everybody(request):
            return get_response(request)
        key = (
            request.META.get("HTTP_HOST", ""),
            request.path,
            "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""),
            request.is_secure(),
        )
        now = time.monotonic()
        page = _pages.get(key)
        if page is not None and now - page.made_at < seconds:
            return HttpResponse(page.content, headers=dict(page.headers))
        response = get_response(request)
        if _may_be_kept(response):
            _keep(key, _Page(now, bytes(response.content), tuple(response.headers.items())))
        return response

    return middleware


def _is_for_everybody(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and CookieStorage.cookie_name not in request.COOKIES
    )


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        getattr(response, _MAY_BE_KEPT, False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
    )


def _keep(key: tuple[object, ...], page: _Page) -> None:
    with _lock:
        _pages[key] = page
        _pages.move_to_end(key)
        while len(_pages) > MOST:
            _pages.popitem(last=False)
