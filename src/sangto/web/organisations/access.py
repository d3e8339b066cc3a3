"""Who sees the pages of the organisation, and the links between them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, Topic
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.charter_spec import ServiceFieldSpec
from sangto.organisations.models import Agency, Network, Territory
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.web.desk import Item, actor_at_work, desk_page
from sangto.web.wording import CATEGORY_NAMES, TOPIC_NAMES, word

P = ParamSpec("P")
#: The charter's fields of public service by their codes.
Fields = Mapping[str, ServiceFieldSpec]
OrganisationView = Callable[Concatenate[HttpRequest, Actor, Network, P], HttpResponse]


def organisation_page(
    view: OrganisationView[P],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view its actor and the actor's network. Two queries."""

    def wrapped(
        request: HttpRequest, actor: Actor, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        network = Network.objects.filter(agencies=actor.agency_id or 0).first()
        if network is None or not may(actor, OrganisationPermission.MEMBER_LIST):
            raise NotVisible
        return view(request, actor, network, *args, **kwargs)

    functools.update_wrapper(wrapped, view)
    return desk_page(wrapped)


def need(actor: Actor, permission: OrganisationPermission) -> None:
    if not may(actor, permission):
        raise NotVisible


def page(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    return render(
        request,
        f"web/organisations/{template}",
        {"parts": parts(request, actor_at_work(request)), **context},
        status=status,
    )


_PROGRAMS = (
    "desk_integration",
    "desk_integration_new",
    "desk_integration_end",
    "desk_key_new",
    "desk_key_revoke",
)


def sees_programs(actor: Actor) -> bool:
    return may(actor, OrganisationPermission.INTEGRATION_KEEP) or may(
        actor, OrganisationPermission.INTEGRATION_CONFIRM
    )


def parts(request: HttpRequest, actor: Actor | None = None) -> list[Item]:
    """The pages of the organisation beside each other, as far as this person sees them."""
    match = request.resolver_match
    current = match.url_name if match is not None else ""
    pages = (
        ("desk_organisations", pgettext("organisation", "Agencies"), ("desk_agency",)),
        ("desk_competences", pgettext("organisation", "Competences"), ()),
        (
            "desk_officers",
            pgettext("organisation", "Focal officers"),
            ("desk_officer_add", "desk_officer_end", "desk_absence_add"),
        ),
        (
            "desk_teams",
            pgettext("organisation", "Teams"),
            ("desk_team", "desk_team_new", "desk_team_join", "desk_team_end"),
        ),
        (
            "desk_successions",
            pgettext("organisation", "Mergers and splits"),
            ("desk_succession_new", "desk_succession_cancel"),
        ),
        (
            "desk_charters",
            pgettext("organisation", "Charter"),
            ("desk_charter", "desk_charter_differences", "desk_charter_upload"),
        ),
        ("desk_layout", pgettext("organisation", "Layout of documents"), ()),
        ("desk_grounds", pgettext("organisation", "Legal grounds"), ()),
        (
            "desk_holidays",
            pgettext("organisation", "Working days"),
            ("desk_holiday_add", "desk_holiday_restore"),
        ),
        *(
            [("desk_integrations", pgettext("API", "Programs"), _PROGRAMS)]
            if actor is not None and sees_programs(actor)
            else []
        ),
    )
    return [
        Item(reverse(name), label, current == name or current in others)
        for name, label, others in pages
    ]


def agency_at(network: Network, slug: str) -> Agency:
    agency = (
        Agency.objects.select_related("parent", "successor", "network")
        .filter(network=network, slug=slug)
        .first()
    )
    if agency is None:
        raise NotVisible
    return agency


def in_language(vietnamese: str, english: str) -> str:
    return (get_language() == "en" and english) or vietnamese


def territory_name(territory: Territory | None) -> str:
    if territory is None:
        return _("Whole network")
    return in_language(territory.name, territory.name_en)


def topic_name(topic: str, fields: Fields) -> str:
    if topic in set(Topic):
        return word(TOPIC_NAMES, topic)
    if topic in set(Category):
        return word(CATEGORY_NAMES, topic)
    field = fields.get(topic)
    return in_language(field.name, field.name_en) if field is not None else topic
