"""Teams of the network and who works in them."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.text import collation_key
from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.models import (
    FocalOfficer,
    Membership,
    Network,
    Team,
    TeamMember,
    User,
    valid_on,
)
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import members_of_team, name_of, teams, today
from sangto.organisations.services import end_team, form_team, join_team, leave_team
from sangto.web.desk import accepted, agency_name, sent
from sangto.web.organisations.access import (
    in_language,
    need,
    organisation_page,
    page,
)
from sangto.web.organisations.forms import JoinTeamForm, TeamForm
from sangto.web.organisations.wording import TEAM_ROLES
from sangto.web.wording import refusal_text, word


@organisation_page
@require_safe
def teams_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """The same queries for any number of teams."""
    day = today()
    return page(
        request,
        "teams.html",
        {
            "teams": _shown(teams(network, day=day), network, day),
            "ended": _shown(teams(network, ended=True, day=day), network, day),
            "may_keep": may(actor, OrganisationPermission.TEAM_KEEP),
        },
    )


@organisation_page
def team_new(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    need(actor, OrganisationPermission.TEAM_KEEP)
    form = TeamForm(sent(request))
    if form.is_valid() and accepted(
        form, lambda: form_team(network=network, actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("The team is formed. Choose who is in it."))
        return redirect("desk_teams")
    return page(request, "team_new.html", {"form": form}, status=422 if form.is_bound else 200)


@organisation_page
def team_join(request: HttpRequest, actor: Actor, network: Network, code: str) -> HttpResponse:
    need(actor, OrganisationPermission.TEAM_KEEP)
    team = _team(network, code)
    people = _people(network, today())
    form = JoinTeamForm(sent(request), people=_grouped(people))
    if form.is_valid():
        person = people[form.cleaned_data["person"]][0]
        if accepted(
            form,
            lambda: join_team(
                team=team, person=person, role=form.cleaned_data["role"], actor=actor
            ),
        ):
            messages.success(request, _("%(name)s is in the team.") % {"name": person.full_name})
            return redirect("desk_teams")
    return page(
        request,
        "team_join.html",
        {"form": form, "team": team, "name": in_language(team.name, team.name_en)},
        status=422 if form.is_bound else 200,
    )


@organisation_page
@require_POST
def team_leave(request: HttpRequest, actor: Actor, network: Network, number: int) -> HttpResponse:
    member = (
        TeamMember.objects.select_related("team", "user", "officer")
        .filter(pk=number, team__network=network)
        .first()
    )
    if member is None:
        raise NotVisible
    try:
        leave_team(member=member, actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
    else:
        messages.success(request, _("%(name)s left the team.") % {"name": name_of(member)})
    return redirect("desk_teams")


@organisation_page
def team_end(request: HttpRequest, actor: Actor, network: Network, code: str) -> HttpResponse:
    """Asks first, by name."""
    need(actor, OrganisationPermission.TEAM_KEEP)
    team = _team(network, code)
    if request.method == "POST":
        try:
            end_team(team=team, actor=actor)
        except NotVisible:
            raise
        except Refused as refused:
            messages.error(request, refusal_text(refused.refusal))
        else:
            messages.success(request, _("The team ended."))
        return redirect("desk_teams")
    return page(
        request,
        "team_end.html",
        {
            "team": team,
            "name": in_language(team.name, team.name_en),
            "people": len(members_of_team(team)),
        },
    )


def _team(network: Network, code: str) -> Team:
    team = Team.objects.filter(network=network, code=code).first()
    if team is None:
        raise NotVisible
    return team


def _shown(rows: list[Team], network: Network, day: date) -> list[dict[str, object]]:
    agencies = _agencies_of(rows, network, day)
    return [
        {
            "team": team,
            "name": in_language(team.name, team.name_en),
            "purpose": in_language(team.purpose, team.purpose_en),
            "of_charter": team.named_by == NamedBy.CHARTER,
            "members": [
                {
                    "row": member,
                    "name": name_of(member),
                    "role": word(TEAM_ROLES, member.role),
                    "is_head": member.role == "head",
                    "agency": agency_name(member.officer.agency)
                    if member.officer is not None
                    else agencies.get(member.user_id or 0, ""),
                    "may_leave": member.named_by == NamedBy.DESK,
                }
                for member in members_of_team(team, day)
            ],
        }
        for team in rows
    ]


def _agencies_of(rows: list[Team], network: Network, day: date) -> dict[int, str]:
    users = {member.user_id for team in rows for member in team.members.all() if member.user_id}
    memberships = Membership.objects.filter(
        valid_on(day), user__in=users, agency__network=network
    ).select_related("agency")
    return {row.user_id: agency_name(row.agency) for row in memberships}


def _people(network: Network, day: date) -> dict[str, tuple[User | FocalOfficer, str]]:
    """Accounts and focal officers of members of today, with their agency."""
    found: dict[str, tuple[User | FocalOfficer, str]] = {}
    for row in Membership.objects.filter(
        valid_on(day), valid_on(day, "agency__"), agency__network=network, user__is_active=True
    ).select_related("user", "agency"):
        found[f"user-{row.user_id}"] = (row.user, agency_name(row.agency))
    addresses = {person.email for person, _agency in found.values()}
    for officer in FocalOfficer.objects.filter(
        valid_on(day), valid_on(day, "agency__"), agency__network=network
    ).select_related("agency"):
        if officer.email not in addresses:
            found[f"officer-{officer.pk}"] = (officer, agency_name(officer.agency))
    return found


def _grouped(
    people: dict[str, tuple[User | FocalOfficer, str]],
) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, (person, agency) in people.items():
        groups.setdefault(agency, []).append((key, person.full_name))
    return [
        (agency, sorted(rows, key=lambda row: collation_key(row[1])))
        for agency, rows in sorted(groups.items(), key=lambda group: collation_key(group[0]))
    ]
