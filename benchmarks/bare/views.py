from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from benchmarks.bare.models import Message


def read(request: HttpRequest, key: str) -> HttpResponse:
    """One query by an index."""
    return HttpResponse(Message.objects.get(key=key).text)


def insert(request: HttpRequest) -> HttpResponse:
    """One row in one transaction; each statement commits by itself."""
    Message.objects.create(key=str(uuid4()), text=request.POST["text"], received_at=timezone.now())
    return HttpResponse("", status=201)


TABLE = Engine().from_string(
    "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>"
    "{% endfor %}</table>"
)


def table(request: HttpRequest, rows: int, size: int) -> HttpResponse:
    """A template of as many rows of eight cells as asked for, about ``size`` bytes long."""
    cell = "x" * max(1, size // (rows * 8) - len("<td></td>"))
    return HttpResponse(TABLE.render(Context({"rows": [[cell] * 8] * rows})))
