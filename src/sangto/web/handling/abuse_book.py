"""The contact book of providers and the texts that go to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.handling.abuse_permissions import may_keep_book
from sangto.handling.abuse_wording import default_template
from sangto.handling.domain.abuse import AbuseFormat, AbuseGround, ProviderKind
from sangto.handling.models import AbuseTemplate, ProviderContact
from sangto.handling.queries.abuse import book, is_in_book
from sangto.handling.services import (
    ProviderEntry,
    add_provider,
    end_provider,
    write_abuse_template,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Network
from sangto.web.desk import accepted, agency_of, desk_page, form_page, sent
from sangto.web.handling.abuse_forms import ProviderForm, TemplateForm
from sangto.web.handling.abuse_wording import GROUND_NAMES, LANGUAGE_NAMES, PROVIDER_NAMES
from sangto.web.wording import word

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


def _network(actor: Actor) -> Network:
    agency = agency_of(actor)
    if agency is None or not may_keep_book(actor):
        raise NotVisible
    return agency.network


@desk_page
@require_safe
def book_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    network = _network(actor)
    today = timezone.localdate()
    templates = AbuseTemplate.objects.filter(network=network).select_related("provider")
    return render(
        request,
        "web/handling/abuse_book.html",
        {
            "contacts": [
                {
                    "row": one,
                    "kind": word(PROVIDER_NAMES, one.kind),
                    "in_use": is_in_book(one, today) and one.valid_until is None,
                }
                for one in book(network)
            ],
            "templates": [
                {
                    "row": one,
                    "ground": word(GROUND_NAMES, one.ground) if one.ground else _("Each ground"),
                    "language": word(LANGUAGE_NAMES, one.language),
                }
                for one in templates.order_by("provider__name", "ground", "language")
            ],
        },
    )


@desk_page
@_PAGE
def provider_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    network = _network(actor)
    form = ProviderForm(sent(request))
    if form.is_valid() and accepted(
        form, lambda: add_provider(network=network, entry=_entry(form), actor=actor)
    ):
        messages.success(request, _("The contact stands in the book."))
        return redirect("desk_providers")
    return form_page(request, "web/handling/abuse_provider.html", form)


def _entry(form: ProviderForm) -> ProviderEntry:
    data = form.cleaned_data
    return ProviderEntry(
        name=data["name"],
        kind=ProviderKind(data["kind"]),
        address=data["address"],
        format=AbuseFormat(data["format"]),
        language=data["language"],
        source=data["source"],
        covers=tuple(data["covers"].split()),
    )


@desk_page
@require_POST
def provider_end(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    contact = ProviderContact.objects.filter(network=_network(actor), pk=number).first()
    if contact is None:
        raise NotVisible
    end_provider(contact=contact, actor=actor)
    messages.success(request, _("The contact is not used any more."))
    return redirect("desk_providers")


@desk_page
@_PAGE
def template_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begins with the text that comes with the product."""
    network = _network(actor)
    subject, body = default_template("vi")
    form = TemplateForm(
        sent(request),
        initial={"subject": subject, "body": body, "language": "vi"},
        providers=book(network).filter(valid_until__isnull=True),
    )
    if form.is_valid() and accepted(form, lambda: _write(network, form, actor)):
        messages.success(request, _("The text is kept."))
        return redirect("desk_providers")
    return form_page(request, "web/handling/abuse_template.html", form)


def _write(network: Network, form: TemplateForm, actor: Actor) -> None:
    data = form.cleaned_data
    provider = book(network).filter(pk=data["provider"]).first() if data["provider"] else None
    write_abuse_template(
        network=network,
        provider=provider,
        ground=AbuseGround(data["ground"]) if data["ground"] else None,
        language=data["language"],
        subject=data["subject"],
        body=data["body"],
        actor=actor,
    )
