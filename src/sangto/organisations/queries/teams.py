"""Teams and who works in them."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from sangto.kernel.text import collation_key
from sangto.organisations.domain.kinds import TeamRole
from sangto.organisations.models import Network, Team, TeamMember
from sangto.organisations.queries.networks import today


def teams(network: Network, *, ended: bool = False, day: date | None = None) -> list[Team]:
    """Teams that have not ended before that day (today), or those that did, by the alphabet;
    ``members`` holds who belongs to them. Two queries."""
    day = day or today()
    over = Q(valid_until__lt=day)
    rows = Team.objects.filter(over if ended else ~over | Q(valid_until=None), network=network)
    return sorted(
        rows.prefetch_related(Prefetch("members", queryset=_members())),
        key=lambda team: collation_key(team.name),
    )


def members_of_team(team: Team, day: date | None = None) -> list[TeamMember]:
    """Those who have not left before that day (today): the head first, then by the alphabet."""
    day = day or today()
    return sorted(
        (row for row in team.members.all() if row.valid_until is None or row.valid_until >= day),
        key=lambda row: (row.role != TeamRole.HEAD, collation_key(name_of(row))),
    )


def name_of(member: TeamMember) -> str:
    if member.officer is not None:
        return member.officer.full_name
    return member.user.full_name if member.user is not None else ""


def _members() -> QuerySet[TeamMember]:
    return TeamMember.objects.select_related("user", "officer__agency").order_by("pk")
