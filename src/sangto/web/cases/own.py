"""What an agency reports about itself: that somebody pretends to be it, or broke into its site."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from sangto.cases.domain.states import CaseOutcome
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import InboxStatus
from sangto.cases.services import OwnMatter, report_own_matter
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.submission import Submission
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.web.cases.wording import OUTCOME_NAMES, STATES
from sangto.web.cases.work_forms import OwnMatterForm
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.lists import shown_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_SHOWN = 25


@desk_page
@require_safe
def own_cases_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the agency reported about itself, and how far it is. It judges nothing of it: another
    agency works on the case, and its page stays that agency's (SCOPE.md 5)."""
    _insist(actor)
    cases = (
        Case.objects.filter(origin_agency=actor.agency_id)
        .select_related("owner", "claim")
        .order_by("-opened_at", "-pk")
    )
    page = shown_page(request, cases, _SHOWN)
    return render(
        request,
        "web/cases/own.html",
        {
            "page": page,
            "rows": [
                {
                    "case": case,
                    "claim": case.claim,
                    "look": STATES[InboxStatus(case.status)],
                    "outcome": OUTCOME_NAMES.get(CaseOutcome(case.outcome), ""),
                }
                for case in page.object_list
            ],
        },
    )


@desk_page
@_PAGE
def own_case_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    _insist(actor)
    form = OwnMatterForm(sent(request), initial={"key": secrets.token_urlsafe(24)})
    made: list[OwnMatter] = []
    if form.is_valid() and accepted(form, lambda: made.append(_report(form, actor))):
        return render(
            request,
            "web/cases/own_sent.html",
            {"matter": made[0], "code": made[0].submitted.receipt},
        )
    return form_page(request, "web/cases/own_new.html", form)


def _report(form: OwnMatterForm, actor: Actor) -> OwnMatter:
    data = form.cleaned_data
    return report_own_matter(
        submission=Submission(
            text=data["text"],
            link=data["link"],
            language=get_language() or "vi",
            consent_version=CONSENT_VERSION,
        ),
        category=Category(data["category"]),
        idempotency_key=data["key"],
        actor=actor,
    )


def _insist(actor: Actor) -> None:
    if not has_permission(actor, Permission.OPEN_OWN):
        raise NotVisible
