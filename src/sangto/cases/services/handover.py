"""Open work of somebody who leaves goes to somebody who stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.handover import leaving_refusal, receiver_of_work_refusal
from sangto.cases.domain.moves import assignee_refusal
from sangto.cases.domain.states import EntryKind
from sangto.cases.domain.tasks import task_changed
from sangto.cases.models import Case, CaseTask, Hold
from sangto.cases.queries.handover import (
    may_hand_over,
    open_work_of,
    people_with_open_work,
    stray_work_of,
)
from sangto.cases.queries.owners import assignable_users
from sangto.cases.queries.work import task_people
from sangto.cases.services.entries import record_entry, write
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.organisations.models import Membership, User
from sangto.organisations.permissions import OrganisationPermission, authorise_unattended
from sangto.organisations.queries import today
from sangto.organisations.services import end_role


def hand_over_work(
    *,
    from_user: User,
    to_user: User | None,
    actor: Actor,
    cases: Collection[int] | None = None,
    tasks: Collection[int] | None = None,
    now: datetime | None = None,
) -> int:
    """Give open cases and tasks to ``to_user``, or back to the agency; how many things moved.

    ``cases`` and ``tasks`` are numbers of rows; None means all of them. With all of them the
    person's holds end too, and nothing open points to them afterwards. Refused when the receiver
    does not work where one of the things lies; then nothing moves.
    """
    now = now or timezone.now()
    everything = cases is None and tasks is None
    with change(actor) as journal:
        if not may_hand_over(actor, from_user):
            raise NotVisible
        insist(receiver_of_work_refusal(is_self=to_user is not None and to_user.pk == from_user.pk))
        work = open_work_of(from_user, now)
        moved_cases = [case for case in work.cases if cases is None or case.pk in cases]
        moved_tasks = [task for task in work.tasks if tasks is None or task.pk in tasks]
        for case in moved_cases:
            _give_case(journal, case, to_user, actor, now)
        for task in moved_tasks:
            _give_task(journal, task, to_user, actor, now)
        holds = Hold.objects.filter(user=from_user).select_related("claim")
        ended = _end_holds(journal, list(holds)) if everything else 0
        count = len(moved_cases) + len(moved_tasks) + ended
        if not count:
            journal.nothing_changed()
            return 0
        journal.record(
            AuditTag.WORK_HANDED_OVER,
            from_user,
            {
                "to": to_user.pk if to_user is not None else None,
                "cases": [case.pk for case in moved_cases],
                "tasks": [task.pk for task in moved_tasks],
                "holds": ended,
            },
        )
        return count


def free_stray_work(*, actor: Actor, user: User | None = None, now: datetime | None = None) -> int:
    """Nobody has what points to a person (anybody) whose account or role has ended; how many
    things.

    Cases and tasks stay with their agency, for somebody else to take; holds end. Accounts and
    roles end at once, for safety, so this follows. One transaction a person; a second run finds
    nothing.
    """
    authorise_unattended(actor, OrganisationPermission.ROLE_END)
    now = now or timezone.now()
    people = [user] if user is not None else people_with_open_work(now)
    return sum(_free(person, actor, now) for person in people)


def _free(user: User, actor: Actor, now: datetime) -> int:
    with change(actor) as journal:
        user = User.objects.select_for_update().get(pk=user.pk)
        work = stray_work_of(user, now)
        if not len(work):
            journal.nothing_changed()
            return 0
        for case in work.cases:
            _give_case(journal, case, None, actor, now)
        for task in work.tasks:
            _give_task(journal, task, None, actor, now)
        _end_holds(journal, work.holds)
        journal.record(
            AuditTag.WORK_HANDED_OVER,
            user,
            {
                "to": None,
                "cases": [case.pk for case in work.cases],
                "tasks": [task.pk for task in work.tasks],
                "holds": len(work.holds),
            },
        )
        return len(work)


def leave_agency(
    *, user: User, last_day: date, actor: Actor, now: datetime | None = None
) -> list[Membership]:
    """End every role of the person with that day. Refused while open work points to them.

    A role that would begin later is taken back. The account stays; without a role it opens
    nothing.
    """
    with change(actor) as journal:
        user = User.objects.select_for_update().get(pk=user.pk)
        insist(leaving_refusal(open_things=len(open_work_of(user, now))))
        day = today(now)
        rows = list(
            user.memberships.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
            .select_related("agency")
            .order_by("pk")
        )
        if not rows:
            raise NotVisible
        for row in rows:
            begun = row.valid_from <= last_day
            end_role(membership=row, actor=actor, last_day=last_day if begun else None, now=now)
        journal.record(AuditTag.LEAVING_SET, user, {"last_day": last_day.isoformat()})
        return rows


def _give_case(
    journal: Journal, case: Case, to_user: User | None, actor: Actor, now: datetime
) -> None:
    day = timezone.localdate(now)
    insist(
        assignee_refusal(
            works_there=to_user is None
            or assignable_users(case, day).filter(pk=to_user.pk).exists()
        )
    )
    user = to_user.pk if to_user is not None else None
    write(case, assignee_id=user)
    record_entry(case=case, kind=EntryKind.ASSIGNED, actor=actor, data={"assignee": user}, now=now)
    journal.record(AuditTag.CASE_ASSIGNED, case, {"assignee": user})


def _give_task(
    journal: Journal, task: CaseTask, to_user: User | None, actor: Actor, now: datetime
) -> None:
    day = timezone.localdate(now)
    insist(
        assignee_refusal(
            works_there=to_user is None
            or task_people(task.case, day).filter(pk=to_user.pk).exists()
        )
    )
    user = to_user.pk if to_user is not None else None
    still = CaseTask.objects.filter(pk=task.pk, owner_id=task.owner_id, done_at__isnull=True)
    if still.update(owner_id=user) != 1:
        raise Refused(task_changed())
    task.owner_id = user
    journal.record(AuditTag.TASK_CHANGED, task, {"owner": user})


def _end_holds(journal: Journal, holds: list[Hold]) -> int:
    for hold in holds:
        hold.delete()
        journal.record(AuditTag.HOLD_RELEASED, hold.claim)
    return len(holds)
