"""Reads of the work in a case: tasks, checklist, grounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from sangto.cases.domain.checklist import (
    Item,
    Progress,
    progress_of,
    submission_refusal,
)
from sangto.cases.models import Case, CaseGround, CaseTask, ChecklistAnswer
from sangto.cases.queries.cases import cases_visible_to, category_of, subject_relatives
from sangto.cases.queries.owners import WORKING_ROLES
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal
from sangto.kernel.text import collation_key, folded
from sangto.organisations.domain.kinds import EvidenceNeed
from sangto.organisations.models import LegalGround, Membership, Network, User
from sangto.organisations.models.validity import valid_on
from sangto.organisations.queries import checklist_for, lead_agency


def tasks_of(case: Case) -> QuerySet[CaseTask]:
    """The open ones first, each group by its date."""
    return (
        CaseTask.objects.filter(case=case)
        .select_related("owner", "agency", "done_by")
        .order_by("done_at", "due_on", "pk")
    )


def working_agencies(case: Case) -> list[int]:
    """Agencies whose people work on this case: the owner, and the lead agency unless the claim is
    about it, or about one above or below it. Up to two queries."""
    agencies = [case.owner_id]
    lead = lead_agency(case.network)
    if lead is not None and lead.pk not in agencies:
        conflicted = category_of(case) is not Category.SERVICE_FEEDBACK
        if not (conflicted and lead.pk in subject_relatives(case)):
            agencies.append(lead.pk)
    return agencies


def task_people(case: Case, on: date) -> QuerySet[User]:
    """Who can be given a task: people who may see the case and work on it today."""
    working = Membership.objects.filter(
        valid_on(on),
        agency_id__in=working_agencies(case),
        role__in=[role.value for role in WORKING_ROLES],
    )
    return User.objects.filter(is_active=True, pk__in=working.values("user_id")).order_by(
        "full_name", "pk"
    )


def open_tasks_for(actor: Actor, *, whole_agency: bool = False) -> QuerySet[CaseTask]:
    """Open tasks of this person, or of everybody in the agency, in cases that the actor may see;
    the most pressing first."""
    tasks = CaseTask.objects.filter(
        done_at__isnull=True, case__in=cases_visible_to(actor).order_by().values("pk")
    )
    if whole_agency:
        tasks = tasks.filter(agency_id=actor.agency_id or 0)
    else:
        tasks = tasks.filter(owner_id=actor.user_id or 0)
    return tasks.select_related("case__claim", "owner", "agency").order_by("due_on", "pk")


def checklist_items(case: Case) -> tuple[Item, ...]:
    """The list of the case's category and topic; empty before triage. One query."""
    category = category_of(case)
    if category is None:
        return ()
    return tuple(
        Item(item.code, item.vi, item.en, item.evidence is EvidenceNeed.REQUIRED)
        for item in checklist_for(case.network, category, case.topic)
    )


@dataclass(frozen=True, slots=True)
class Checklist:
    items: tuple[Item, ...]
    answers: Mapping[str, ChecklistAnswer]

    @property
    def progress(self) -> Progress:
        return progress_of(self.items, {code: row.state for code, row in self.answers.items()})


def checklist_of(case: Case) -> Checklist:
    """The list and what was answered for the category that the case has now. Two queries."""
    rows = ChecklistAnswer.objects.filter(case=case, category=case.category).select_related(
        "user", "agency", "file"
    )
    return Checklist(checklist_items(case), {row.code: row for row in rows})


def submission_refusal_of(case: Case) -> Refusal | None:
    """Whether the checklist lets a verdict be handed in: the one place that asks."""
    states = ChecklistAnswer.objects.filter(case=case, category=case.category)
    return submission_refusal(checklist_items(case), dict(states.values_list("code", "state")))


def grounds_of(case: Case) -> QuerySet[CaseGround]:
    """Provisions that are cited now, in the order in which they were added."""
    return CaseGround.objects.filter(case=case, removed_at__isnull=True).select_related(
        "ground", "user", "agency"
    )


@dataclass(frozen=True, slots=True)
class FoundGround:
    """``in_force`` on the day that was asked for."""

    ground: LegalGround
    in_force: bool
    cited: bool


def search_grounds(
    case: Case, text: str, *, on: date | None = None, limit: int = 20
) -> list[FoundGround]:
    """Provisions of the network by citation or code, marks and case ignored; those in force first.

    Every word has to occur. Two queries; a network has tens of provisions, not thousands.
    """
    day = on or timezone.localdate()
    words = folded(text).split()
    cited = set(grounds_of(case).values_list("ground_id", flat=True))
    found = []
    for row in LegalGround.objects.filter(network=case.network_id):
        shown = folded(f"{row.citation} {row.citation_en} {row.code}")
        if all(word in shown for word in words):
            found.append(FoundGround(row, in_force_on(row, day), row.pk in cited))
    found.sort(key=lambda one: (not one.in_force, collation_key(one.ground.citation)))
    return found[:limit]


def in_force_on(ground: LegalGround, day: date) -> bool:
    return ground.valid_from <= day and (ground.valid_until is None or day <= ground.valid_until)


def ground_by_code(network: Network, code: str) -> LegalGround | None:
    return LegalGround.objects.filter(network=network, code=code).first()
