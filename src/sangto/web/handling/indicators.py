"""Verified fraud domains for everybody, and numbers for who already has one in hand."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_http_methods, require_safe

from sangto.handling.indicator_papers import indicators_csv, misp_json, stix_bundle
from sangto.handling.queries.indicators import (
    NUMBER_KINDS,
    ListedDomain,
    indicators,
    indicators_state,
    known_number,
)
from sangto.kernel.categories import IndicatorKind
from sangto.matching.domain.signals import shown_host
from sangto.organisations.queries import current_network
from sangto.queue.domain.buckets import Rate, neighbourhood, too_often
from sangto.queue.services import take
from sangto.verdicts.queries.published import line_of
from sangto.web.cards.keeping import tag_of
from sangto.web.lists import shown_page
from sangto.web.verdicts.feeds import open_to_all
from sangto.web.wording import INDICATOR_NAMES, add_refusal

#: Many times what a person asks, far less than a list takes.
LOOK_UPS = Rate("indicator.look_up", 20, timedelta(hours=1))
PAGE_LENGTH = 100

Maker = Callable[[Sequence[ListedDomain]], bytes]


@require_safe
def domains_page(request: HttpRequest) -> HttpResponse:
    lines = indicators(current_network())
    page = shown_page(request, lines, PAGE_LENGTH)
    rows = [{"line": line, "shown": shown_host(line.domain)} for line in page.object_list]
    return render(
        request,
        "web/handling/indicators_domains.html",
        {"page": page, "rows": rows, "formats": _FORMATS},
    )


_FORMATS = (
    ("domains_stix", "STIX 2.1"),
    ("domains_misp", "MISP (JSON)"),
    ("domains_csv", "CSV"),
)


def _publisher() -> str:
    network = current_network()
    return network.title if network is not None else "Sáng Tỏ"


def _tag(request: HttpRequest) -> str:
    network = current_network()
    return f'"{tag_of(request.path, network and network.pk, indicators_state(network))}"'


def _file(media_type: str, name: str) -> Callable[[Maker], Callable[[HttpRequest], HttpResponse]]:
    """Only read, answered with 304 while nothing changed, and open to all."""

    def decorate(make: Maker) -> Callable[[HttpRequest], HttpResponse]:
        @require_safe
        @condition(etag_func=_tag)
        @functools.wraps(make)
        def view(request: HttpRequest) -> HttpResponse:
            response = HttpResponse(make(indicators(current_network())), content_type=media_type)
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
            open_to_all(response)
            return response

        return view

    return decorate


@_file("application/stix+json;version=2.1", "sangto-domains.stix.json")
def stix(lines: Sequence[ListedDomain]) -> bytes:
    return stix_bundle(lines, publisher=_publisher(), base=settings.SANGTO_BASE_URL)


@_file("application/json", "sangto-domains.misp.json")
def misp(lines: Sequence[ListedDomain]) -> bytes:
    return misp_json(lines, publisher=_publisher(), base=settings.SANGTO_BASE_URL)


@_file("text/csv; charset=utf-8", "sangto-domains.csv")
def csv(lines: Sequence[ListedDomain]) -> bytes:
    return indicators_csv(lines)


class NumberForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What kind of number is it?"),
        widget=forms.RadioSelect,
        choices=[(kind.value, INDICATOR_NAMES[kind]) for kind in NUMBER_KINDS],
        initial=IndicatorKind.PHONE.value,
        error_messages={"required": _("Choose what it is.")},
    )
    number = forms.CharField(
        label=_("The whole number"),
        max_length=100,
        help_text=_("As you have it in front of you. We do not keep what you type here."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
        error_messages={"required": _("Write the number.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def number_page(request: HttpRequest) -> HttpResponse:
    """Posted, so that no number stands in an address, a history or a log."""
    if request.method != "POST":
        return _number_page(request, NumberForm())
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _number_page(request, form, 422)
    caller = neighbourhood(request.META.get("REMOTE_ADDR") or "")
    refusal = too_often(take(rate=LOOK_UPS, key=caller))
    if refusal is not None:
        add_refusal(form, refusal)
        return _number_page(request, form, 429)
    kind = IndicatorKind(form.cleaned_data["kind"])
    found = known_number(kind, form.cleaned_data["number"])
    line = line_of(found.verdict, language=get_language() or "vi") if found else None
    return _number_page(request, form, asked=True, found=found, line=line)


def _number_page(
    request: HttpRequest, form: NumberForm, status: int = 200, **context: object
) -> HttpResponse:
    return render(
        request,
        "web/handling/indicators_number.html",
        {"form": form, "check_url": reverse("check"), **context},
        status=status,
    )
