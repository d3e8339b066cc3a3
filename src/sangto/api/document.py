"""The OpenAPI document: what the endpoints say of themselves, and what all of them share."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.types import DictStrAny

from sangto.api import consultation, handling, intake, notices, organisations, verdicts
from sangto.api.access import Access
from sangto.api.problems import CONTENT_TYPE, TITLES, Problem, answer_to
from sangto.kernel.actor import CONFIDENTIAL_SCOPES, Scope

PREFIX = "/api/v1"
_METHODS = ("get", "post", "put", "delete")
#: What may happen at every address, besides what its own answer says.
_ALWAYS = (401, 422, 429, 500, 503)
_DESCRIPTION = (
    "The desk's API. Send a key as `Authorization: Bearer …`; what is public needs none, with "
    "a stricter limit. Texts come in the language of `Accept-Language` (vi or en). Every error "
    "is a problem of RFC 9457 with a stable `code`. Lists lead on by the header `Link`."
)

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable; compare this one."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_LIMIT_HEADERS: dict[str, Any] = {
    "RateLimit": {
        "description": "What is left: `r` calls, and in `t` seconds there are more.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "The limit: `q` calls in `w` seconds.",
        "schema": {"type": "string"},
    },
}


class StrictParser(Parser):
    """JSON objects only; what no reader can take is no request, whatever the reason."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        try:
            body = json.loads(request.body, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "unreadable") from error
        if not isinstance(body, dict):
            raise HttpError(400, "no object")
        return cast(DictStrAny, body)


def _no_constant(name: str) -> None:
    raise ValueError(name)


class Api(NinjaAPI):
    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        return completed(super().get_openapi_schema(*args, **kwargs), accesses(self))

    def on_exception(self, request: HttpRequest, exc: Any) -> Any:
        return answer_to(request, exc)


def make_api() -> Api:
    api = Api(
        title="Sáng Tỏ",
        version="1",
        description=_DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        parser=StrictParser(),
    )
    for name, router in (
        ("Check and verdicts", verdicts.router),
        ("Reports", intake.router),
        ("Numbers", handling.router),
        ("Rounds", consultation.router),
        ("Webhooks", notices.router),
        ("Keys", organisations.router),
    ):
        api.add_router("", router, tags=[name])
    return api


def accesses(api: NinjaAPI) -> dict[str, Access]:
    """What each operation asks of its caller, by operation id."""
    found: dict[str, Access] = {}
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                access = operation.auth_callbacks[0]
                assert isinstance(access, Access)  # noqa: S101 - an open endpoint is a mistake
                found[operation.operation_id or ""] = access
    return found


def completed(document: Mapping[str, Any], asked: Mapping[str, Access]) -> dict[str, Any]:
    whole: dict[str, Any] = copy.deepcopy(dict(document))
    whole["servers"] = [{"url": "/"}]
    schemas = whole.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    whole["components"]["securitySchemes"] = {
        "Key": {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of an integration. Scopes: "
            + ", ".join(f"`{scope.value}`" for scope in Scope)
            + ". Confirmed by the agency: "
            + ", ".join(f"`{scope.value}`" for scope in Scope if scope in CONFIDENTIAL_SCOPES)
            + ".",
        }
    }
    for method, path, operation in operations(whole):
        _complete(method, path, operation, asked[operation["operationId"]])
    return whole


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield method, path, methods[method]


def _complete(method: str, path: str, operation: dict[str, Any], access: Access) -> None:
    scopes = [access.scope.value] if access.scope is not None else []
    operation["security"] = [{"Key": scopes}]
    if access.anonymous is not None:
        operation["security"].append({})
    operation["x-scope"] = scopes[0] if scopes else None
    operation["x-anonymous"] = access.anonymous is not None
    operation.setdefault("parameters", []).append(
        {
            "in": "header",
            "name": "Accept-Language",
            "required": False,
            "schema": {"type": "string"},
            "description": "vi (the default) or en.",
        }
    )
    statuses = {*_ALWAYS}
    if method != "get":
        statuses |= {409, 415}
    if "requestBody" in operation:
        statuses |= {400, 413}
    if access.scope is not None:
        statuses.add(403)
    if "{" in path or path.endswith(("/status", "/webhooks")):
        statuses.add(404)
    responses = {str(status): details for status, details in operation["responses"].items()}
    for details in responses.values():
        details["headers"] = dict(_LIMIT_HEADERS)
        if method == "get":
            details["headers"]["ETag"] = {"schema": {"type": "string"}}
    if path.endswith("/claim-review"):
        content = responses["200"]["content"]
        responses["200"]["content"] = {"application/ld+json": content.pop("application/json")}
    if any(parameter["name"] == "cursor" for parameter in operation["parameters"]):
        responses["200"]["headers"]["Link"] = {
            "description": "RFC 8288: `first` and, where there is more, `next`.",
            "schema": {"type": "string"},
        }
    if method == "get":
        responses["304"] = {"description": "Not changed since If-None-Match"}
        operation["parameters"].append(
            {
                "in": "header",
                "name": "If-None-Match",
                "required": False,
                "schema": {"type": "string"},
            }
        )
    for status in sorted(statuses):
        responses[str(status)] = {
            "description": TITLES[status],
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"] = responses


@lru_cache(maxsize=1)
def the_api() -> Api:
    return make_api()


@lru_cache(maxsize=1)
def the_document() -> dict[str, Any]:
    document: dict[str, Any] = the_api().get_openapi_schema(path_prefix="api/v1/")
    return cast(dict[str, Any], json.loads(json.dumps(document)))


@lru_cache(maxsize=1)
def _parameters() -> dict[tuple[str, str], frozenset[str]]:
    return {
        (path.removeprefix("/"), method.upper()): frozenset(
            one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"
        )
        for method, path, operation in operations(the_document())
    }


def query_parameters(route: str, method: str) -> frozenset[str] | None:
    return _parameters().get((route, method))


@lru_cache(maxsize=1)
def public_routes() -> frozenset[str]:
    return frozenset(
        path.removeprefix("/")
        for _method, path, operation in operations(the_document())
        if operation["x-anonymous"]
    )


def unreachable(_request: HttpRequest, rest: str = "") -> Any:
    raise Problem(404, "api.no_such_address")
