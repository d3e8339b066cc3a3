"""The API's documentation as a page: the OpenAPI document in plain HTML, without any script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sangto.api.document import operations, the_document
from sangto.api.problems import CODES, TITLES


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    identity: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    anonymous: bool
    parameters: tuple[Field, ...]
    body: str
    body_fields: tuple[Field, ...]
    answer: str
    answer_fields: tuple[Field, ...]
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    fields: tuple[Field, ...]
    values: tuple[str, ...]


def endpoints() -> dict[str, list[Endpoint]]:
    """By their tag, in the order of the document."""
    document = the_document()
    found: dict[str, list[Endpoint]] = {}
    for method, path, operation in operations(document):
        found.setdefault(operation["tags"][0], []).append(_endpoint(method, path, operation))
    return found


def shapes() -> list[Shape]:
    schemas: Mapping[str, Any] = the_document()["components"]["schemas"]
    return [
        Shape(name, _fields(schema), tuple(str(value) for value in schema.get("enum", ())))
        for name, schema in sorted(schemas.items())
        if not name.startswith("Filters") and (schema.get("properties") or schema.get("enum"))
    ]


def kind_of(schema: Mapping[str, Any]) -> str:
    """A schema in a few words, such as ``list of Verdict``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for joint in ("anyOf", "oneOf", "allOf"):
        if joint in schema:
            kinds = [kind_of(one) for one in schema[joint]]
            return " or ".join(dict.fromkeys(kinds))
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    return str(schema.get("format", kind))


def _endpoint(method: str, path: str, operation: Mapping[str, Any]) -> Endpoint:
    body = _schema_in(operation.get("requestBody", {}))
    good = next(
        details for status, details in operation["responses"].items() if status.startswith("2")
    )
    answer = _schema_in(good)
    return Endpoint(
        identity=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=" ".join(operation.get("description", "").split()),
        scope=operation["x-scope"] or "",
        anonymous=operation["x-anonymous"],
        parameters=tuple(
            Field(
                one["name"],
                kind_of(one["schema"]),
                one.get("required", False),
                one.get("description", ""),
            )
            for one in operation["parameters"]
        ),
        body=kind_of(body) if body else "",
        body_fields=_fields(_resolved(body)),
        answer=kind_of(answer) if answer else "",
        answer_fields=_fields(_resolved(answer)),
        statuses=tuple(
            (status, str(details["description"]))
            for status, details in sorted(operation["responses"].items())
        ),
    )


def _schema_in(part: Mapping[str, Any]) -> Mapping[str, Any]:
    for details in part.get("content", {}).values():
        schema: Mapping[str, Any] = details["schema"]
        return schema
    return {}


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if schema.get("type") == "array":
        return _resolved(schema["items"])
    if "$ref" not in schema:
        return schema
    name = str(schema["$ref"]).rsplit("/", 1)[-1]
    found: Mapping[str, Any] = the_document()["components"]["schemas"][name]
    return found


def _fields(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    required = set(schema.get("required", ()))
    return tuple(_each(schema.get("properties", {}), required))


def _each(properties: Mapping[str, Any], required: set[str]) -> Iterator[Field]:
    for name, details in properties.items():
        yield Field(name, kind_of(details), name in required, details.get("description", ""))


@require_safe
def docs_page(request: HttpRequest) -> HttpResponse:
    """The endpoints' own texts are in English."""
    return render(
        request,
        "api/docs.html",
        {
            "groups": list(endpoints().items()),
            "shapes": shapes(),
            "titles": [(status, gettext(title)) for status, title in TITLES.items()],
            "codes": [(code, gettext(text)) for code, text in CODES.items()],
            "example": json.dumps({"text": "Chúc mừng bạn đã trúng thưởng"}, ensure_ascii=False),
        },
    )
