"""Stored files as answers that no browser takes for a page."""

from __future__ import annotations

from django.http import HttpResponse

from sangto.documents.domain.files import ENDINGS, IMAGE_TYPES

_SUFFIXES = {media_type: f".{ending}" for media_type, ending in ENDINGS.items()}


def file_response(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Pictures may be shown inside a page of the desk; everything else is only saved.

    Nothing in the file can run, load or be framed, whatever it contains; no cache keeps it.
    """
    shown = media_type in IMAGE_TYPES
    response = HttpResponse(
        content, content_type=media_type if media_type in _SUFFIXES else "application/octet-stream"
    )
    kind = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = (
        f'{kind}; filename="{name}{_SUFFIXES.get(media_type, "")}"'
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
