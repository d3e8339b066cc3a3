"""The addresses of the API, outside of the languages of the pages."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_safe

from sangto.api.document import (
    public_routes,
    query_parameters,
    the_api,
    the_document,
    unreachable,
)
from sangto.api.front import front
from sangto.api.pages import docs_page

_PREFIX = "api/v1/"
_OPEN_PAGES = frozenset({f"{_PREFIX}openapi.json"})


def _plain(route: str) -> str:
    """``api/v1/verdicts/<reference>`` as the OpenAPI document writes it."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)


def _known(route: str, method: str) -> frozenset[str] | None:
    return query_parameters(_plain(route), method)


def _public(route: str) -> bool:
    return route in _OPEN_PAGES or _plain(route) in public_routes()


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(the_document(), json_dumps_params={"ensure_ascii": False})


def _endpoints() -> list[URLPattern]:
    found = []
    for pattern in the_api().urls[0]:
        assert isinstance(pattern, URLPattern)  # noqa: S101 - the routers are flat
        if pattern.name == "api-root":
            continue
        route = f"{_PREFIX}{pattern.pattern}"
        found.append(
            path(route, front(pattern.callback, known=_known, public=_public), name=pattern.name)
        )
    return found


urlpatterns = [
    path(
        f"{_PREFIX}openapi.json", front(openapi, known=_known, public=_public), name="api_openapi"
    ),
    *_endpoints(),
    re_path(
        r"^api/(?!v1/docs$)(?P<rest>.*)$",
        front(unreachable, known=_known, public=_public),
        name="api_nowhere",
    ),
]
#: The page for people, in the languages of the pages.
page_patterns = [path("v1/docs", docs_page, name="api_docs")]
