"""Letters about reports: the reminders of the plan, and what the committee is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.reminders import (
    Pending,
    ReminderStep,
    Whom,
    due_steps,
    mails_for,
    plan_from,
    step_day,
    step_key,
    within_hours,
)
from sangto.documents.models import OfficialDocument
from sangto.kernel.actor import Actor, Role
from sangto.kernel.worktime import WorkCalendar
from sangto.notices.services import queue_mail
from sangto.notices.services.outbox import sealed_recipient
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency, Membership, User, valid_on
from sangto.organisations.queries import calendar_for, duties_on, today
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.models import PeriodicReport, ReportReminder
from sangto.reporting.periodic_permissions import authorise
from sangto.reporting.periodic_wording import issued_letter, reminder_letter
from sangto.reporting.queries.periodic import open_reports

_WRITERS = [Role.FOCAL_OFFICER.value, Role.DESK_OFFICER.value]


def remind_of_reports(*, actor: Actor, now: datetime | None = None) -> int:
    """What the plans ask for now, as for opinion rounds: on working days from 8:00 to 17:00, each
    step once, one mail a person about everything that is due. How many mails."""
    authorise(actor, PeriodicPermission.REMIND)
    now = now or timezone.now()
    if not within_hours(now):
        return 0
    day = today(now)
    with change(actor) as journal:
        journal.nothing_changed()
        rows = {
            row.pk: row
            for row in open_reports()
            .select_for_update(of=("self",))
            .prefetch_related("reminders_sent")
            .order_by("pk")
        }
        if not rows:
            return 0
        calendars: dict[int, WorkCalendar] = {}
        writers = _people({row.agency_id for row in rows.values()}, _WRITERS, now)
        leaders = _people({row.agency_id for row in rows.values()}, [Role.APPROVER.value], now)
        pending: list[Pending] = []
        for row in rows.values():
            if row.network_id not in calendars:
                calendars[row.network_id] = calendar_for(row.agency.network)
            calendar = calendars[row.network_id]
            found = due_steps(
                plan_from(row.reminders),
                due_on=row.due_on,
                calendar=calendar,
                sent={one.step for one in row.reminders_sent.all()},
                asked_on=today(row.opened_at),
                today=day,
            )
            for due in found.steps:
                whom = writers if due.whom is Whom.OFFICER else leaders
                people = whom.get(row.agency_id) or writers.get(row.agency_id, [])
                last = due.days <= 0 and max(step_day(due, row.due_on, calendar), row.due_on) <= day
                names = tuple(str(user.pk) for user in people)
                pending.append(Pending(row.pk, due, names, last_chance=last))
        plan = mails_for(pending, _told_today(now))
        listed = [*writers.values(), *leaders.values()]
        known = {str(user.pk): user for users in listed for user in users}
        for mail in plan.mails:
            _write(known[mail.person], _about(mail.items, rows), now)
        for one in plan.sent:
            ReportReminder.objects.create(
                report_id=one.request,
                step=step_key(one.step, rows[one.request].due_on),
                people=list(one.people),
                at=now,
            )
        journal.record_all(
            AuditTag.PERIODIC_REMINDED,
            [(rows[one.request], {"step": one.step.name}) for one in plan.sent],
        )
        return len(plan.mails)


def _about(
    items: Sequence[Pending], rows: dict[int, PeriodicReport]
) -> list[tuple[PeriodicReport, ReminderStep]]:
    """One line a report, however many of its steps are due."""
    return list({one.request: (rows[one.request], one.step) for one in items}.values())


def _write(user: User, about: list[tuple[PeriodicReport, ReminderStep]], now: datetime) -> None:
    letter = reminder_letter([report for report, _step in about], user.language, today(now))
    queue_mail(
        key=f"periodic-reminder:{about[0][0].pk}:{now.timestamp():.3f}:{user.pk}",
        to_sealed=sealed_recipient(user.email.lower()),
        language=user.language,
        subject=letter.subject,
        body=letter.body,
        now=now,
    )


def _people(agencies: set[int], roles: list[str], now: datetime) -> dict[int, list[User]]:
    found: dict[int, dict[int, User]] = {}
    members = Membership.objects.filter(
        valid_on(today(now)), agency__in=agencies, role__in=roles, user__is_active=True
    ).select_related("user")
    for row in members.order_by("user_id"):
        found.setdefault(row.agency_id, {})[row.user_id] = row.user
    return {agency: list(users.values()) for agency, users in found.items()}


def _told_today(now: datetime) -> set[str]:
    """Keys of people who had such a letter on this day."""
    rows = ReportReminder.objects.filter(
        at__gte=now - timedelta(days=1), at__lt=now + timedelta(days=1)
    ).values_list("people", "at")
    return {key for people, at in rows if today(at) == today(now) for key in people}


def tell_the_committee(report: PeriodicReport, document: OfficialDocument, now: datetime) -> int:
    """One mail to each focal officer of the committee on duty. Belongs inside a ``change``."""
    committee = Agency.objects.filter(
        valid_on(today(now)), network=report.network_id, kind=AgencyKind.COMMITTEE.value
    ).first()
    if committee is None:
        return 0
    duties = duties_on([committee.pk], today(now))[committee.pk]
    for duty in duties:
        letter = issued_letter(report, document, duty.language)
        queue_mail(
            key=f"periodic-issued:{document.pk}:{duty.officer.pk}",
            to_sealed=sealed_recipient(duty.officer.email.lower()),
            language=duty.language,
            subject=letter.subject,
            body=letter.body,
            now=now,
        )
    return len(duties)
