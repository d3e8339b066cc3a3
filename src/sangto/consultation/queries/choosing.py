"""Whom to ask: proposals from competence and place, groups, earlier rounds, and successors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sangto.cases.models import Case
from sangto.cases.queries import category_of, reports_of, subject_relatives
from sangto.consultation.models import DraftVersion, OpinionRound, RoundInvitation
from sangto.kernel.text import collation_key
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency, Competence, TeamMember
from sangto.organisations.models.validity import valid_on
from sangto.organisations.queries import Heirs, competent_agency, teams, today

_EARLIER_ROUNDS = 5


class ProposalReason(StrEnum):
    COMPETENT = "competent"
    SUBJECT = "subject"
    LEAD = "lead"
    PLACE = "place"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class ProposedAgency:
    """An agency to ask, with the strongest reason. ``instead_of`` is the one that ended and whose
    work it took over; ``concerned`` one that the claim is about, or above or below it."""

    agency: Agency
    reason: ProposalReason
    instead_of: Agency | None = None
    concerned: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Agencies that can be chosen together. ``code`` is ``kind:…``, ``team:…`` or ``round:…``."""

    code: str
    name: str
    name_en: str
    agencies: tuple[Agency, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """An agency that is asked and is no member any more, and who took it over, if anybody did."""

    agency: Agency
    successor: Agency | None


def proposed_agencies(
    *,
    asking: Agency,
    case: Case | None = None,
    draft_version: DraftVersion | None = None,
    on: date | None = None,
) -> list[ProposedAgency]:
    """Agencies that ought to be asked, each once: the competent one, the subject, the lead agency,
    those of the places from which it was reported, and those that were asked before."""
    day = on or today()
    heirs = Heirs(asking.network, day)
    concerned = subject_relatives(case) if case is not None else frozenset()
    wanted: list[tuple[int, ProposalReason]] = []
    if case is not None:
        wanted += [(key, ProposalReason.COMPETENT) for key in _competent(case, day)]
        if case.subject_agency_id is not None:
            wanted.append((case.subject_agency_id, ProposalReason.SUBJECT))
    wanted += [(row.pk, ProposalReason.LEAD) for row in heirs.agencies.values() if row.is_lead]
    if case is not None:
        wanted += [(key, ProposalReason.PLACE) for key in _places(case, day)]
    wanted += [(key, ProposalReason.EARLIER) for key in _earlier(case, draft_version)]
    found: dict[int, ProposedAgency] = {}
    for key, reason in wanted:
        agency = heirs.of(key)
        if agency is None or agency.pk == asking.pk or agency.pk in found:
            continue
        found[agency.pk] = ProposedAgency(
            agency,
            reason,
            instead_of=heirs.agencies[key] if key != agency.pk else None,
            concerned=agency.pk in concerned,
        )
    return list(found.values())


def groups_for(asking: Agency, on: date | None = None) -> list[Group]:
    """Kinds of agencies, teams, and the lists of the last rounds that this agency asked; each
    without the agency itself and with successors in the place of who ended. Up to ten queries."""
    day = on or today()
    heirs = Heirs(asking.network, day)
    groups = _kinds(heirs, asking, day)
    members: dict[int, list[int]] = {}
    for key, user_agency, officer_agency in TeamMember.objects.filter(
        valid_on(day), team__network=asking.network
    ).values_list("team_id", "user__memberships__agency_id", "officer__agency_id"):
        members.setdefault(key, []).extend(
            agency for agency in (user_agency, officer_agency) if agency is not None
        )
    for team in teams(asking.network, day=day):
        groups.append(
            Group(
                f"team:{team.code}",
                team.name,
                team.name_en,
                _standing(heirs, members.get(team.pk, ()), asking),
            )
        )
    rounds = OpinionRound.objects.filter(agency=asking, opened_at__isnull=False)
    for opinion_round in rounds.prefetch_related("invitations").order_by("-opened_at")[
        :_EARLIER_ROUNDS
    ]:
        keys = [row.agency_id for row in opinion_round.invitations.all()]
        groups.append(
            Group(
                f"round:{opinion_round.reference}",
                opinion_round.reference,
                opinion_round.reference,
                _standing(heirs, keys, asking),
            )
        )
    return [group for group in groups if group.agencies]


def agencies_to_ask(asking: Agency, on: date | None = None) -> list[Agency]:
    """Every member that can be asked on that day, by the Vietnamese alphabet. One query."""
    rows = Agency.objects.filter(valid_on(on or today()), network=asking.network_id)
    return sorted(rows.exclude(pk=asking.pk), key=lambda row: collation_key(row.name))


def stale_invitations(opinion_round: OpinionRound, on: date | None = None) -> list[Stale]:
    """Who was chosen and is no member any more; up to four queries."""
    day = on or today()
    chosen = [
        row.agency
        for row in RoundInvitation.objects.filter(round=opinion_round).select_related("agency")
    ]
    gone = [row for row in chosen if not _valid(row, day)]
    if not gone:
        return []
    heirs = Heirs(opinion_round.network, day)
    return [Stale(row, heirs.of(row.pk)) for row in gone]


def _valid(agency: Agency, day: date) -> bool:
    return agency.valid_from <= day and (agency.valid_until is None or day <= agency.valid_until)


def _competent(case: Case, day: date) -> list[int]:
    """For the case's topic or category, in each place from which it was reported."""
    category = category_of(case)
    if category is None:
        return []
    topic = case.topic or category.value
    found: list[int] = []
    for report in reports_of(case.claim).select_related("territory").order_by("pk")[:1]:
        agency = competent_agency(case.network, topic, report.territory, day)
        found += [agency.pk] if agency is not None else []
    rows = Competence.objects.filter(
        valid_on(day), agency__network=case.network, topic=topic, territory__isnull=True
    )
    return [*found, *rows.order_by("agency_id").values_list("agency_id", flat=True)]


def _places(case: Case, day: date) -> list[int]:
    places = (
        reports_of(case.claim).filter(territory__isnull=False).order_by().values("territory_id")
    )
    rows = Competence.objects.filter(
        valid_on(day), territory__in=places, agency__kind=AgencyKind.LOCALITY.value
    )
    return list(rows.order_by("agency_id").values_list("agency_id", flat=True).distinct())


def _earlier(case: Case | None, version: DraftVersion | None) -> list[int]:
    rows = RoundInvitation.objects.filter(round__opened_at__isnull=False)
    if case is not None:
        rows = rows.filter(round__case=case)
    elif version is not None:
        rows = rows.filter(round__draft_version__draft=version.draft_id)
    else:
        return []
    return list(rows.order_by("pk").values_list("agency_id", flat=True))


def _kinds(heirs: Heirs, asking: Agency, day: date) -> list[Group]:
    by_kind: dict[str, list[Agency]] = {}
    for agency in heirs.agencies.values():
        if agency.pk != asking.pk and _valid(agency, day):
            by_kind.setdefault(agency.kind, []).append(agency)
    return [
        Group(f"kind:{kind.value}", kind.value, kind.value, _sorted(by_kind[kind.value]))
        for kind in AgencyKind
        if len(by_kind.get(kind.value, ())) > 1
    ]


def _standing(heirs: Heirs, keys: Iterable[int], asking: Agency) -> tuple[Agency, ...]:
    found = {agency.pk: agency for key in keys if (agency := heirs.of(key)) is not None}
    found.pop(asking.pk, None)
    return _sorted(found.values())


def _sorted(rows: Iterable[Agency]) -> tuple[Agency, ...]:
    return tuple(sorted(rows, key=lambda row: collation_key(row.name)))
