"""Teams that the desk forms, and who joins and leaves any team."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils.text import slugify

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.kernel.text import clean, folded
from sangto.organisations.domain.changes import last_day_of_dropped
from sangto.organisations.domain.kinds import NamedBy, TeamRole
from sangto.organisations.domain.teams import (
    forming_refusal,
    joining_refusal,
    leaving_refusal,
    team_ending_refusal,
)
from sangto.organisations.models import (
    FocalOfficer,
    Membership,
    Network,
    Team,
    TeamMember,
    User,
    valid_on,
)
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.queries import today
from sangto.organisations.services.reach import insist_on_network


def form_team(
    *,
    network: Network,
    name: str,
    name_en: str,
    actor: Actor,
    purpose: str = "",
    purpose_en: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
    now: datetime | None = None,
) -> Team:
    """A team beside those of the charter; a new version of it leaves this one alone."""
    authorise(actor, OrganisationPermission.TEAM_KEEP)
    name, name_en, purpose, purpose_en = (_line(t) for t in (name, name_en, purpose, purpose_en))
    first = valid_from or today(now)
    insist(
        forming_refusal(
            name=name,
            name_en=name_en,
            purpose=max(purpose, purpose_en, key=len),
            valid_from=first,
            valid_until=valid_until,
        )
    )
    with change(actor) as journal:
        insist_on_network(actor, network.slug)
        Network.objects.select_for_update().get(pk=network.pk)
        team = Team.objects.create(
            network=network,
            code=_free_code(network, name),
            name=name,
            name_en=name_en,
            purpose=purpose,
            purpose_en=purpose_en,
            named_by=NamedBy.DESK.value,
            valid_from=first,
            valid_until=valid_until,
        )
        journal.record(AuditTag.TEAM_FORMED, team, {"network": network.pk})
    return team


def end_team(*, team: Team, actor: Actor, now: datetime | None = None) -> Team:
    """Yesterday was its last day; everybody in it leaves with it."""
    authorise(actor, OrganisationPermission.TEAM_KEEP)
    day = today(now)
    with change(actor) as journal:
        team = _locked(team, actor)
        insist(team_ending_refusal(named_by=NamedBy(team.named_by), ended=_over(team, day)))
        for member in TeamMember.objects.filter(team=team):
            if not _over(member, day):
                _end(member, day)
        _end(team, day)
        journal.record(AuditTag.TEAM_ENDED, team)
    return team


def join_team(
    *,
    team: Team,
    person: User | FocalOfficer,
    role: TeamRole | str,
    actor: Actor,
    valid_from: date | None = None,
    valid_until: date | None = None,
    now: datetime | None = None,
) -> TeamMember:
    """An account, or a focal officer who needs none, of any member of the network."""
    authorise(actor, OrganisationPermission.TEAM_KEEP)
    role = TeamRole(role)
    day = today(now)
    first = valid_from or day
    with change(actor) as journal:
        team = _locked(team, actor)
        still = TeamMember.objects.filter(
            Q(valid_until=None) | Q(valid_until__gte=first), team=team
        )
        whose = {"user": person} if isinstance(person, User) else {"officer": person}
        insist(
            joining_refusal(
                team_ended=_over(team, max(day, first)),
                in_network=_works_in(team.network, person, day),
                in_team=still.filter(**whose).exists(),
                role=role,
                has_head=still.filter(role=TeamRole.HEAD.value).exists(),
                valid_from=first,
                valid_until=valid_until,
            )
        )
        member = TeamMember.objects.create(
            team=team,
            role=role.value,
            named_by=NamedBy.DESK.value,
            valid_from=first,
            valid_until=valid_until,
            **whose,
        )
        journal.record(
            AuditTag.TEAM_MEMBER_ADDED,
            member,
            {"team": team.pk, "user": member.user_id, "officer": member.officer_id},
        )
    return member


def leave_team(*, member: TeamMember, actor: Actor, now: datetime | None = None) -> TeamMember:
    """Yesterday was the last day. Whom the charter put in, the charter takes out."""
    authorise(actor, OrganisationPermission.TEAM_KEEP)
    day = today(now)
    with change(actor) as journal:
        _locked(member.team, actor)
        member = TeamMember.objects.select_for_update().get(pk=member.pk)
        insist(leaving_refusal(named_by=NamedBy(member.named_by), ended=_over(member, day)))
        _end(member, day)
        journal.record(AuditTag.TEAM_MEMBER_ENDED, member, {"team": member.team_id})
    return member


def _locked(team: Team, actor: Actor) -> Team:
    found = Team.objects.select_for_update(of=("self",)).select_related("network").get(pk=team.pk)
    insist_on_network(actor, found.network.slug)
    return found


def _works_in(network: Network, person: User | FocalOfficer, day: date) -> bool:
    if isinstance(person, FocalOfficer):
        return FocalOfficer.objects.filter(
            valid_on(day), valid_on(day, "agency__"), pk=person.pk, agency__network=network
        ).exists()
    return (
        person.is_active
        and Membership.objects.filter(
            valid_on(day), valid_on(day, "agency__"), user=person, agency__network=network
        ).exists()
    )


def _over(row: Team | TeamMember, day: date) -> bool:
    return row.valid_until is not None and row.valid_until < day


def _end(row: Team | TeamMember, day: date) -> None:
    row.valid_until = last_day_of_dropped(valid_from=row.valid_from, today=day)
    row.save(update_fields=["valid_until"])


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _free_code(network: Network, name: str) -> str:
    stem = slugify(folded(name))[:50] or "to"
    taken = set(Team.objects.filter(network=network).values_list("code", flat=True))
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code
