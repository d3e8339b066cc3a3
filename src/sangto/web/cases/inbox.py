"""The inbox: one row a claim, in four parts, with filters that stay in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import (
    InboxCounts,
    InboxFilters,
    InboxRow,
    InboxStatus,
    inbox,
    inbox_counts,
)
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.worktime import WorkCalendar
from sangto.organisations.queries import agencies_visible_to, calendar_for, current_network
from sangto.web.cases.deadlines import working_days_left
from sangto.web.cases.wording import STATES
from sangto.web.desk import agency_name, desk_page, home_of
from sangto.web.lists import filter_chips, kept_filters, shown_page
from sangto.web.wording import CATEGORY_NAMES

PAGE_LENGTH = 25
#: More places than this are counted instead of named.
PLACES = 2

TABS: dict[str, tuple[str | Promise, InboxStatus | None]] = {
    "triage": (gettext_lazy("To triage"), None),
    "work": (gettext_lazy("In work"), InboxStatus.VERIFYING),
    "approval": (gettext_lazy("Waiting for approval"), InboxStatus.SIGNING),
    "closed": (gettext_lazy("Closed"), InboxStatus.CLOSED),
}
EMPTY: dict[str, tuple[str | Promise, str | Promise]] = {
    "triage": (
        gettext_lazy("Nothing waits for triage"),
        gettext_lazy("New reports appear here, grouped by what they claim, the most urgent first."),
    ),
    "work": (
        gettext_lazy("Nothing is being verified"),
        gettext_lazy("A case comes here once its category is chosen."),
    ),
    "approval": (
        gettext_lazy("No verdict waits for approval"),
        gettext_lazy("A finished draft comes here until a second person has read it."),
    ),
    "closed": (
        gettext_lazy("No case is closed yet"),
        gettext_lazy("Cases stay here after their verdict, answer or explanation."),
    ),
}


class FilterForm(forms.Form):
    """``agency`` is there for the lead agency only; others see their own cases anyway."""

    q = forms.CharField(
        label=gettext_lazy("Reference or title"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "data-search": True}),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        required=False,
        choices=[
            ("", gettext_lazy("All categories")),
            *((item.value, CATEGORY_NAMES[item]) for item in Category),
        ],
    )
    agency = forms.ChoiceField(label=gettext_lazy("Agency"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("Mine"), required=False)
    late = forms.BooleanField(label=gettext_lazy("Late"), required=False)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        if actor.in_lead_agency:
            field.choices = [
                ("", _("All agencies")),
                *((agency.slug, agency_name(agency)) for agency in agencies_visible_to(actor)),
            ]
        else:
            del self.fields["agency"]


@dataclass(frozen=True, slots=True)
class Rank:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the component ``case_row`` shows."""

    url: str
    reference: str
    title: str
    ranks: tuple[Rank | str, ...]
    state: str
    state_tone: str
    state_icon: str
    holder: str
    opened_at: datetime
    due_at: datetime
    done_at: datetime | None
    days_left: int | None


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
    """Nine queries beside those of every page, whatever the number of rows."""
    if not has_permission(actor, Permission.VIEW):
        return redirect(home_of(actor))
    form = FilterForm(request.GET, actor=actor)
    form.is_valid()
    chosen = form.cleaned_data
    tab = chosen.get("tab") if chosen.get("tab") in TABS else "triage"
    assert tab is not None  # noqa: S101 - one of the four
    filters = _filters(chosen, tab)
    counts = inbox_counts(actor, filters)
    page = shown_page(request, _Rows(actor, filters, _length(counts, tab)), PAGE_LENGTH)
    network = current_network()
    calendar = calendar_for(network) if network is not None else None
    today = timezone.localdate()
    rows = [_row(row, calendar, today) for row in page.object_list]
    chips = filter_chips(request, form, ("q", "category", "agency", "mine", "late"))
    title, hint = EMPTY[tab]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "tabs": _tabs(request, counts, tab),
        "chips": chips,
        "clear_url": f"{reverse('desk')}?{urlencode({'tab': tab})}",
        "empty_title": _("Nothing fits these filters") if chips else title,
        "empty_text": _("Take a filter away to see more.") if chips else hint,
    }
    return render(request, "web/cases/inbox.html", context)


def _filters(chosen: dict[str, Any], tab: str) -> InboxFilters:
    return InboxFilters(
        status=TABS[tab][1],
        untriaged=tab == "triage",
        category=Category(chosen["category"]) if chosen.get("category") else None,
        mine=bool(chosen.get("mine")),
        agency=chosen.get("agency", ""),
        late=bool(chosen.get("late")),
        text=chosen.get("q", ""),
    )


def _length(counts: InboxCounts, tab: str) -> int:
    return {
        "triage": counts.untriaged,
        "work": counts.verifying,
        "approval": counts.signing,
        "closed": counts.closed,
    }[tab]


def _tabs(request: HttpRequest, counts: InboxCounts, current: str) -> list[dict[str, object]]:
    kept = kept_filters(request, without={"tab", "page"})
    return [
        {
            "label": label,
            "count": _length(counts, tab),
            "current": tab == current,
            "url": f"?{urlencode({**kept, 'tab': tab})}",
        }
        for tab, (label, _status) in TABS.items()
    ]


def _row(row: InboxRow, calendar: WorkCalendar | None, today: date) -> Row:
    look = STATES[row.status]
    case = row.case
    done_at = case.closed_at if case is not None else None
    return Row(
        url=reverse("desk_case", args=[case.reference])
        if case is not None
        else reverse("desk_claim", args=[row.claim.reference]),
        reference=case.reference if case is not None else row.claim.reference,
        title=title_of(row),
        ranks=tuple(_ranks(row)),
        state=str(look.word),
        state_tone=look.tone,
        state_icon=look.icon,
        holder=_holder(row),
        opened_at=row.since,
        due_at=row.due_at,
        done_at=done_at,
        days_left=working_days_left(calendar, today, timezone.localdate(row.due_at))
        if calendar is not None and done_at is None
        else None,
    )


def title_of(row: InboxRow) -> str:
    english = get_language() == "en" and row.title_en
    if english or row.title or not row.excerpt:
        return english or row.title or _("Not described yet")
    return _("“%(text)s”") % {"text": row.excerpt}


def _holder(row: InboxRow) -> str:
    if row.owner is None:
        return ""
    owner = agency_name(row.owner)
    return f"{row.holder} ({owner})" if row.holder else owner


def _ranks(row: InboxRow) -> list[Rank | str]:
    """The components of the rank, as small words."""
    ranks: list[Rank | str] = []
    if row.category is not None:
        ranks.append(str(CATEGORY_NAMES[row.category]))
    ranks.append(Rank(str(row.reports), ngettext("report", "reports", row.reports)))
    if row.askers_24h:
        ranks.append(Rank(str(row.askers_24h), _("asked in the last 24 hours")))
    if len(row.territories) > PLACES:
        ranks.append(Rank(str(len(row.territories)), _("places")))
    else:
        english = get_language() == "en"
        ranks += [place.name_en if english else place.name for place in row.territories]
    if row.escalated:
        ranks.append(_("raised to the committee"))
    return ranks
