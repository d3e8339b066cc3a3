"""The inbox: one row a claim, in four parts, with filters that stay in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sangto.cases.domain import inbox as rule
from sangto.cases.domain.inbox import Order, Part
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import (
    MOST,
    InboxCounts,
    InboxFilters,
    InboxRow,
    inbox,
    inbox_counts,
    may_group,
    saved_filters,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import calendar_for, current_network
from sangto.web.cases.bulk import bulk_choices
from sangto.web.cases.filtering import (
    FilterForm,
    LiveForm,
    address_of,
    filter_links,
    filters_of,
)
from sangto.web.cases.rows import row_of
from sangto.web.cases.suggestions import count_of
from sangto.web.desk import desk_page, home_of
from sangto.web.lists import filter_chips, kept_filters, shown_page

PAGE_LENGTH = 25
#: An open inbox asks for its numbers this often; shorter is a load, longer is not live.
LIVE_SECONDS = 20
#: A page that was left open for longer than this asks in vain for what is new.
_LONGEST_AGO = timedelta(days=7)

TABS: dict[Part, str | Promise] = {
    Part.TRIAGE: gettext_lazy("To triage"),
    Part.WORK: gettext_lazy("In work"),
    Part.APPROVAL: gettext_lazy("Waiting for approval"),
    Part.CLOSED: gettext_lazy("Closed"),
}
EMPTY: dict[Part, tuple[str | Promise, str | Promise]] = {
    Part.TRIAGE: (
        gettext_lazy("Nothing waits for triage"),
        gettext_lazy("New reports appear here, grouped by what they claim, the most urgent first."),
    ),
    Part.WORK: (
        gettext_lazy("Nothing is being verified"),
        gettext_lazy("A case comes here once its category is chosen."),
    ),
    Part.APPROVAL: (
        gettext_lazy("No verdict waits for approval"),
        gettext_lazy("A finished draft comes here until a second person has read it."),
    ),
    Part.CLOSED: (
        gettext_lazy("No case is closed yet"),
        gettext_lazy("Cases stay here after their verdict, answer or explanation."),
    ),
}
ORDERS: dict[Order, str | Promise] = {
    Order.RANK: gettext_lazy("Most pressing"),
    Order.DEADLINE: gettext_lazy("Nearest deadline"),
    Order.NEWEST: gettext_lazy("Newest"),
    Order.GROWTH: gettext_lazy("Growing fastest"),
}


class _Rows(Sequence[InboxRow]):
    """What the paginator slices: cut in the database, counted with the other parts."""

    def __init__(self, actor: Actor, filters: InboxFilters, length: int) -> None:
        self._actor, self._filters, self._length = actor, filters, length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, wanted: Any) -> Any:
        cut = replace(self._filters, offset=wanted.start, limit=wanted.stop - wanted.start)
        return inbox(self._actor, cut)


@desk_page
@require_safe
def inbox_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same number of queries, and the same time, whatever the number of rows and claims."""
    if not has_permission(actor, Permission.VIEW):
        return redirect(home_of(actor))
    saved = saved_filters(actor)
    preferred = next((one for one in saved if one.is_default), None)
    if preferred is not None and not request.GET:
        return redirect(f"{reverse('desk')}?{preferred.query or 'tab=triage'}")
    form = FilterForm(request.GET, actor=actor)
    form.is_valid()
    filters = filters_of(form.cleaned_data)
    part = filters.part or Part.TRIAGE
    now = timezone.now()
    counts = inbox_counts(actor, filters, now=now)
    length = min(counts.of(part), MOST)
    page = shown_page(request, _Rows(actor, filters, length), PAGE_LENGTH)
    network = current_network()
    calendar = calendar_for(network) if network is not None else None
    today = timezone.localdate()
    chips = filter_chips(request, form, ("q", "category", "agency", "mine", "late"))
    address = address_of(request.GET)
    title, hint = EMPTY[part]
    context = {
        "form": form,
        "page": page,
        "rows": [row_of(row, actor, calendar, today) for row in page.object_list],
        "picked": request.GET.get("pick") == "all",
        "pick_url": f"?{urlencode({**kept_filters(request, without=set()), 'pick': 'all'})}#rows",
        "tabs": _tabs(request, counts, part),
        "duplicates": count_of(actor) if may_group(actor) else "",
        "orders": _orders(request, filters.order) if part is not Part.CLOSED else [],
        "rule": rule,
        "money_least": rule.MONEY_STEPS[0][1],
        "money_most": rule.MONEY_STEPS[-1][1],
        "chips": chips,
        "clear_url": f"{reverse('desk')}?{urlencode({'tab': part.value})}",
        "saved": filter_links(saved, address),
        "keep_query": urlencode({"query": address}),
        "is_kept": any(one.query == address for one in saved),
        "live_url": _live_url(address, now),
        "live_seconds": LIVE_SECONDS,
        "more_than_shown": counts.of(part) > MOST,
        "most": MOST,
        "bulk": bulk_choices(actor) if part is not Part.CLOSED else [],
        "back": request.get_full_path(),
        "empty_title": _("Nothing fits these filters") if chips else title,
        "empty_text": _("Take a filter away to see more.") if chips else hint,
    }
    return render(request, "web/cases/inbox.html", context)


@desk_page
@never_cache
@require_safe
def live_counts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What an open inbox asks for every few seconds: numbers, and how many rows came since. One
    query beside those of session and account; it moves nothing under the reader's hands."""
    if not has_permission(actor, Permission.VIEW):
        raise NotVisible
    form = LiveForm(request.GET, actor=actor)
    form.is_valid()
    filters = filters_of(form.cleaned_data)
    counts = inbox_counts(actor, filters, arrived_since=_moment(request.GET.get("since", "")))
    part = filters.part or Part.TRIAGE
    context = {
        "tabs": _tabs(request, counts, part),
        "arrived": counts.arrived,
        "show_url": f"{reverse('desk')}?{address_of(request.GET)}",
    }
    return HttpResponse(render_to_string("web/cases/inbox_live.html", context))


def _tabs(request: HttpRequest, counts: InboxCounts, current: Part) -> list[dict[str, object]]:
    kept = kept_filters(request, without={"tab", "page", "pick", "since"})
    return [
        {
            "key": part.value,
            "label": label,
            "count": shown_count(counts.of(part)),
            "current": part is current,
            "url": f"{reverse('desk')}?{urlencode({**kept, 'tab': part.value})}",
        }
        for part, label in TABS.items()
    ]


def shown_count(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)


def _orders(request: HttpRequest, current: Order) -> list[dict[str, object]]:
    kept = kept_filters(request, without={"order", "page", "pick"})
    return [
        {
            "label": label,
            "current": order is current,
            "url": f"?{urlencode({**kept, 'order': order.value})}",
        }
        for order, label in ORDERS.items()
    ]


def _live_url(address: str, now: datetime) -> str:
    since = urlencode({"since": int(now.timestamp() * 1000)})
    return (
        f"{reverse('desk_counts')}?{address}&{since}"
        if address
        else (f"{reverse('desk_counts')}?{since}")
    )


def _moment(text: str) -> datetime:
    """The moment of a page, in thousandths of a second; nonsense counts as now."""
    now = timezone.now()
    if not (text.isascii() and text.isdecimal() and len(text) < 15):
        return now
    moment = datetime.fromtimestamp(int(text) / 1000, UTC)
    return max(min(moment, now), now - _LONGEST_AGO)
