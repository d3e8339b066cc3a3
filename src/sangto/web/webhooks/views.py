"""Connected systems: who is told of verdicts, what arrived, and the way back when it did not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.notices.domain.webhooks import DeliveryState, WebhookEvent, WebhookState
from sangto.notices.models import Webhook, WebhookDelivery
from sangto.notices.permissions import may_manage_webhooks, may_send_again
from sangto.notices.queries import webhook_deliveries, webhooks_of
from sangto.notices.services import (
    add_webhook,
    replay,
    rotate_secret,
    switch_webhook,
    try_webhook,
)
from sangto.organisations.models import Network
from sangto.organisations.queries import current_network
from sangto.outgoing import MESSAGES, Reason
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.lists import shown_page
from sangto.web.webhooks.forms import WebhookForm

PAGE_LENGTH = 25
_PAGE = require_http_methods(["GET", "HEAD", "POST"])

STATES = {
    WebhookState.ON: (pgettext_lazy("webhook", "On"), "good", "done"),
    WebhookState.OFF: (pgettext_lazy("webhook", "Off"), "unknown", "close"),
    WebhookState.GONE: (pgettext_lazy("webhook", "Address is gone"), "danger", "warning"),
}
DELIVERY_STATES = {
    DeliveryState.WAITING: (pgettext_lazy("webhook", "Waits"), "unknown", "waiting"),
    DeliveryState.DELIVERED: (pgettext_lazy("webhook", "Arrived"), "good", "done"),
    DeliveryState.FAILED: (pgettext_lazy("webhook", "Failed"), "danger", "warning"),
}
EVENT_NAMES = {
    WebhookEvent.TEST: pgettext_lazy("webhook", "Test"),
    WebhookEvent.VERDICT_PUBLISHED: pgettext_lazy("webhook", "Verdict published"),
    WebhookEvent.VERDICT_UPDATED: pgettext_lazy("webhook", "New version"),
    WebhookEvent.VERDICT_WITHDRAWN: pgettext_lazy("webhook", "Verdict withdrawn"),
}


def may_see_webhooks(actor: Actor) -> bool:
    return may_manage_webhooks(actor) or may_send_again(actor)


def _network(actor: Actor, *, manage: bool = False) -> Network:
    network = current_network()
    allowed = may_manage_webhooks(actor) if manage else may_see_webhooks(actor)
    if network is None or not allowed:
        raise NotVisible
    return network


def _webhook(actor: Actor, number: int, *, manage: bool = False) -> Webhook:
    webhook = Webhook.objects.filter(network=_network(actor, manage=manage), pk=number).first()
    if webhook is None:
        raise NotVisible
    return webhook


@desk_page
@require_safe
def webhooks_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    rows = [
        {"webhook": one, "look": STATES[WebhookState(one.state)]}
        for one in webhooks_of(_network(actor))
    ]
    return render(
        request, "web/webhooks/list.html", {"rows": rows, "may_manage": may_manage_webhooks(actor)}
    )


@desk_page
@_PAGE
def webhook_add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answers the POST itself: the secret is shown on that page and never again."""
    network = _network(actor, manage=True)
    form = WebhookForm(sent(request))
    made: list[tuple[Webhook, str]] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(
            add_webhook(
                network=network,
                name=form.cleaned_data["name"],
                address=form.cleaned_data["address"],
                actor=actor,
            )
        ),
    ):
        return _secret_page(request, *made[0])
    return form_page(request, "web/webhooks/add.html", form)


@desk_page
@require_safe
def webhook_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    webhook = _webhook(actor, number)
    page = shown_page(request, webhook_deliveries(webhook), PAGE_LENGTH)
    return render(
        request,
        "web/webhooks/webhook.html",
        {
            "webhook": webhook,
            "look": STATES[WebhookState(webhook.state)],
            "page": page,
            "rows": [_delivery(one) for one in page.object_list],
            "may_manage": may_manage_webhooks(actor),
            "may_replay": may_send_again(actor) and webhook.state == WebhookState.ON,
            "on": webhook.state == WebhookState.ON,
        },
    )


def _delivery(delivery: WebhookDelivery) -> dict[str, object]:
    state = DeliveryState(delivery.state)
    error = delivery.last_error
    if error in set(Reason):
        error = _(MESSAGES[Reason(error)])
    elif error.isdecimal():
        error = _("The server answered %(status)s.") % {"status": error}
    elif error:
        error = _("Its secret can not be read any more. Make a new one.")
    return {
        "delivery": delivery,
        "name": EVENT_NAMES[WebhookEvent(delivery.event)],
        "look": DELIVERY_STATES[state],
        "error": error,
        "waits": state is DeliveryState.WAITING,
    }


@desk_page
@require_POST
def webhook_rotate(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    webhook = _webhook(actor, number, manage=True)
    return _secret_page(request, webhook, rotate_secret(webhook=webhook, actor=actor), rotated=True)


@desk_page
@require_POST
def webhook_switch(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    webhook = _webhook(actor, number, manage=True)
    switched = switch_webhook(webhook=webhook, on=request.POST.get("on") == "yes", actor=actor)
    messages.success(
        request,
        _("It is told again from now on.")
        if switched.state == WebhookState.ON
        else _("It is told nothing more."),
    )
    return redirect("desk_webhook", number)


@desk_page
@require_POST
def webhook_try(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    try_webhook(webhook=_webhook(actor, number, manage=True), actor=actor)
    messages.success(request, _("A test is on its way. Load this page again in a moment."))
    return redirect("desk_webhook", number)


@desk_page
@require_POST
def webhook_replay(request: HttpRequest, actor: Actor, number: int, delivery: int) -> HttpResponse:
    found = webhook_deliveries(_webhook(actor, number)).filter(pk=delivery).first()
    if found is None:
        raise NotVisible
    replay(delivery=found, actor=actor)
    messages.success(request, _("It is sent again."))
    return redirect("desk_webhook", number)


def _secret_page(
    request: HttpRequest, webhook: Webhook, secret: str, *, rotated: bool = False
) -> HttpResponse:
    answer = render(
        request,
        "web/webhooks/secret.html",
        {"webhook": webhook, "secret": secret, "rotated": rotated},
    )
    answer["Cache-Control"] = "no-store"
    return answer
