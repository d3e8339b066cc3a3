"""The register: its list, single entries, removals, sums, and monthly totals."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.kernel.categories import Measure as MeasureKind
from sangto.kernel.references import normalised_reference
from sangto.organisations.models import Network
from sangto.organisations.queries import current_network
from sangto.transparency.domain.entries import FEWEST, EntryKind
from sangto.transparency.queries import (
    EntryView,
    RegisterPage,
    by_month,
    entries,
    entry,
    hidden_totals,
    removals,
)
from sangto.transparency.queries.dumps import seal_lines
from sangto.transparency.queries.heads import newest_days
from sangto.web.charts.geometry import draw
from sangto.web.charts.png import text_width
from sangto.web.charts.shapes import Chart, ChartKind, Series
from sangto.web.charts.svg import as_svg
from sangto.web.handling.wording import MEASURE_NAMES
from sangto.web.lists import filter_chips, kept_filters
from sangto.web.transparency.filters import FILTERS, RegisterForm
from sangto.web.transparency.wording import HANDLINGS, KINDS, REMOVAL_CAUSES, outcome_word
from sangto.web.wording import CATEGORY_NAMES, word

_SHOWN_DAYS = 31


def _language() -> str:
    return get_language() or "vi"


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 15):
        raise Http404
    return int(text)


def _row(one: EntryView) -> dict[str, object]:
    language = _language()
    title = one.text("title", language)
    if one.kind is EntryKind.MEASURE:
        title = word(MEASURE_NAMES, one.text("facts"))
    return {
        "entry": one,
        "kind": word(KINDS, one.kind),
        "category": word(CATEGORY_NAMES, one.category),
        "outcome": outcome_word(one.kind, one.outcome),
        "title": title,
        "title_language": one.text_language("title", language),
        "cause": word(REMOVAL_CAUSES, one.cause) if one.cause else "",
        "handling": word(HANDLINGS, one.handling) if one.handling else "",
        "judgement": one.text("judgement"),
    }


def _older(request: HttpRequest, page: RegisterPage) -> str:
    if page.older is None:
        return ""
    kept = {**kept_filters(request, without={"before"}), "before": str(page.older)}
    return f"?{urlencode(kept)}"


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The same queries for any page and any size."""
    network = current_network()
    form = RegisterForm(request.GET, network=network)
    form.is_valid()
    before = _before(request)
    page = (
        entries(network, form.wanted, before=before)
        if network is not None
        else RegisterPage([], None, False)
    )
    chips = filter_chips(request, form, FILTERS)
    context: dict[str, object] = {
        "form": form,
        "fields": [form[name] for name in FILTERS],
        "chips": chips,
        "rows": [_row(one) for one in page.entries],
        "older": _older(request, page),
        "newer": page.newer,
        "clear_url": reverse("register"),
    }
    if network is not None and not chips and not page.newer:
        context |= _sums(network)
    return render(request, "web/transparency/list.html", context)


def _sums(network: Network) -> dict[str, object]:
    months = by_month(network)
    kinds = [kind for kind in EntryKind if any(kind.value in one.counts for one in months)]
    labels = tuple(f"{one.month:%m/%Y}" for one in months)
    chart = Chart(
        kind=ChartKind.STACKED,
        title=_("Entries by month"),
        labels=labels,
        series=tuple(
            Series(word(KINDS, kind), tuple(float(one.counts.get(kind.value, 0)) for one in months))
            for kind in kinds
        ),
        description=_("How many entries the register got each month; the table below says it too."),
    )
    drawing = draw(
        chart, measure=text_width, number=lambda value: number_format(value, decimal_pos=0)
    )
    return {
        "chart": as_svg(chart, drawing, name="by-month") if months else "",
        "chart_title": chart.title,
        "kinds": [word(KINDS, kind) for kind in kinds],
        "months": [
            {
                "month": one.month,
                "counts": [one.counts.get(kind.value, 0) for kind in kinds],
                "total": one.total,
            }
            for one in reversed(months)
        ],
        "hidden": [
            {"month": month, "category": word(CATEGORY_NAMES, category), "number": number}
            for month, category, number in hidden_totals(network)
        ],
        "fewest": FEWEST,
    }


@require_safe
def register_entry(request: HttpRequest, reference: str) -> HttpResponse:
    normal = normalised_reference(reference)
    found = entry(normal) if normal is not None else None
    if found is None:
        raise Http404
    language = _language()
    verdict = found.about if found.kind in {EntryKind.VERDICT, EntryKind.VERSION} else ""
    return render(
        request,
        "web/transparency/entry.html",
        {
            **_row(found),
            "facts": found.text("facts", language)
            if found.kind is not EntryKind.MEASURE
            else word(MEASURE_NAMES, found.text("facts")),
            "facts_language": found.text_language("facts", language),
            "ground": found.text("ground", language),
            "ground_language": found.text_language("ground", language),
            "change": found.text("change", language),
            "change_language": found.text_language("change", language),
            "verdict": verdict,
            "appeals_measure": found.kind is EntryKind.MEASURE
            and found.event.startswith("result-")
            and found.text("facts") in set(MeasureKind),
        },
    )


@require_safe
def register_removals(request: HttpRequest) -> HttpResponse:
    """What was public and is not, or not whole, any more: cause, judgement, handling."""
    network = current_network()
    page = (
        removals(network, before=_before(request))
        if network is not None
        else RegisterPage([], None, False)
    )
    return render(
        request,
        "web/transparency/removals.html",
        {
            "rows": [_row(one) for one in page.entries],
            "older": _older(request, page),
            "newer": page.newer,
        },
    )


@require_safe
def register_roots(request: HttpRequest) -> HttpResponse:
    """The heads of the last days, and the newest seal."""
    return render(
        request,
        "web/transparency/roots.html",
        {"days": newest_days(_SHOWN_DAYS), "seals": list(seal_lines(newest=10))},
    )
