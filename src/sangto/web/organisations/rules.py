"""Legal grounds, and the days on which the network works or rests."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import HolidayOverride, Network
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import (
    calendar_for,
    current_charter,
    grounds,
    holiday_overrides,
    today,
)
from sangto.organisations.services import override_holiday, restore_holiday
from sangto.web.desk import accepted, sent
from sangto.web.organisations.access import in_language, need, organisation_page, page
from sangto.web.organisations.forms import HolidayForm

#: How far ahead public holidays are listed.
AHEAD = timedelta(days=400)


class GroundsForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Search the grounds"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "data-search": True}),
        help_text="",
    )


@organisation_page
@require_safe
def grounds_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """What is in force today first, then what will be, then what was."""
    form = GroundsForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("words", "")
    day = today()
    rows: dict[str, list[dict[str, object]]] = {"now": [], "later": [], "over": []}
    for ground in grounds(network, words):
        state = "now"
        if ground.valid_until is not None and ground.valid_until < day:
            state = "over"
        elif ground.valid_from > day:
            state = "later"
        rows[state].append(
            {
                "ground": ground,
                "state": state,
                "citation": in_language(ground.citation, ground.citation_en),
            }
        )
    return page(
        request,
        "grounds.html",
        {
            "form": form,
            "rows": [*rows["now"], *rows["later"], *rows["over"]],
            "words": words,
            "day": day,
        },
    )


@organisation_page
@require_safe
def holidays_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """What the network decided, and the public holidays that come."""
    day = today()
    of_charter = {row.day for row in current_charter(network).holiday_overrides}
    rows = list(holiday_overrides(network))
    calendar = calendar_for(network)
    names = calendar.holiday_names_en if get_language() == "en" else calendar.holiday_names
    coming = []
    for step in range(AHEAD.days):
        date = day + timedelta(days=step)
        name = names.get(date)
        if name is not None:
            coming.append({"day": date, "name": name, "works": calendar.is_working(date)})
    return page(
        request,
        "holidays.html",
        {
            "coming_own": [
                {"row": row, "of_charter": row.day in of_charter} for row in rows if row.day >= day
            ],
            "past_own": [row for row in reversed(rows) if row.day < day],
            "coming": coming,
            "may_override": may(actor, OrganisationPermission.HOLIDAY_OVERRIDE),
        },
    )


@organisation_page
def holiday_add(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    need(actor, OrganisationPermission.HOLIDAY_OVERRIDE)
    form = HolidayForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: override_holiday(
            network=network,
            day=form.cleaned_data["day"],
            working=form.cleaned_data["working"] == "yes",
            note=form.cleaned_data["note"],
            actor=actor,
        ),
    ):
        messages.success(request, _("Decided. Running deadlines are counted anew."))
        return redirect("desk_holidays")
    return page(request, "holiday_add.html", {"form": form}, status=422 if form.is_bound else 200)


@organisation_page
def holiday_restore(
    request: HttpRequest, actor: Actor, network: Network, number: int
) -> HttpResponse:
    """Asks first, by the day."""
    need(actor, OrganisationPermission.HOLIDAY_OVERRIDE)
    override = HolidayOverride.objects.filter(pk=number, network=network).first()
    if override is None:
        raise NotVisible
    if request.method == "POST":
        restore_holiday(override=override, actor=actor)
        messages.success(
            request, _("The day follows the national table again. Deadlines are counted anew.")
        )
        return redirect("desk_holidays")
    return page(request, "holiday_restore.html", {"override": override})
