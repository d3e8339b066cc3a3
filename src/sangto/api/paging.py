"""Pages of a list: a cursor says after which row to go on, and RFC 8288 links lead there."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sangto.api.problems import Problem

T = TypeVar("T")
MOST = 100
USUAL = 20
LONGEST_CURSOR = 200
Place = tuple[datetime, int]


def cursor_of(place: Place) -> str:
    at, number = place
    text = json.dumps([at.isoformat(), number])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> Place | None:
    """Raises :class:`Problem` for a cursor that this desk never gave out."""
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, number = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        place = datetime.fromisoformat(at), int(number)
        if place[0].tzinfo is None or not 0 <= place[1] < 2**62 or place[0].year < 1970:
            raise ValueError
        _ = place[0].timestamp()
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError) as error:
        raise Problem(422, "api.cursor") from error
    return place


def paged(
    request: HttpRequest, response: HttpResponse, rows: Sequence[T], limit: int, after: str | None
) -> list[T]:
    """The first ``limit`` rows; ``after`` (the cursor of the last one) leads on when there are
    more."""
    parts = [f'<{_address(request, None)}>; rel="first"']
    if len(rows) > limit and after is not None:
        parts.append(f'<{_address(request, after)}>; rel="next"')
    response.headers["Link"] = ", ".join(parts)
    return list(rows[:limit])


def _address(request: HttpRequest, cursor: str | None) -> str:
    kept = {name: text for name, text in request.GET.items() if name != "cursor"}
    if cursor is not None:
        kept["cursor"] = cursor
    query = f"?{urlencode(kept, errors='replace')}" if kept else ""
    return f"{settings.SANGTO_BASE_URL}{request.path}{query}"
