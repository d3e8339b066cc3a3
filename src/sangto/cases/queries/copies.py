"""Who is told how a case ended, and whether the letter arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sangto.cases.domain.copies import CopyReason
from sangto.cases.models import Case, CaseCopy, CategoryCheck, Transfer
from sangto.cases.queries.cases import category_of, reports_of
from sangto.cases.queries.owners import agencies_in_force, competent_owner
from sangto.kernel.categories import RULES, Step
from sangto.notices.domain.messages import MessageState
from sangto.notices.models import OutboxMessage
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency, Competence
from sangto.organisations.models.validity import valid_on


@dataclass(frozen=True, slots=True)
class Proposal:
    agency: Agency
    reason: CopyReason


@dataclass(frozen=True, slots=True)
class CopyView:
    """``sent`` of the ``letters`` have left; ``failed`` will not without help. A letter that mail
    being off dropped counts as neither. Without letters the agency has named nobody."""

    row: CaseCopy
    letters: int
    sent: int
    failed: int

    @property
    def told(self) -> bool:
        return self.sent > 0


def has_copies(case: Case) -> bool:
    """Nobody is told about private data or the safety of a child."""
    category = category_of(case)
    return category is not None and Step.TRANSFER in RULES[category].steps


def copies_of(case: Case) -> list[CopyView]:
    """Two queries."""
    rows = list(CaseCopy.objects.filter(case=case).select_related("agency", "added_by"))
    keys = [key for row in rows for key in row.letters]
    states = dict(OutboxMessage.objects.filter(key__in=keys).values_list("key", "state"))
    return [
        CopyView(
            row=row,
            letters=len(row.letters),
            sent=sum(states.get(key) == MessageState.SENT for key in row.letters),
            failed=sum(states.get(key) == MessageState.FAILED for key in row.letters),
        )
        for row in rows
    ]


def proposed_copies(case: Case, on: date) -> list[Proposal]:
    """Agencies that ought to know, each once with the strongest reason, and not on the list yet.

    The subject, the lead agency, the competent one, who passed the case on or confirmed it, the
    committee that it was raised to, who reported it, and the communes where it was reported.
    """
    category = category_of(case)
    if category is None or not has_copies(case):
        return []
    members = {agency.pk: agency for agency in agencies_in_force(case.network, on)}
    wanted: list[tuple[int | None, CopyReason]] = [(case.subject_agency_id, CopyReason.SUBJECT)]
    wanted += [(agency.pk, CopyReason.LEAD) for agency in members.values() if agency.is_lead]
    competent = competent_owner(
        network=case.network,
        category=category,
        topic=case.topic,
        origin=case.origin_report,
        on=on,
    )
    wanted.append((competent.pk if competent is not None else None, CopyReason.COMPETENT))
    wanted += [
        (pk, CopyReason.PASSED_ON)
        for pk in Transfer.objects.filter(case=case).values_list("from_agency_id", flat=True)
    ]
    wanted += [
        (pk, CopyReason.CONFIRMED)
        for pk in CategoryCheck.objects.filter(case=case).values_list("agency_id", flat=True)
    ]
    if case.escalated_at is not None:
        wanted += [
            (agency.pk, CopyReason.COMMITTEE)
            for agency in members.values()
            if agency.kind == AgencyKind.COMMITTEE
        ]
    wanted.append((case.origin_agency_id, CopyReason.REPORTED))
    wanted += [(pk, CopyReason.PLACE) for pk in _localities(case, on)]
    seen = set(CaseCopy.objects.filter(case=case).values_list("agency_id", flat=True))
    seen.add(case.owner_id)
    proposals = []
    for pk, reason in wanted:
        if pk is None or pk in seen or pk not in members:
            continue
        seen.add(pk)
        proposals.append(Proposal(members[pk], reason))
    return proposals


def _localities(case: Case, on: date) -> list[int]:
    """Communes and wards that answer for a place from which somebody reported it."""
    places = (
        reports_of(case.claim).filter(territory__isnull=False).order_by().values("territory_id")
    )
    return list(
        Competence.objects.filter(
            valid_on(on), territory__in=places, agency__kind=AgencyKind.LOCALITY.value
        )
        .order_by("agency_id")
        .values_list("agency_id", flat=True)
        .distinct()
    )
