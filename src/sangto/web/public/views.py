"""Checking a message."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sangto.documents.storage import StorageUnavailable
from sangto.kernel.errors import Refused
from sangto.organisations.queries import current_network
from sangto.verdicts.queries import example_wordings, published
from sangto.web.kept import kept
from sangto.web.public import pictures
from sangto.web.public.answering import answered
from sangto.web.public.forms import CheckForm
from sangto.web.verdicts.reuse import absolute
from sangto.web.wording import refusal_text

#: Refusals that are over after a while.
_TOO_MANY = frozenset({"web.pictures_too_fast", "intake.pictures_waiting"})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The text travels in the body of a POST, so that no address, log or history holds it.

    Checking changes nothing but what waits for the asker's own browser, so its form needs no token
    and its page is the same for everybody. A picture is read first.
    """
    if request.method != "POST":
        return _empty(request)
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return start_page(request, form, 422)
    if form.cleaned_data["picture"] is None:
        return answered(request, form.cleaned_data["text"])
    return picture_begun(request, form)


def picture_begun(request: HttpRequest, form: CheckForm) -> HttpResponse:
    """On the way to the answer of the form's picture, or the form with what is wrong with it."""
    picture = form.cleaned_data["picture"]
    try:
        return pictures.begin(
            request, picture.read(settings.SANGTO_UPLOAD_BYTES + 1), form.cleaned_data["text"]
        )
    except StorageUnavailable:
        raise
    except Refused as refused:
        form.add_error("picture", refusal_text(refused.refusal))
        return start_page(request, form, 429 if refused.refusal.code in _TOO_MANY else 422)


@kept
def _empty(request: HttpRequest) -> HttpResponse:
    return start_page(request, CheckForm(), 200)


def start_page(request: HttpRequest, form: CheckForm, status: int) -> HttpResponse:
    network = current_network()
    language = get_language() or "vi"
    latest = published(network, limit=3, language=language) if network is not None else []
    examples = example_wordings(network, language=language) if network is not None else []
    return render(
        request,
        "web/public/check.html",
        {"form": form, "examples": examples, "latest": latest},
        status=status,
    )


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Verdicts may be found by search engines; the desk and receipts are nothing for them."""
    closed: list[str] = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            closed.extend(reverse(name) for name in ("desk", "receipt", "account_login"))
    site_map = f"Sitemap: {absolute(reverse('site_map'))}"
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in closed), "", site_map, "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
