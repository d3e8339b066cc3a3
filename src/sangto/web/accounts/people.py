"""Who works at the desk: the list of an agency, one person's page, invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.queries.handover import may_hand_over, open_work_of
from sangto.kernel.actor import Actor, Role
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.invitations import BY_APPROVER
from sangto.organisations.models import Agency, Invitation, Membership, User
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import (
    listed_agencies,
    may_invite_to,
    may_keep_people,
    open_invitations,
    people_of,
    person_of,
    person_visible_to,
    today,
    without_agency,
)
from sangto.organisations.services import (
    deactivate_user,
    end_role,
    grant_role,
    invite,
    resend_invitation,
    reset_factors,
    revoke_invitation,
)
from sangto.web.accounts.confirming import confirm_who_it_is
from sangto.web.accounts.people_forms import EndRoleForm, GrantForm, InviteForm
from sangto.web.desk import accepted, agency_name, agency_of, desk_page, form_page, sent

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@desk_page
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    own = _own_agency(actor)
    listed = listed_agencies(actor, own)
    agency = _chosen(request, listed, own)
    keeps = may_keep_people(actor, agency)
    context = {
        "agency": agency,
        "agency_shown": agency_name(agency),
        "agencies": [
            {"slug": one.slug, "name": agency_name(one), "chosen": one.pk == agency.pk}
            for one in listed
        ],
        "people": people_of(agency),
        "keeps": keeps,
        "may_invite": may_invite_to(actor, agency),
        "invitations": open_invitations(agency) if may_invite_to(actor, agency) else [],
        "today": today(),
        "strays": without_agency() if keeps and actor.in_lead_agency and agency.is_lead else [],
    }
    return render(request, "web/accounts/people.html", context)


@desk_page
@_PAGE
def invite_person(request: HttpRequest, actor: Actor) -> HttpResponse:
    own = _own_agency(actor)
    agencies = {
        str(agency.pk): agency
        for agency in listed_agencies(actor, own)
        if may_invite_to(actor, agency)
    }
    if not agencies:
        raise NotVisible
    roles = list(Role) if actor.has(Role.ADMINISTRATOR) else sorted(BY_APPROVER)
    wanted = next(
        (pk for pk, agency in agencies.items() if agency.slug == request.GET.get("agency")),
        str(own.pk),
    )
    form = InviteForm(
        sent(request), agencies=agencies.values(), roles=roles, initial={"agency": wanted}
    )
    confirm_who_it_is(request)
    if form.is_valid():
        data = form.cleaned_data
        agency = agencies[data["agency"]]
        if accepted(
            form,
            lambda: invite(
                email=data["email"],
                agency=agency,
                roles=data["roles"],
                language=data["language"],
                actor=actor,
            ),
        ):
            messages.success(request, _("The invitation is on its way to %(email)s.") % data)
            return _to_list(actor, agency)
    return form_page(request, "web/accounts/invite.html", form, agency_shown=agency_name(own))


@desk_page
@require_POST
def invitation_again(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    invitation = _invitation(actor, pk)
    resend_invitation(invitation=invitation, actor=actor)
    messages.success(request, _("Sent again, with a new link. The old one no longer works."))
    return _to_list(actor, invitation.agency)


@desk_page
@require_POST
def invitation_revoke(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    invitation = _invitation(actor, pk)
    revoke_invitation(invitation=invitation, actor=actor)
    messages.success(request, _("The invitation is taken back; its link no longer works."))
    return _to_list(actor, invitation.agency)


@desk_page
def person(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    user = person_visible_to(actor, pk)
    found = person_of(user)
    keeps = _keeps(actor, user)
    own = actor.user_id == user.pk
    if not (keeps or own or may_hand_over(actor, user)):
        raise NotVisible
    work = open_work_of(user)
    context = {
        "person": found,
        "user_shown": user,
        "keeps": keeps and not own,
        "own": own,
        "may_hand_over": may_hand_over(actor, user),
        "open_things": len(work),
        "today": today(),
    }
    return render(request, "web/accounts/person.html", context)


@desk_page
@_PAGE
def role_grant(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    user = _kept(actor, pk)
    held = person_of(user).memberships
    own = _own_agency(actor)
    if held:
        agencies = [held[0].agency]
    else:
        agencies = [one for one in listed_agencies(actor, own) if may_keep_people(actor, one)]
    by_pk = {str(agency.pk): agency for agency in agencies}
    form = GrantForm(
        sent(request),
        agencies=agencies,
        roles=set(Role) - {Role(row.role) for row in held},
        initial={"valid_from": today(), "agency": str(agencies[0].pk)},
    )
    confirm_who_it_is(request)
    if form.is_valid():
        data = form.cleaned_data
        if accepted(
            form,
            lambda: grant_role(
                user=user,
                agency=by_pk[data["agency"]],
                role=data["role"],
                valid_from=data["valid_from"],
                valid_until=data["valid_until"],
                actor=actor,
            ),
        ):
            messages.success(request, _("The role is given."))
            return redirect("desk_person", pk=user.pk)
    return form_page(request, "web/accounts/role_grant.html", form, user_shown=user)


@desk_page
@_PAGE
def role_end(request: HttpRequest, actor: Actor, pk: int, membership: int) -> HttpResponse:
    user = _kept(actor, pk)
    row = Membership.objects.filter(pk=membership, user=user).select_related("agency").first()
    if row is None:
        raise NotVisible
    form = EndRoleForm(sent(request), initial={"last_day": row.valid_until})
    confirm_who_it_is(request)
    if form.is_valid():
        data = form.cleaned_data
        last_day = data["last_day"] if data["when"] == EndRoleForm.ON_A_DAY else None
        if accepted(form, lambda: end_role(membership=row, last_day=last_day, actor=actor)):
            messages.success(request, _("Recorded when the role ends."))
            return redirect("desk_person", pk=user.pk)
    return form_page(request, "web/accounts/role_end.html", form, user_shown=user, membership=row)


@desk_page
@_PAGE
def deactivate(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    user = _kept(actor, pk)
    confirm_who_it_is(request)
    if request.method == "POST":
        deactivate_user(user=user, actor=actor)
        messages.success(request, _("The account is switched off and signed out everywhere."))
        return redirect("desk_people")
    context = {"user_shown": user, "open_things": len(open_work_of(user))}
    return render(request, "web/accounts/deactivate.html", context)


@desk_page
@_PAGE
def factors_reset(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    user = _kept(actor, pk)
    if not may(actor, OrganisationPermission.FACTOR_RESET):
        raise NotVisible
    confirm_who_it_is(request)
    if request.method == "POST":
        reset_factors(user=user, actor=actor)
        messages.success(
            request, _("The second factor is removed. They set up a new one at the next sign-in.")
        )
        return redirect("desk_person", pk=user.pk)
    return render(request, "web/accounts/factors_reset.html", {"user_shown": user})


def _own_agency(actor: Actor) -> Agency:
    agency = agency_of(actor)
    if agency is None or not may(actor, OrganisationPermission.MEMBER_LIST):
        raise NotVisible
    return agency


def _chosen(request: HttpRequest, listed: list[Agency], own: Agency) -> Agency:
    slug = request.GET.get("agency", "")
    if not slug:
        return own
    for agency in listed:
        if agency.slug == slug:
            return agency
    raise NotVisible


def _keeps(actor: Actor, user: User) -> bool:
    """Whether this actor may change that person's roles: theirs to reach, and not the own ones."""
    if not may(actor, OrganisationPermission.ROLE_GRANT):
        return False
    agencies = [row.agency for row in person_of(user).memberships]
    return all(may_keep_people(actor, agency) for agency in agencies)


def _kept(actor: Actor, pk: int) -> User:
    user = person_visible_to(actor, pk)
    if user.pk == actor.user_id or not _keeps(actor, user):
        raise NotVisible
    return user


def _invitation(actor: Actor, pk: int) -> Invitation:
    found = Invitation.objects.filter(pk=pk).select_related("agency").first()
    if found is None or not may_invite_to(actor, found.agency):
        raise NotVisible
    return found


def _to_list(actor: Actor, agency: Agency) -> HttpResponse:
    response = redirect("desk_people")
    if agency.pk != actor.agency_id:
        response["Location"] += f"?agency={agency.slug}"
    return response
