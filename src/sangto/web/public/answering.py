"""The page that answers a message, whether it was pasted or read in a picture."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from sangto.documents.domain.look import Look
from sangto.kernel.text import clean
from sangto.organisations.queries import current_network, promised_answer
from sangto.verdicts.queries import CheckOutcome, answer_page, check_message
from sangto.web.public.advice import advice_for, turns_its_text

SUGGESTIONS = 3


def answered(
    request: HttpRequest, message: str, *, looks: Sequence[Look] = (), by_machine: bool = False
) -> HttpResponse:
    """``by_machine``: a machine read it in a picture, so the page lets it be corrected."""
    text = clean(message)
    language = get_language() or "vi"
    answer = check_message(text, language=language, looks=looks)
    network = current_network()
    context: dict[str, object] = {
        "text": text,
        "by_machine": by_machine,
        "answer": answer,
        "turned": turns_its_text(message),
        "advice": advice_for(answer.indicators),
        "hotline": settings.SANGTO_CHILD_HOTLINE,
        "promised": promised_answer(network) if network else None,
    }
    shown = answer.matches[: 1 if answer.answer is not None else SUGGESTIONS]
    context["shown"] = [match.verdict.reference for match in shown]
    if answer.answer is not None:
        context["match"] = answer.answer
        context["page"] = answer_page(answer.answer, language=language)
        return render(request, "web/public/answer.html", context)
    if answer.outcome is CheckOutcome.SUGGEST:
        context["matches"] = answer.matches[:SUGGESTIONS]
        return render(request, "web/public/suggest.html", context)
    return render(request, "web/public/unknown.html", context)
