"""What each role may do, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sangto.kernel.actor import Actor, Role
from sangto.kernel.errors import NotVisible
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.web.desk import desk_page
from sangto.web.wording import ROLE_NAMES, word

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class RoleWords:
    """``gist`` is one line for a choice; ``does`` and ``never`` are the page."""

    gist: StrOrPromise
    does: tuple[StrOrPromise, ...]
    never: tuple[StrOrPromise, ...]


ROLE_WORDS: dict[Role, RoleWords] = {
    Role.DESK_OFFICER: RoleWords(
        _("Sorts what comes in, chooses categories, drafts verdicts."),
        (
            _("Reads the reports that the agency may read, and sorts them in the inbox."),
            _("Chooses the category, records the checks, assigns, passes on and closes cases."),
            _("Drafts a verdict with its sources and hands it in for signature."),
        ),
        (
            _("Signs nothing, also not what somebody else drafted."),
            _("Sees contacts of senders neither in a case nor in an e-mail."),
        ),
    ),
    Role.FOCAL_OFFICER: RoleWords(
        _("Answers for the agency what it is asked, and keeps its deadlines."),
        (
            _("Sees the cases of their own agency, gives them to colleagues and passes them on."),
            _("Answers complaints about a service, confirms the checks of a factual claim."),
            _("Names the focal officers of their own agency and who stands in for them."),
        ),
        (_("Signs nothing."), _("Reads no reports that their sender did not release.")),
    ),
    Role.APPROVER: RoleWords(
        _("Signs verdicts that somebody else drafted."),
        (
            _("Reads a draft with its sources, sends it back or signs it."),
            _("Gives cases to colleagues and takes over the open work of who leaves."),
            _("Invites officers and editors into their own agency."),
        ),
        (
            _("Never signs their own draft, nor one about their own agency."),
            _("Invites no other approver and no administrator."),
        ),
    ),
    Role.EDITOR: RoleWords(
        _("Takes what was verified to the readers of their own newspaper or portal."),
        (
            _("Sees the cases of their own agency, adds notes and tasks."),
            _("Answers the checklist and cites legal grounds."),
            _("Opens a closed case of their own agency again, with a reason."),
        ),
        (_("Writes no verdict, decides no category, signs nothing."),),
    ),
    Role.APPEALS_OFFICER: RoleWords(
        _("Hears objections against verdicts, apart from who decided."),
        (_("Sees the case and everything that led to the verdict."),),
        (_("Hears no appeal about what their own agency decided."),),
    ),
    Role.AUDITOR: RoleWords(
        _("Reads the log and verifies it; no contents."),
        (_("Sees who did what and when, by numbers, and recomputes the seals."),),
        (_("Sees no case, no report and no contact."),),
    ),
    Role.ADMINISTRATOR: RoleWords(
        _("Keeps accounts, roles and the charter; no contents."),
        (
            _("Invites people, gives and ends roles, removes a lost second factor."),
            _("In the lead agency also for the other agencies, and the charter."),
            _("Hands over the open work of who leaves: numbers and days, no contents."),
        ),
        (
            _("Sees no case, no report and no contact, and has no other role."),
            _("Never changes their own roles."),
        ),
    ),
}


@desk_page
def roles(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not may(actor, OrganisationPermission.MEMBER_LIST):
        raise NotVisible
    listed = [
        {"name": word(ROLE_NAMES, role), "words": words, "own": role in actor.roles}
        for role, words in ROLE_WORDS.items()
    ]
    return render(request, "web/accounts/roles.html", {"roles": listed})
