"""Published verdicts: list, page, older versions, feed."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.kernel.categories import RULES, Category, Rating
from sangto.kernel.references import normalised_reference
from sangto.organisations.queries import current_network
from sangto.verdicts.claimreview import claim_review, json_ld
from sangto.verdicts.queries import (
    PublishedLine,
    feed_entries,
    published,
    published_count,
    published_version,
)
from sangto.verdicts.wording import RATING_WORDS
from sangto.web.forms.texts import AnyTextField
from sangto.web.lists import filter_chips, shown_page
from sangto.web.wording import CATEGORY_NAMES

PAGE_LENGTH = 20
FEED_LENGTH = 50


class FilterForm(forms.Form):
    q = AnyTextField(label=gettext_lazy("Search titles"), required=False, max_length=200)
    category = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[
            ("", gettext_lazy("All kinds")),
            *((item.value, CATEGORY_NAMES[item]) for item in Category if RULES[item].ratings),
        ],
    )
    rating = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        required=False,
        choices=[
            ("", gettext_lazy("All verdicts")),
            *((item.value, RATING_WORDS[item]) for item in Rating),
        ],
    )


def _language() -> str:
    return get_language() or "vi"


class _Lines:
    """What the paginator slices: the room's list, counted and cut in the database."""

    def __init__(self, category: Category | None, rating: Rating | None, text: str) -> None:
        self._network = current_network()
        self._category, self._rating, self._text = category, rating, text

    def __len__(self) -> int:
        if self._network is None:
            return 0
        return published_count(
            self._network, category=self._category, rating=self._rating, text=self._text
        )

    def __getitem__(self, wanted: slice) -> list[PublishedLine]:
        if self._network is None:
            return []
        return published(
            self._network,
            category=self._category,
            rating=self._rating,
            text=self._text,
            offset=wanted.start,
            limit=wanted.stop - wanted.start,
            language=_language(),
        )


@require_safe
def verdicts(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    lines = _Lines(
        Category(chosen["category"]) if chosen.get("category") else None,
        Rating(chosen["rating"]) if chosen.get("rating") else None,
        chosen.get("q", ""),
    )
    page = shown_page(request, lines, PAGE_LENGTH, nonsense=0)
    return render(
        request,
        "web/verdicts/list.html",
        {
            "form": form,
            "page": page,
            "lines": page.object_list,
            "chips": filter_chips(request, form, ("q", "category", "rating")),
            "clear_url": reverse("verdicts"),
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
    """Atom; an entry keeps its id over all versions and moves ``updated`` with each."""
    network = current_network()
    language = _language()
    entries = feed_entries(FEED_LENGTH, language=language, network=network)
    here = f"{settings.SANGTO_BASE_URL}{reverse('feed')}"
    atom = Atom1Feed(
        title=_("Verdicts of Sáng Tỏ"),
        link=f"{settings.SANGTO_BASE_URL}{reverse('verdicts')}",
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
