"""Answered questions about public services, for everybody (Điều 7.7 b)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sangto.cases.domain.states import CaseStatus
from sangto.handling.models import FeedbackAnswer
from sangto.handling.queries import public_answer, public_answers
from sangto.kernel.references import normalised_reference
from sangto.organisations.queries import current_network
from sangto.web.desk import agency_name
from sangto.web.lists import shown_page

SHOWN = 20


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Newest first. No place stands here, and nothing that anybody sent."""
    page = shown_page(request, public_answers(current_network()), SHOWN)
    return render(
        request,
        "web/handling/public_answers.html",
        {"page": page, "lines": [_line(answer) for answer in page.object_list]},
    )


@require_safe
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    found = public_answer(current_network(), normalised_reference(reference) or "")
    if found is None:
        raise Http404
    return render(
        request,
        "web/handling/public_answer.html",
        {**_line(found), "open_again": found.case.status != CaseStatus.CLOSED},
    )


def _line(answer: FeedbackAnswer) -> dict[str, object]:
    claim = answer.case.claim
    english = get_language() == "en" and bool(claim.title_en)
    return {
        "answer": answer,
        "title": claim.title_en if english else claim.title,
        "title_language": "en" if english else "vi",
        "agency": agency_name(answer.agency),
    }
