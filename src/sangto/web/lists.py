"""Pages and filters of a list, public or of the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest

from sangto.web.templatetags.sangto_components import day


def shown_page(
    request: HttpRequest,
    items: Any,
    length: int,
    *,
    parameter: str = "page",
    nonsense: int = 1,
) -> Page[Any]:
    """The wanted page of a list or query; a page that does not exist is not found.

    ``nonsense`` is the page that stands for what is no number; 0 is no page.
    """
    text = request.GET.get(parameter, "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else nonsense
    try:
        return Paginator(items, length).page(number if text else 1)
    except EmptyPage as error:
        raise Http404 from error


def kept_filters(request: HttpRequest, *, without: Collection[str]) -> dict[str, str]:
    """What stands in the address and is not empty, but for these."""
    return {name: str(text) for name, text in request.GET.items() if text and name not in without}


def filter_chips(
    request: HttpRequest, form: forms.Form, names: Iterable[str]
) -> list[dict[str, str]]:
    """The filters in words; each one takes itself away."""
    chips: list[dict[str, str]] = []
    for name in names:
        value = form.cleaned_data.get(name)
        if not value:
            continue
        field = form.fields[name]
        label = str(value)
        if isinstance(field, forms.ChoiceField):
            label = str(dict(field.choices).get(value, value))  # type: ignore[arg-type] # plain pairs
        elif isinstance(field, forms.BooleanField):
            label = str(field.label)
        elif isinstance(value, date):
            label = f"{field.label} {day(value)}"
        url = f"?{urlencode(kept_filters(request, without={name, 'page'}))}"
        chips.append({"label": label, "url": url})
    return chips
