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

from sangto.kernel.text import clean
from sangto.organisations.queries import current_network, promised_answer
from sangto.verdicts.queries import (
    CheckOutcome,
    answer_page,
    check_message,
    example_wordings,
    published,
)
from sangto.web.kept import kept
from sangto.web.public.advice import advice_for, turns_its_text
from sangto.web.public.forms import CheckForm

SUGGESTIONS = 3


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The text travels in the body of a POST, so that no address, log or history holds it.

    Checking changes nothing, so its form needs no token and its page is the same for everybody.
    """
    if request.method != "POST":
        return _empty(request)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _start(request, form, 422)
    pasted = form.cleaned_data["text"]
    text = clean(pasted)
    language = get_language() or "vi"
    answer = check_message(text, language=language)
    network = current_network()
    context: dict[str, object] = {
        "text": text,
        "answer": answer,
        "turned": turns_its_text(pasted),
        "advice": advice_for(answer.indicators),
        "hotline": settings.SANGTO_CHILD_HOTLINE,
        "promised": promised_answer(network) if network else None,
    }
    if answer.answer is not None:
        context["match"] = answer.answer
        context["page"] = answer_page(answer.answer, language=language)
        return render(request, "web/public/answer.html", context)
    if answer.outcome is CheckOutcome.SUGGEST:
        context["matches"] = answer.matches[:SUGGESTIONS]
        return render(request, "web/public/suggest.html", context)
    return render(request, "web/public/unknown.html", context)


@kept
def _empty(request: HttpRequest) -> HttpResponse:
    return _start(request, CheckForm(), 200)


def _start(request: HttpRequest, form: CheckForm, status: int) -> HttpResponse:
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
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in closed), "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
