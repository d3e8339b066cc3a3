"""Verdicts of other desks: feeds that are followed, what waits for two people, what is in use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category, Step
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Network
from sangto.organisations.queries import agencies, current_network
from sangto.verdicts.domain.feeds import PROBLEMS, FeedState
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import Feed, ImportedCheck, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries import (
    feed_for,
    feeds_of,
    held_version_for,
    held_versions,
    said_before,
    versions_in_use,
)
from sangto.verdicts.services import (
    add_feed,
    classify_imported,
    pull_now,
    refuse_imported,
    remove_feed,
)
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.lists import shown_page
from sangto.web.verdicts.sharing_forms import ClassifyForm, FeedForm
from sangto.web.verdicts.sharing_words import FEED_STATES
from sangto.web.wording import CATEGORY_NAMES, CHECK_STATEMENTS

PAGE_LENGTH = 25
_PAGE = require_http_methods(["GET", "HEAD", "POST"])


def may_classify(actor: Actor) -> bool:
    return may(actor, Permission.CLASSIFY_IMPORTED, owner_agency=None)


def _network(actor: Actor, need: Permission) -> Network:
    network = current_network()
    if network is None or not may(actor, need, owner_agency=None):
        raise NotVisible
    return network


@desk_page
@require_safe
def shared_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for this person comes first, then what is in use, then where it comes from."""
    network = _network(actor, Permission.CLASSIFY_IMPORTED)
    held = shown_page(request, held_versions(actor, network), PAGE_LENGTH)
    in_use = shown_page(
        request, versions_in_use(actor, network), PAGE_LENGTH, parameter="used_page"
    )
    return render(
        request,
        "web/sharing/list.html",
        {
            "held": held,
            "rows": [_waiting(version, actor) for version in held.object_list],
            "in_use": in_use,
            "feeds": [_feed(feed) for feed in feeds_of(network)],
            "may_follow": may(actor, Permission.FOLLOW_FEED, owner_agency=None),
        },
    )


def _waiting(version: VerdictVersion, actor: Actor) -> dict[str, object]:
    return {
        "version": version,
        "item": getattr(version.verdict, "feed_item", None),
        "own": version.drafted_agency_id is not None
        and version.drafted_agency_id == actor.agency_id,
    }


def _feed(feed: Feed) -> dict[str, object]:
    word, tone, icon = FEED_STATES[FeedState(feed.state)]
    return {
        "feed": feed,
        "word": word,
        "tone": tone,
        "icon": icon,
        "problem": _(PROBLEMS[feed.problem]) if feed.problem else "",
    }


@desk_page
@_PAGE
def feed_add(request: HttpRequest, actor: Actor) -> HttpResponse:
    network = _network(actor, Permission.FOLLOW_FEED)
    form = FeedForm(sent(request))
    if form.is_valid() and accepted(
        form,
        lambda: add_feed(
            network=network,
            name=form.cleaned_data["name"],
            address=form.cleaned_data["address"],
            lists_all=not form.cleaned_data["latest_only"],
            actor=actor,
        ),
    ):
        messages.success(request, _("Followed. It is being read now."))
        return redirect("desk_shared")
    return form_page(request, "web/sharing/add.html", form)


@desk_page
@require_POST
def feed_pull(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    network = _network(actor, Permission.FOLLOW_FEED)
    pull_now(feed=feed_for(actor, network, number), actor=actor)
    messages.success(request, _("It is being read now."))
    return redirect("desk_shared")


@desk_page
@_PAGE
def feed_remove(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Asks first: what came from it is not suggested any more."""
    network = _network(actor, Permission.FOLLOW_FEED)
    feed = feed_for(actor, network, number)
    if request.method == "POST":
        remove_feed(feed=feed, actor=actor)
        messages.success(request, _("Not followed any more."))
        return redirect("desk_shared")
    return render(request, "web/sharing/remove.html", {"feed": feed})


@desk_page
@_PAGE
def held_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The first person says what it is about; the second sees what the first said."""
    network = _network(actor, Permission.CLASSIFY_IMPORTED)
    version = held_version_for(actor, network, number)
    form = ClassifyForm(sent(request), initial=_proposed(version), agencies=agencies(network))
    if form.is_valid() and accepted(form, lambda: _classified(version, form, actor)):
        fresh = VerdictVersion.objects.get(pk=version.pk)
        messages.success(
            request,
            _("Both agree. It is suggested in checks from now on, with its origin.")
            if fresh.status == VersionStatus.RELEASED
            else _("Said. Somebody of another agency has to say the same."),
        )
        return redirect("desk_shared")
    return form_page(
        request,
        "web/sharing/held.html",
        form,
        version=version,
        item=getattr(version.verdict, "feed_item", None),
        before=said_before(version),
        own=version.drafted_agency_id is not None and version.drafted_agency_id == actor.agency_id,
        statements=_statements(),
        may_refuse=may(actor, Permission.FOLLOW_FEED, owner_agency=None),
    )


def _classified(version: VerdictVersion, form: ClassifyForm, actor: Actor) -> VerdictVersion:
    return classify_imported(
        version=version,
        category=form.category,
        topic=form.cleaned_data["topic"],
        rating=form.rating,
        checks=RULES[form.category].checks,
        subject_agency=form.subject_agency,
        actor=actor,
    )


def _proposed(version: VerdictVersion) -> dict[str, str]:
    known = version if version.category else said_before(version)
    if known is None:
        return {}
    said = ImportedCheck.objects.filter(version=known).select_related("subject_agency").first()
    subject = said.subject_agency.slug if said and said.subject_agency else ""
    return {
        "judgement": f"{known.category}:{known.rating}",
        "topic": known.topic,
        "subject": subject,
    }


def _statements() -> list[dict[str, object]]:
    return [
        {
            "name": CATEGORY_NAMES[category],
            "checks": [CHECK_STATEMENTS[check] for check in RULES[category].checks],
        }
        for category in Category
        if Step.PUBLICATION in RULES[category].steps
    ]


@desk_page
@require_POST
def held_refuse(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    network = _network(actor, Permission.FOLLOW_FEED)
    refuse_imported(version=held_version_for(actor, network, number), actor=actor)
    messages.success(request, _("Not taken over. It comes back only if it changes there."))
    return redirect("desk_shared")
