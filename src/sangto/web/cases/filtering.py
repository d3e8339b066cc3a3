"""Filters of the inbox: those of the address, and those that a person keeps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sangto.cases.domain.inbox import Order, Part
from sangto.cases.domain.saving import MOST_NAME, MOST_QUERY
from sangto.cases.models import SavedFilter
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import InboxFilters, saved_filters
from sangto.cases.services import move_filter, remove_filter, rename_filter, save_filter
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.organisations.queries import agencies_visible_to
from sangto.web.desk import accepted, agency_name, desk_page
from sangto.web.wording import CATEGORY_NAMES

#: What a kept filter is made of; the page is not part of it.
KEPT = ("tab", "order", "q", "category", "agency", "mine", "late")


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
    order = forms.CharField(required=False, widget=forms.HiddenInput)

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


class LiveForm(FilterForm):
    """The same without a list of agencies to choose from, which would cost a query."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["agency"] = forms.SlugField(required=False)


def part_of(chosen: dict[str, Any]) -> Part:
    shown = (Part.TRIAGE, Part.WORK, Part.APPROVAL, Part.CLOSED)
    return next((part for part in shown if part == chosen.get("tab")), Part.TRIAGE)


def order_of(chosen: dict[str, Any]) -> Order:
    return next((order for order in Order if order == chosen.get("order")), Order.RANK)


def filters_of(chosen: dict[str, Any]) -> InboxFilters:
    return InboxFilters(
        part=part_of(chosen),
        category=Category(chosen["category"]) if chosen.get("category") else None,
        mine=bool(chosen.get("mine")),
        agency=chosen.get("agency", ""),
        late=bool(chosen.get("late")),
        text=chosen.get("q", ""),
        order=order_of(chosen),
    )


def address_of(query: QueryDict) -> str:
    """The part of an address that a kept filter remembers, always in the same order."""
    return urlencode({name: query[name] for name in KEPT if query.get(name)})[:MOST_QUERY]


def filter_links(saved: list[SavedFilter], current: str) -> list[dict[str, object]]:
    return [
        {
            "label": one.name,
            "url": f"{reverse('desk')}?{one.query}",
            "current": one.query == current,
        }
        for one in saved
    ]


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the filter"),
        max_length=MOST_NAME,
        error_messages={"required": gettext_lazy("Give the filter a name.")},
    )
    query = forms.CharField(required=False, max_length=MOST_QUERY, widget=forms.HiddenInput)


class EditForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the filter"),
        max_length=MOST_NAME,
        error_messages={"required": gettext_lazy("Give the filter a name.")},
    )
    is_default = forms.BooleanField(label=gettext_lazy("The inbox opens with it"), required=False)


@desk_page
@require_safe
def filters_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One query beside those of every page."""
    if not has_permission(actor, Permission.VIEW):
        raise NotVisible
    return _page(request, actor, NameForm(initial={"query": request.GET.get("query", "")}))


@desk_page
@require_POST
def filter_save(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not has_permission(actor, Permission.VIEW):
        raise NotVisible
    form = NameForm(request.POST)
    query = address_of(QueryDict(request.POST.get("query", "")[: 4 * MOST_QUERY]))
    if form.is_valid() and accepted(
        form, lambda: save_filter(name=form.cleaned_data["name"], query=query, actor=actor)
    ):
        messages.success(request, _("The filter is kept. You find it over the list."))
        return redirect(f"{reverse('desk')}?{query}")
    return _page(request, actor, form, status=422)


@desk_page
@require_POST
def filter_edit(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    saved = _mine(actor, number)
    form = EditForm(request.POST, prefix=str(number))
    if form.is_valid() and accepted(
        form,
        lambda: rename_filter(
            saved=saved,
            name=form.cleaned_data["name"],
            is_default=form.cleaned_data["is_default"],
            actor=actor,
        ),
    ):
        messages.success(request, _("The filter is changed."))
        return redirect("desk_filters")
    return _page(request, actor, NameForm(), edited=(number, form), status=422)


@desk_page
@require_POST
def filter_move(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    move_filter(saved=_mine(actor, number), up=request.POST.get("step") == "up", actor=actor)
    return redirect("desk_filters")


@desk_page
@require_POST
def filter_remove(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    saved = _mine(actor, number)
    name = saved.name
    remove_filter(saved=saved, actor=actor)
    messages.success(request, _("The filter “%(name)s” is removed.") % {"name": name})
    return redirect("desk_filters")


def _mine(actor: Actor, number: int) -> SavedFilter:
    saved = next((one for one in saved_filters(actor) if one.pk == number), None)
    if saved is None:
        raise NotVisible
    return saved


def _page(
    request: HttpRequest,
    actor: Actor,
    form: NameForm,
    *,
    edited: tuple[int, EditForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = [
        {
            "saved": one,
            "url": f"{reverse('desk')}?{one.query}",
            "form": edited[1]
            if edited is not None and edited[0] == one.pk
            else EditForm(
                prefix=str(one.pk), initial={"name": one.name, "is_default": one.is_default}
            ),
        }
        for one in saved_filters(actor)
    ]
    wrong = edited[1] if edited is not None else form
    context = {"rows": rows, "form": form, "wrong": wrong, "asks_name": bool(form["query"].value())}
    return render(request, "web/cases/filters.html", context, status=status)
