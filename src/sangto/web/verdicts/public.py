"""Published verdicts: list, page, older versions, and what changed between them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sangto.appeals.queries import replies_to
from sangto.kernel.references import normalised_reference
from sangto.organisations.models import Network
from sangto.organisations.queries import current_network
from sangto.transparency.queries import entry_of
from sangto.verdicts.claimreview import claim_review, json_ld
from sangto.verdicts.queries import (
    PublishedLine,
    PublishedPage,
    VerdictFilter,
    published,
    published_count,
    published_version,
    version_differences,
)
from sangto.verdicts.queries.published import WithdrawnPage, withdrawn_verdict
from sangto.web.lists import filter_chips, kept_filters, shown_page
from sangto.web.transparency.wording import REMOVAL_CAUSES
from sangto.web.verdicts.filters import FILTERS, FilterForm
from sangto.web.verdicts.objections import objection_to
from sangto.web.verdicts.reuse import reuse_of
from sangto.web.wording import Words, word

PAGE_LENGTH = 20
#: How the texts of a version are called where their differences stand.
_TEXT_NAMES: Words = {
    "title": _("Title"),
    "summary": _("In short"),
    "what_to_do": _("What to do now"),
    "explanation": _("Why we say so"),
    "missing": _("What is not known yet"),
    "factual_ground": _("Grounds"),
}


def language_of_page() -> str:
    return get_language() or "vi"


class _Lines:
    """What the paginator slices: the room's list, counted and cut in the database."""

    def __init__(self, network: Network | None, wanted: VerdictFilter) -> None:
        self._network, self._wanted = network, wanted

    def __len__(self) -> int:
        return published_count(self._network, self._wanted) if self._network is not None else 0

    def __getitem__(self, cut: slice) -> list[PublishedLine]:
        if self._network is None:
            return []
        return published(
            self._network,
            self._wanted,
            offset=cut.start,
            limit=cut.stop - cut.start,
            language=language_of_page(),
        )


def filter_form(request: HttpRequest, network: Network | None) -> FilterForm:
    form = FilterForm(request.GET, network=network)
    form.is_valid()
    return form


def filters_of(request: HttpRequest) -> str:
    """The filters as the end of an address that can be shared."""
    kept = {
        name: text for name, text in kept_filters(request, without=()).items() if name in FILTERS
    }
    return f"?{urlencode(kept)}" if kept else ""


@require_safe
def verdicts(request: HttpRequest) -> HttpResponse:
    network = current_network()
    form = filter_form(request, network)
    page = shown_page(request, _Lines(network, form.wanted), PAGE_LENGTH, nonsense=0)
    return render(
        request,
        "web/verdicts/list.html",
        {
            "form": form,
            "more_fields": [form[name] for name in FILTERS if name != "q"],
            "narrowed": any(request.GET.get(name) for name in FILTERS if name != "q"),
            "page": page,
            "lines": page.object_list,
            "searched": form.wanted.text,
            "chips": filter_chips(request, form, FILTERS),
            "clear_url": reverse("verdicts"),
            "feed_url": reverse("feed") + filters_of(request),
            "json_feed_url": reverse("json_feed") + filters_of(request),
        },
    )


@require_safe
def verdict(request: HttpRequest, reference: str, number: int | None = None) -> HttpResponse:
    language = language_of_page()
    try:
        page = public_page(reference, number)
    except Http404:
        gone = withdrawn_verdict(normalised_reference(reference) or "", language=language)
        if gone is None:
            raise
        return _taken_back(request, gone)
    review = SafeString("")
    if page.is_current:
        review = json_ld(claim_review(page, language=language))
    return render(
        request,
        "web/verdicts/page.html",
        {
            "page": page,
            "claim_review": review,
            "before": _before(page),
            "objection": objection_to(page),
            "replies": replies_to(page.line.reference),
            "reuse": reuse_of(page),
        },
    )


def _taken_back(request: HttpRequest, page: WithdrawnPage) -> HttpResponse:
    context = {
        "page": page,
        "cause": word(REMOVAL_CAUSES, page.cause),
        "entry": entry_of(page.reference),
    }
    return render(request, "web/verdicts/withdrawn.html", context, status=410)


def public_page(reference: str, number: int | None = None) -> PublishedPage:
    """What anybody may see of that version in the page's language; not found is all the rest."""
    normal = normalised_reference(reference)
    page = (
        published_version(normal, number, language=language_of_page())
        if normal is not None
        else None
    )
    if page is None:
        raise Http404
    return page


def _before(page: PublishedPage) -> int | None:
    """The number of the public version before this one."""
    earlier = [other.version for other in page.versions if other.version < page.line.version]
    return max(earlier, default=None)


@require_safe
def changes(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What this version says otherwise than the one before, by words."""
    normal = normalised_reference(reference)
    found = (
        version_differences(normal, number, language=language_of_page())
        if normal is not None
        else None
    )
    if found is None:
        raise Http404
    texts = [
        {"name": word(_TEXT_NAMES, text.name), "language": text.language, "pieces": text.pieces}
        for text in found.texts
        if text.changed
    ]
    return render(request, "web/verdicts/changes.html", {"found": found, "texts": texts})
