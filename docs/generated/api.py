"""The API's reference, from the same OpenAPI document that the desk serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docs.generated.markdown import code, table
from sangto.api.pages import Endpoint, Field, endpoints, shapes
from sangto.api.problems import CODES, TITLES


def reference() -> str:
    return "\n\n".join(_groups())


def _groups() -> Iterator[str]:
    for name, found in endpoints().items():
        yield f"## {name}"
        for endpoint in found:
            yield from _endpoint(endpoint)


def _endpoint(one: Endpoint) -> Iterator[str]:
    yield f"### {one.summary}"
    yield f"`{one.method} {one.path}` · {_who(one)}"
    if one.text:
        yield one.text
    if one.parameters:
        yield _fields("parameter", one.parameters)
    if one.body:
        yield f"Body: `{one.body}`"
        yield _fields("field", one.body_fields)
    yield f"Answer: `{one.answer}`. Problems: {', '.join(_problems(one))}."


def _who(one: Endpoint) -> str:
    scope = f"scope `{one.scope}`" if one.scope else "any valid key"
    return f"{scope}, or no key" if one.anonymous else scope


def _problems(one: Endpoint) -> Iterator[str]:
    return (status for status, _text in one.statuses if status >= "4")


def _fields(first: str, fields: Iterable[Field]) -> str:
    return table(
        (first, "type", "needed", "note"),
        (
            (code(field.name), field.kind, "yes" if field.required else "", field.note)
            for field in fields
        ),
    )


def data_shapes() -> str:
    parts = []
    for shape in shapes():
        parts.append(f"### {shape.name}")
        if shape.values:
            parts.append(", ".join(f"`{value}`" for value in shape.values))
        if shape.fields:
            parts.append(_fields("field", shape.fields))
    return "\n\n".join(parts)


def problem_codes() -> str:
    statuses = table(("status", "title"), ((str(s), text) for s, text in TITLES.items()))
    codes = table(("code of this door", "what it says"), ((code(c), t) for c, t in CODES.items()))
    return f"{statuses}\n\n{codes}"
