"""Open work of an agency that ended goes to who took it over."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.ownership import ownership_refusal
from sangto.cases.domain.states import OPEN_STATUSES, EntryKind, TransferKind
from sangto.cases.models import Case, CaseCopy, CaseTask
from sangto.cases.queries.cases import category_of, subject_relatives
from sangto.cases.queries.owners import WORKING_ROLES, neutral_owner
from sangto.cases.queries.succession import ended_agencies_at_work
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.ownership import pass_on
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import gettext_noop
from sangto.organisations.models import Agency, Membership, User, valid_on
from sangto.organisations.permissions import OrganisationPermission, authorise_unattended
from sangto.organisations.queries import Heirs, lead_agency, today

INHERITED = gettext_noop("The agency ended; this one took over its work.")


def move_work_of_ended(*, actor: Actor, now: datetime | None = None) -> int:
    """For every agency that ended, as :func:`move_work_of`; one without a successor leaves its
    work to the lead agency. How many things moved; a second run finds none."""
    authorise_unattended(actor, OrganisationPermission.AGENCY_SUCCEED)
    now = now or timezone.now()
    moved = 0
    for agency in ended_agencies_at_work(today(now)):
        successor = Heirs(agency.network, today(now)).of(agency.pk) or lead_agency(agency.network)
        if successor is not None:
            moved += move_work_of(agency=agency, successor=successor, actor=actor, now=now)
    return moved


def move_work_of(
    *, agency: Agency, successor: Agency, actor: Actor, now: datetime | None = None
) -> int:
    """Open cases and tasks pass to ``successor``, or to who took over their topic or place.

    Deadlines stay. Who worked on a case goes on where the person works for its new owner. A case
    that the new owner may not judge (SCOPE.md 5) goes to the first agency that may; where there
    is none it stays and is tried again. One transaction a case.
    """
    authorise_unattended(actor, OrganisationPermission.AGENCY_SUCCEED)
    now = now or timezone.now()
    heirs = Heirs(agency.network, today(now))
    moved = 0
    open_cases = Case.objects.filter(
        owner=agency, status__in=[status.value for status in OPEN_STATUSES]
    )
    for key in list(open_cases.order_by("pk").values_list("pk", flat=True)):
        moved += _move_case(key, agency, successor, heirs, actor, now)
    waiting = CaseTask.objects.filter(agency=agency, done_at__isnull=True)
    for key in list(waiting.order_by("pk").values_list("case_id", flat=True).distinct()):
        moved += _move_tasks(key, agency, successor, heirs, actor, now)
    return moved


def _move_case(
    key: int, agency: Agency, successor: Agency, heirs: Heirs, actor: Actor, now: datetime
) -> int:
    with change(actor) as journal:
        case = (
            Case.objects.select_for_update(of=("self",))
            .select_related("claim", "network", "origin_report", "subject_agency", "owner")
            .get(pk=key)
        )
        owner = _new_owner(case, successor, heirs, now) if case.owner_id == agency.pk else None
        if owner is None or case.status not in OPEN_STATUSES:
            journal.nothing_changed()
            return 0
        _give_tasks(case, agency, owner, heirs.day)
        stays = case.assignee_id if _works_for(owner, case.assignee, heirs.day) else None
        write(case, owner_id=owner.pk, owner_kind=owner.kind, assignee_id=stays)
        pass_on(
            journal=journal,
            case=case,
            from_agency=agency,
            to_agency=owner,
            reason=INHERITED,
            tag=AuditTag.CASE_INHERITED,
            actor=actor,
            by_rule=True,
            kind=TransferKind.INHERITED,
            now=now,
        )
        _move_copies(case, agency, owner)
    return 1


def _move_tasks(
    key: int, agency: Agency, successor: Agency, heirs: Heirs, actor: Actor, now: datetime
) -> int:
    """Tasks in cases that another agency owns."""
    with change(actor) as journal:
        case = Case.objects.select_related("origin_report", "owner").get(pk=key)
        heir = heirs.of(agency.pk, case.topic, case.origin_report.territory_id) or successor
        tasks = _give_tasks(case, agency, heir, heirs.day)
        if not tasks:
            journal.nothing_changed()
            return 0
        record_entry(
            case=case,
            kind=EntryKind.TASK,
            actor=actor,
            data={"step": "inherited", "from": agency.pk, "to": heir.pk, "tasks": tasks},
            now=now,
        )
        journal.record(
            AuditTag.CASE_INHERITED, case, {"from": agency.pk, "to": heir.pk, "tasks": tasks}
        )
    return tasks


def _new_owner(case: Case, successor: Agency, heirs: Heirs, now: datetime) -> Agency | None:
    category, relatives = category_of(case), subject_relatives(case)
    topic = case.topic or case.category
    heir = heirs.of(case.owner_id, topic, case.origin_report.territory_id) or successor
    refusal = ownership_refusal(
        category=category, agency=heir.pk, agency_kind=heir.kind, subject_relatives=relatives
    )
    if refusal is None and not _is_subject(case, heir):
        return heir
    return neutral_owner(
        network=case.network,
        category=category,
        topic=case.topic,
        origin=case.origin_report,
        relatives_of_subject=relatives,
        on=today(now),
    )


def _is_subject(case: Case, heir: Agency) -> bool:
    return case.subject_agency_id == heir.pk and category_of(case) is not Category.SERVICE_FEEDBACK


def _works_for(agency: Agency, user: User | None, day: date) -> bool:
    return (
        user is not None
        and user.is_active
        and Membership.objects.filter(
            valid_on(day),
            agency=agency,
            user=user,
            role__in=[role.value for role in WORKING_ROLES],
        ).exists()
    )


def _give_tasks(case: Case, agency: Agency, heir: Agency, day: date) -> int:
    """A task keeps its date, and its owner where that person works for the heir."""
    tasks = list(
        CaseTask.objects.select_for_update(of=("self",))
        .filter(case=case, agency=agency, done_at__isnull=True)
        .select_related("owner")
    )
    for task in tasks:
        task.agency = heir
        task.owner = task.owner if _works_for(heir, task.owner, day) else None
        task.save(update_fields=["agency", "owner"])
    return len(tasks)


def _move_copies(case: Case, agency: Agency, heir: Agency) -> None:
    """Who is told of the result is told at the heir."""
    copies = CaseCopy.objects.filter(case=case, agency=agency, told_at__isnull=True)
    if CaseCopy.objects.filter(case=case, agency=heir).exists():
        copies.delete()
        return
    copies.update(agency=heir)
