"""Open data, written while it is read: a dump of any size takes little memory."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sangto.transparency.queries import (
    csv_lines,
    entry_lines,
    proof_lines,
    published_number,
    roots,
)
from sangto.transparency.queries.dumps import COLUMNS
from sangto.web.transparency.dictionary import MEANINGS

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def _since(request: HttpRequest) -> int:
    text = request.GET.get("since", "")
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal() and len(text) < 15):
        raise Http404
    return int(text)


def _streamed(lines: Iterator[str], media_type: str, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(
        (line.encode() for line in lines), content_type=f"{media_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Link"] = f'<{LICENCE}>; rel="license"'
    return response


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "web/transparency/data.html",
        {
            "number": published_number(),
            "columns": [(name, MEANINGS[name]) for name in COLUMNS],
            "licence": LICENCE,
        },
    )


@require_safe
def register_jsonl(request: HttpRequest) -> HttpResponseBase:
    """``since`` is the number of the first entry that is wanted."""
    return _streamed(entry_lines(since=_since(request)), "application/x-ndjson", "register.jsonl")


@require_safe
def register_csv(request: HttpRequest) -> HttpResponseBase:
    return _streamed(csv_lines(since=_since(request)), "text/csv", "register.csv")


@require_safe
def proofs_jsonl(request: HttpRequest) -> HttpResponseBase:
    return _streamed(proof_lines(), "application/x-ndjson", "proofs.jsonl")


@require_safe
def roots_json(request: HttpRequest) -> HttpResponseBase:
    response = HttpResponse(
        json.dumps(roots(), ensure_ascii=False), content_type="application/json; charset=utf-8"
    )
    response["Link"] = f'<{LICENCE}>; rel="license"'
    return response


@require_safe
def dictionary_json(request: HttpRequest) -> HttpResponse:
    """The data dictionary for machines, in the language of the address."""
    return JsonResponse(
        {
            "licence": LICENCE,
            "fields": [{"name": name, "meaning": str(MEANINGS[name])} for name in COLUMNS],
        },
        json_dumps_params={"ensure_ascii": False},
    )
