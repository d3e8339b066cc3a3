"""Verdicts that want to be looked at again, and the two ways on: it stays, or a new version."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.verdicts.domain.reviewing import ReviewReason
from sangto.verdicts.models import Review, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries import (
    counts_by_reason,
    preview,
    review_of,
    reviewable_versions,
    reviews_due,
    source_checks,
)
from sangto.verdicts.services import check_source, let_stay
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.lists import filter_chips, shown_page
from sangto.web.verdicts.sharing_forms import ReviewFilterForm, SourceCheckForm, StaysForm
from sangto.web.verdicts.sharing_words import REASON_LOOKS, REASON_NAMES

PAGE_LENGTH = 25
_USUAL_REST = timedelta(days=90)
_PAGE = require_http_methods(["GET", "HEAD", "POST"])


def may_see_reviews(actor: Actor) -> bool:
    return may(actor, Permission.READ_UNPUBLISHED, owner_agency=actor.agency_id)


@desk_page
@require_safe
def reviews_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The most urgent first, with how many there are for each reason."""
    if not may_see_reviews(actor):
        raise NotVisible
    form = ReviewFilterForm(request.GET)
    chosen = form.cleaned_data["reason"] if form.is_valid() else ""
    due = reviews_due(actor)
    counts = counts_by_reason(due)
    if chosen:
        due = [one for one in due if ReviewReason(chosen) in one.reasons]
    page = shown_page(request, due, PAGE_LENGTH)
    return render(
        request,
        "web/reviews/list.html",
        {
            "page": page,
            "rows": [
                {"due": one, "reasons": _shown(one.reasons), "version": one.version}
                for one in page.object_list
            ],
            "counts": [
                {
                    "name": REASON_NAMES[reason],
                    "number": number,
                    "value": reason.value,
                    "chosen": reason.value == chosen,
                }
                for reason, number in counts.items()
                if number
            ],
            "form": form,
            "chips": filter_chips(request, form, ["reason"]) if form.is_valid() else [],
        },
    )


def _shown(reasons: tuple[ReviewReason, ...]) -> list[dict[str, object]]:
    return [
        {"word": REASON_NAMES[one], "tone": REASON_LOOKS[one][0], "icon": REASON_LOOKS[one][1]}
        for one in reasons
    ]


@desk_page
@_PAGE
def review_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    version = _version(actor, reference)
    today = timezone.localdate()
    decides = _may(actor, version, Permission.RENEW) or _may(actor, version, Permission.APPROVE)
    if request.method == "POST" and not decides:
        raise NotVisible
    proposed = today + _USUAL_REST
    if version.valid_until is not None and today < version.valid_until < proposed:
        proposed = version.valid_until
    form = StaysForm(sent(request), proposed=proposed)
    if form.is_valid() and accepted(
        form,
        lambda: let_stay(
            version=version,
            reason=form.cleaned_data["reason"],
            next_on=form.cleaned_data["next_on"],
            actor=actor,
        ),
    ):
        messages.success(request, _("Recorded. It comes back on that day, or before."))
        return redirect("desk_reviews")
    due = review_of(version)
    checked = source_checks([source.pk for source in version.sources.all()])
    return form_page(
        request,
        "web/reviews/review.html",
        form,
        version=version,
        due=due,
        reasons=_shown(due.reasons),
        shown=preview(version, language=get_language() or "vi"),
        sources=[
            {"source": source, "check": checked.get(source.pk)} for source in version.sources.all()
        ],
        reviews=Review.objects.filter(version__verdict=version.verdict_id).select_related("by"),
        decides=decides,
        renews=_may(actor, version, Permission.RENEW),
    )


@desk_page
@_PAGE
def source_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """Somebody opened the source; the desk itself asks nobody."""
    version = _version(actor, reference)
    source = version.sources.filter(pk=number).first()
    decides = _may(actor, version, Permission.RENEW) or _may(actor, version, Permission.APPROVE)
    if source is None or not decides:
        raise NotVisible
    form = SourceCheckForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: check_source(
            source=source,
            changed=form.cleaned_data["changed"] == "yes",
            note=form.cleaned_data["note"],
            actor=actor,
        ),
    ):
        messages.success(request, _("Recorded."))
        return redirect("desk_review", reference)
    return form_page(request, "web/reviews/source.html", form, version=version, source=source)


def _version(actor: Actor, reference: str) -> VerdictVersion:
    version = (
        reviewable_versions(actor)
        .select_related("verdict__case__owner", "verdict__claim__subject_agency")
        .filter(verdict__reference=reference)
        .first()
    )
    if version is None or not may_see_reviews(actor):
        raise NotVisible
    return version


def _may(actor: Actor, version: VerdictVersion, permission: Permission) -> bool:
    case = version.verdict.case
    return case is not None and may(actor, permission, owner_agency=case.owner_id)
