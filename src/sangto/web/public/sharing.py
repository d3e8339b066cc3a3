"""“Share → Sáng Tỏ” on a telephone: what another app hands over lands in Check.

The request comes from outside and carries no token, so this entry changes nothing of anybody's: it
fills in the form, or has the picture read that waits for the sender's own browser, as Check does.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sangto.kernel.text import clean
from sangto.web import errors
from sangto.web.public.forms import CheckForm
from sangto.web.public.views import picture_begun, start_page

#: What a share may weigh beside its picture, in bytes.
_REST = 1024 * 1024


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest) -> HttpResponse:
    """A text stands in the form, to be looked at before it is checked; one picture is read."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("check"))
    if _length(request) > settings.SANGTO_UPLOAD_BYTES + _REST:
        return _too_large(request)
    text = _text_of(request)
    pictures = [file for file in request.FILES.getlist("picture") if _has_content(file)]
    if not pictures:
        return _filled_in(request, text)
    form = CheckForm({"text": text}, MultiValueDict({"picture": pictures[:1]}))
    if not form.is_valid():
        return start_page(request, form, 422)
    if len(pictures) > 1:
        form.add_error(
            "picture", _("Several pictures came at once. Share them one after the other.")
        )
        return start_page(request, form, 422)
    return picture_begun(request, form)


def _filled_in(request: HttpRequest, text: str) -> HttpResponse:
    if not text:
        return HttpResponseRedirect(reverse("check"))
    form = CheckForm({"text": text})
    if not form.is_valid():
        return start_page(request, form, 422)
    return start_page(request, CheckForm(initial={"text": text}), 200)


def _text_of(request: HttpRequest) -> str:
    """Apps put the link into any of the three; what stands in another one is not said twice."""
    parts: list[str] = []
    for name in ("text", "title", "url"):
        part = clean(request.POST.get(name, "")).strip()
        if part and not any(part in other for other in parts):
            parts.append(part)
    if len(parts) > 1 and request.POST.get("title"):
        title = clean(request.POST["title"]).strip()
        parts.sort(key=lambda part: part != title)
    return "\n".join(parts)


def _has_content(file: UploadedFile[Any]) -> bool:
    return bool(file.name) or bool(file.size)


def _length(request: HttpRequest) -> int:
    """As the client says; the server refuses a body that is longer than that."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdecimal() else 0


def _too_large(request: HttpRequest) -> HttpResponse:
    message = _(
        "What you shared is larger than this desk takes: at most %(megabytes)d MB. Share a "
        "screenshot of the message instead, or paste its words."
    ) % {"megabytes": settings.SANGTO_UPLOAD_BYTES // (1024 * 1024)}
    return errors.page(request, "400.html", 413, {"message": message})
