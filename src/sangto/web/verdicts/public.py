"""Published verdicts: list, page, older versions, feed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.kernel.references import normalised_reference
from sangto.organisations.models import Network
from sangto.organisations.queries import current_network
from sangto.verdicts.claimreview import claim_review, json_ld
from sangto.verdicts.queries import (
    PublishedLine,
    VerdictFilter,
    feed_entries,
    published,
    published_count,
    published_version,
)
from sangto.web.lists import filter_chips, kept_filters, shown_page
from sangto.web.verdicts.filters import FILTERS, FilterForm

PAGE_LENGTH = 20
FEED_LENGTH = 50


def _language() -> str:
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
            language=_language(),
        )


def _filter_form(request: HttpRequest, network: Network | None) -> FilterForm:
    form = FilterForm(request.GET, network=network)
    form.is_valid()
    return form


def _filters_of(request: HttpRequest) -> str:
    """The filters as the end of an address that can be shared."""
    kept = {
        name: text for name, text in kept_filters(request, without=()).items() if name in FILTERS
    }
    return f"?{urlencode(kept)}" if kept else ""


@require_safe
def verdicts(request: HttpRequest) -> HttpResponse:
    network = current_network()
    form = _filter_form(request, network)
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
            "feed_url": reverse("feed") + _filters_of(request),
        },
    )


@require_safe
def verdict(request: HttpRequest, reference: str, number: int | None = None) -> HttpResponse:
    normal = normalised_reference(reference)
    page = published_version(normal, number, language=_language()) if normal is not None else None
    if page is None:
        raise Http404
    review = SafeString("")
    if page.is_current:
        review = json_ld(claim_review(page, language=_language()))
    return render(request, "web/verdicts/page.html", {"page": page, "claim_review": review})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Atom; an entry keeps its id over all versions and moves ``updated`` with each.

    It takes the filters of the list, so that a newsroom can follow one kind.
    """
    network = current_network()
    language = _language()
    wanted = _filter_form(request, network).wanted
    entries = feed_entries(FEED_LENGTH, language=language, network=network, wanted=wanted)
    rest = _filters_of(request)
    here = f"{settings.SANGTO_BASE_URL}{reverse('feed')}{rest}"
    atom = Atom1Feed(
        title=_("Verdicts of Sáng Tỏ"),
        link=f"{settings.SANGTO_BASE_URL}{reverse('verdicts')}{rest}",
        description=None,
        language=language,
        author_name=network.title if network is not None else "Sáng Tỏ",
        feed_url=here,
        feed_guid=here,
    )
    for entry in entries:
        atom.add_item(
            title=f"{entry.rating_word}: {entry.title}",
            link=entry.url,
            description=entry.summary,
            unique_id=entry.id,
            pubdate=entry.first_published,
            updateddate=entry.updated,
        )
    response = HttpResponse(content_type=atom.content_type)
    response.headers["Cache-Control"] = "public, max-age=300"
    atom.write(response, "utf-8")
    return response
