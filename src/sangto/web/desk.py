"""What all desk pages share: who is at work, the navigation, and how a refused form answers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Concatenate, ParamSpec, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sangto.appeals import permissions as appeals
from sangto.audit.permissions import may_read_record, may_verify_record
from sangto.cases.permissions import Permission, has_permission
from sangto.consultation import permissions as consultation
from sangto.consultation.queries import waiting_requests_number
from sangto.documents import permissions as documents
from sangto.handling import abuse_permissions as abuse
from sangto.handling import permissions as handling
from sangto.handling.queries.victims import passed_on_to
from sangto.intake.permissions import may_read_by_disclosure
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.permissions import may_manage_webhooks, may_send_again
from sangto.organisations.models import Agency, User
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import actor_for
from sangto.queue.permissions import may_see_queue
from sangto.reporting import periodic_permissions as periodic
from sangto.reporting import permissions as reporting
from sangto.verdicts import permissions as verdicts
from sangto.web.accounts.factors import lacks_second_factor
from sangto.web.wording import add_refusal

P = ParamSpec("P")
DeskView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]

_ACTOR = "desk_actor"


def desk_page(view: DeskView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view its actor. The anonymous are led to the sign-in page, who lacks a second
    factor to where it is set up; an account without an active role sees the page of something
    that does not exist. One query, and one more in sessions that began without the factor."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        assert isinstance(request.user, User)  # noqa: S101 - login_required saw to it
        actor = actor_for(request.user)
        if not actor.roles:
            raise NotVisible
        if lacks_second_factor(request):
            return redirect("mfa_index")
        with_desk_frame(request, actor)
        return view(request, actor, *args, **kwargs)

    return cast(
        Callable[Concatenate[HttpRequest, P], HttpResponse],
        login_required(wrapped),
    )


def with_desk_frame(request: HttpRequest, actor: Actor) -> None:
    """Let the page show the desk's navigation, as it is for this person."""
    setattr(request, _ACTOR, actor)


def actor_at_work(request: HttpRequest) -> Actor | None:
    """Whose desk page this is; None on any other page."""
    actor: Actor | None = getattr(request, _ACTOR, None)
    return actor


@dataclass(frozen=True, slots=True)
class Item:
    """``count`` stays empty where counting would cost a query on every page. ``covers`` are
    addresses elsewhere whose pages belong to this one; ``items`` are shown while one is open."""

    url: str
    label: str
    active: bool = False
    count: int = 0
    covers: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


#: Up to so many pages stand in one plain list; more are gathered under their sections.
PLAIN_PAGES = 8


def desk(request: HttpRequest) -> dict[str, object]:
    """Context of desk pages; nothing, and no query, on any other page. Up to three queries."""
    actor = actor_at_work(request)
    if actor is None:
        return {}
    agency = agency_of(actor)
    navigation = _navigation(request.path, actor)
    return {
        "actor": actor,
        "desk_home_url": navigation[0].url if navigation else reverse("check"),
        "desk_navigation": navigation,
        "desk_searches": has_permission(actor, Permission.VIEW),
        "user_agency_name": agency_name(agency) if agency is not None else "",
        "user_menu": [Item(reverse("account"), _("My account"))],
    }


def agency_of(actor: Actor) -> Agency | None:
    return Agency.objects.filter(pk=actor.agency_id or 0).first()


def agency_name(agency: Agency) -> str:
    """In the language of the page."""
    return (get_language() == "en" and agency.name_en) or agency.name


def home_of(actor: Actor) -> str:
    """The first page that this person may see."""
    pages = [*_intake_pages(actor), *_gathered(_sections(actor))]
    return pages[0].url if pages else reverse("check")


def _gathered(sections: list[tuple[str, list[Item]]]) -> list[Item]:
    return [page for _label, pages in sections for page in pages]


def _intake_pages(actor: Actor) -> list[Item]:
    """What somebody at the desk opens all day: never behind a section."""
    pages: list[Item] = []
    if has_permission(actor, Permission.VIEW):
        pages.append(Item(reverse("desk"), _("Inbox")))
        if has_permission(actor, Permission.TASK):
            pages.append(Item(reverse("desk_tasks"), _("My tasks")))
    return pages


def _sections(actor: Actor) -> list[tuple[str, list[Item]]]:
    """Empty ones included. A section of one page shows under that page's own name."""
    return [
        (_("Verdicts"), _verdict_pages(actor)),
        (pgettext("desk section", "Working together"), _consultation_pages(actor)),
        (pgettext("desk section", "Action taken"), _handling_pages(actor)),
        (pgettext("desk section", "Our agency"), _own_pages(actor)),
        (pgettext("desk section", "Paper and figures"), _paper_pages(actor)),
        (pgettext("desk section", "The system"), _system_pages(actor)),
        (pgettext("desk section", "People and rules"), _people_pages(actor)),
    ]


def _verdict_pages(actor: Actor) -> list[Item]:
    pages: list[Item] = []
    if has_permission(actor, Permission.VIEW):
        pages.append(Item(reverse("desk_verdicts"), _("Verdicts at work")))
    if verdicts.may(actor, verdicts.Permission.READ_UNPUBLISHED, owner_agency=actor.agency_id):
        pages.append(Item(reverse("desk_reviews"), _("Look again")))
    if verdicts.may(actor, verdicts.Permission.CLASSIFY_IMPORTED, owner_agency=None):
        pages.append(Item(reverse("desk_shared"), _("From other desks")))
    if appeals.may(actor, appeals.Permission.VIEW):
        pages.append(Item(reverse("desk_appeals"), _("Appeals")))
    return pages


def _consultation_pages(actor: Actor) -> list[Item]:
    pages: list[Item] = []
    if consultation.has_round_permission(actor, consultation.Permission.ROUND_VIEW):
        pages.append(Item(reverse("desk_rounds"), _("Opinion rounds")))
    if consultation.has_meeting_permission(actor, consultation.Permission.MEETING_VIEW):
        pages.append(Item(reverse("desk_meetings"), _("Meetings")))
    if consultation.has_draft_permission(actor, consultation.Permission.DRAFT_VIEW):
        pages.append(Item(reverse("desk_drafts"), _("Drafts")))
    return pages


def _handling_pages(actor: Actor) -> list[Item]:
    pages: list[Item] = []
    if handling.has_permission(actor, handling.Permission.MEASURE_VIEW):
        beside = (reverse("desk_press"), reverse("desk_committee"))
        pages.append(Item(reverse("desk_measures"), _("Measures"), covers=beside))
    if abuse.has_permission(actor, abuse.AbusePermission.VIEW):
        covers = (reverse("desk_providers"),)
        pages.append(Item(reverse("desk_abuse_reports"), _("Reports to providers"), covers=covers))
    return pages


def _own_pages(actor: Actor) -> list[Item]:
    """One query, for those whom a sender could let read a report."""
    pages: list[Item] = []
    if has_permission(actor, Permission.OPEN_OWN):
        pages.append(Item(reverse("desk_own_cases"), _("About our agency")))
    if may_read_by_disclosure(actor) and passed_on_to(actor).exists():
        pages.append(Item(reverse("desk_passed_on"), _("Passed on to us")))
    return pages


def _paper_pages(actor: Actor) -> list[Item]:
    pages: list[Item] = []
    if documents.has_permission(actor, documents.Permission.VIEW):
        pages.append(Item(reverse("desk_documents"), pgettext("registers", "Documents")))
    if reporting.has_permission(actor, reporting.Permission.FIGURES_VIEW):
        pages.append(Item(reverse("desk_figures"), _("Figures")))
    if periodic.has_permission(actor, periodic.PeriodicPermission.VIEW):
        pages.append(Item(reverse("desk_periodic_list"), pgettext("periodic", "Reports")))
    return pages


def _system_pages(actor: Actor) -> list[Item]:
    pages: list[Item] = []
    if may_manage_webhooks(actor) or may_send_again(actor):
        pages.append(Item(reverse("desk_webhooks"), _("Connected systems")))
    if may_see_queue(actor):
        pages.append(Item(reverse("desk_queue"), _("Background work")))
    if may_read_record(actor) or may_verify_record(actor):
        pages.append(Item(reverse("desk_log"), _("Log")))
    return pages


def _people_pages(actor: Actor) -> list[Item]:
    if not may(actor, OrganisationPermission.MEMBER_LIST):
        return []
    return [
        Item(reverse("desk_people"), _("People")),
        Item(reverse("desk_organisations"), _("Organisation")),
    ]


def _navigation(path: str, actor: Actor) -> list[Item]:
    sections = _sections(actor)
    pages = [*_intake_pages(actor), *_gathered(sections)]
    counts = _counts(actor)
    _length, opened = max(
        ((len(base), page.url) for page in pages for base in _bases(page) if path.startswith(base)),
        default=(0, ""),
    )

    def shown(page: Item) -> Item:
        return replace(page, active=page.url == opened, count=counts.get(page.url, page.count))

    if len(pages) <= PLAIN_PAGES:
        return [shown(page) for page in pages]
    return [
        *(shown(page) for page in _intake_pages(actor)),
        *(
            _section(label, tuple(shown(page) for page in inside))
            for label, inside in sections
            if inside
        ),
    ]


def _bases(page: Item) -> tuple[str, ...]:
    return (page.url, *page.covers)


def _section(label: str, pages: tuple[Item, ...]) -> Item:
    """Closed unless one of its pages is open; closed, it leads to the first."""
    if len(pages) == 1:
        return pages[0]
    if any(page.active for page in pages):
        return Item(pages[0].url, label, active=True, items=pages)
    return Item(pages[0].url, label, count=sum(page.count for page in pages))


def _counts(actor: Actor) -> dict[str, int]:
    """What waits for an answer of the own agency. One query, for those who may answer."""
    if not consultation.has_round_permission(actor, consultation.Permission.OPINION_GIVE):
        return {}
    return {reverse("desk_rounds"): waiting_requests_number(actor)}


def accepted(form: forms.Form, write: Callable[[], object]) -> bool:
    """Whether the room took it; if it refused, the form now says why.

    What is not visible stays an exception, because no form can put that right.
    """
    try:
        write()
    except NotVisible:
        raise
    except Refused as refused:
        add_refusal(form, refused.refusal)
        return False
    return True


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing unless something was posted, also when that is empty."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest, template: str, form: forms.Form, **context: object
) -> HttpResponse:
    """The page of a form; a form that was sent and is still here was not accepted."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)
