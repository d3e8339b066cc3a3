from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from benchmarks.bare.models import Message


def read(request: HttpRequest, key: str) -> HttpResponse:
    """One query by an index."""
    return HttpResponse(Message.objects.get(key=key).text)


def insert(request: HttpRequest) -> HttpResponse:
    """One row in one transaction; each statement commits by itself."""
    Message.objects.create(key=str(uuid4()), text=request.POST["text"], received_at=timezone.now())
    return HttpResponse("", status=201)
