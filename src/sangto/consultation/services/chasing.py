"""Reminders: what the plan says is due, and one click for all who have not answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.invitations import WAITING_STATES
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
from sangto.consultation.domain.rounds import RoundAction, RoundState
from sangto.consultation.models import OpinionRound, ReminderSent, RoundInvitation
from sangto.consultation.permissions import authorise_round_work
from sangto.consultation.queries.links import token_to_send
from sangto.consultation.services.round_rows import details, held, move_on, step
from sangto.consultation.wording import Reminded, reminder_letter
from sangto.kernel.actor import Actor, Role
from sangto.kernel.errors import Refusal, Refused, gettext_noop
from sangto.kernel.worktime import Mode, WorkCalendar
from sangto.notices.services import queue_mail
from sangto.notices.services.outbox import sealed_recipient
from sangto.organisations.models import FocalOfficer, Membership, User, valid_on
from sangto.organisations.queries import calendar_for, duties_on, today

_WAITING = [state.value for state in WAITING_STATES]
_CHASED = "chased"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to write to; ``name`` is what is kept of them, ``address`` is not."""

    name: str
    address: str
    language: str


def send_due_reminders(*, actor: Actor, now: datetime | None = None) -> int:
    """Send what the plans of all open rounds ask for now; how many mails.

    Between 8:00 and 17:00 of working days only. Each step of each request goes once; one person
    gets one mail about everything that is due, and at most one a day unless it is urgent.
    """
    authorise_round_work(actor)
    now = now or timezone.now()
    if not within_hours(now):
        return 0
    with change(actor) as journal:
        journal.nothing_changed()
        waiting = list(
            RoundInvitation.objects.select_for_update(of=("self",))
            .filter(round__state=RoundState.OPEN.value, state__in=_WAITING, sent_at__isnull=False)
            .select_related("agency", "round__network", "round__agency")
            .prefetch_related("reminders")
            .order_by("pk")
        )
        if not waiting:
            return 0
        return _send(journal, waiting, now)


def chase_all(
    *,
    opinion_round: OpinionRound,
    actor: Actor,
    only: int | None = None,
    now: datetime | None = None,
) -> int:
    """Write to every agency that has not answered, at once; how many mails. Once a day. ``only``
    is the key of one request.

    Refused when nobody is left to chase, or all of them were chased today.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.CHASE, actor)
        key = f"{_CHASED}:{today(now).isoformat()}"
        waiting = list(
            RoundInvitation.objects.select_for_update(of=("self",))
            .filter(round=opinion_round, state__in=_WAITING, **({"pk": only} if only else {}))
            .exclude(reminders__step=key)
            .select_related("agency")
            .order_by("pk")
        )
        people = _officers(waiting, now)
        pending = []
        for invitation in waiting:
            invitation.round = opinion_round
            if people.get(invitation.agency_id):
                names = tuple(one.address for one in people[invitation.agency_id])
                step_now = ReminderStep(0, Mode.CALENDAR, hard=True)
                pending.append(Pending(invitation.pk, step_now, names))
        if not pending:
            raise Refused(_nobody_to_chase())
        rows = {row.pk: row for row in waiting}
        mails = _write(journal, pending, rows, people, (), now, key_of=lambda _: key)
        move_on(journal, opinion_round, move, requests=[one.request for one in pending])
    return mails


def _send(journal: Journal, waiting: list[RoundInvitation], now: datetime) -> int:
    day = today(now)
    calendars: dict[int, WorkCalendar] = {}
    officers = _officers(waiting, now)
    leaders = _leaders(waiting, now)
    pending: list[Pending] = []
    keys: dict[tuple[int, ReminderStep], str] = {}
    for invitation in waiting:
        opinion_round = invitation.round
        calendar = calendars.get(opinion_round.network_id)
        if calendar is None:
            calendar = calendar_for(opinion_round.network)
            calendars[opinion_round.network_id] = calendar
        due_at, sent_at = invitation.due_at or opinion_round.due_at, invitation.sent_at
        if due_at is None or sent_at is None:
            continue
        due_on = today(due_at)
        found = due_steps(
            plan_from(opinion_round.reminders),
            due_on=due_on,
            calendar=calendar,
            sent={row.step for row in invitation.reminders.all()},
            asked_on=today(sent_at),
            today=day,
        )
        for one in found.steps:
            who = officers if one.whom is Whom.OFFICER else leaders
            whom = who.get(invitation.agency_id) or officers.get(invitation.agency_id, [])
            last = one.days <= 0 and max(step_day(one, due_on, calendar), due_on) <= day
            names = tuple(person.address for person in whom)
            pending.append(Pending(invitation.pk, one, names, last_chance=last))
            keys[invitation.pk, one] = step_key(one, due_on)
    people = {
        agency: [*officers.get(agency, []), *leaders.get(agency, [])]
        for agency in {row.agency_id for row in waiting}
    }
    rows = {row.pk: row for row in waiting}
    told = _told_today(now)
    return _write(
        journal, pending, rows, people, told, now, key_of=lambda one: keys[one.request, one.step]
    )


def _write(
    journal: Journal,
    pending: Sequence[Pending],
    rows: Mapping[int, RoundInvitation],
    people: Mapping[int, Sequence[Person]],
    told: Collection[str],
    now: datetime,
    *,
    key_of: Callable[[Pending], str],
) -> int:
    """Write the mails and what is kept of each step."""
    known = {one.address: one for listed in people.values() for one in listed}
    plan = mails_for(pending, told)
    written = 0
    for mail in plan.mails:
        person = known[mail.person]
        items = _items(mail.items, rows)
        if not items:
            continue
        letter, secret = reminder_letter(items, person.language, now)
        first = f"{items[0].invitation.pk}:{now.timestamp():.3f}"
        queue_mail(
            key=f"opinion-reminder:{first}:{person.name}",
            to_sealed=sealed_recipient(person.address, secret),
            language=person.language,
            subject=letter.subject,
            body=letter.body,
            now=now,
        )
        written += 1
    for one in plan.sent:
        ReminderSent.objects.create(
            invitation_id=one.request,
            step=key_of(one),
            people=[known[address].name for address in one.people],
            at=now,
        )
    journal.record_all(
        AuditTag.ROUND_REMINDED,
        [
            (rows[one.request], details(rows[one.request].round, step=one.step.name))
            for one in plan.sent
        ],
    )
    return written


def _items(pending: Sequence[Pending], rows: Mapping[int, RoundInvitation]) -> list[Reminded]:
    """One line a request, however many of its steps are due."""
    by_request: dict[int, list[ReminderStep]] = {}
    for one in pending:
        by_request.setdefault(one.request, []).append(one.step)
    items = []
    for key, steps in by_request.items():
        token = token_to_send(rows[key])
        if token is not None:
            items.append(
                Reminded(
                    rows[key],
                    token,
                    hard=any(one.hard for one in steps),
                    to_leader=any(one.whom is Whom.LEADER for one in steps),
                )
            )
    return items


def _officers(rows: Sequence[RoundInvitation], now: datetime) -> dict[int, list[Person]]:
    duties = duties_on({row.agency_id for row in rows}, today(now))
    return {
        agency: [
            Person(f"officer:{duty.officer.pk}", duty.officer.email.lower(), duty.language)
            for duty in listed
        ]
        for agency, listed in duties.items()
    }


def _leaders(rows: Sequence[RoundInvitation], now: datetime) -> dict[int, list[Person]]:
    """Who approves for the agency today."""
    found: dict[int, list[Person]] = {}
    members = Membership.objects.filter(
        valid_on(today(now)),
        agency__in={row.agency_id for row in rows},
        role=Role.APPROVER.value,
        user__is_active=True,
    ).select_related("user")
    for row in members.order_by("user_id"):
        person = Person(f"user:{row.user_id}", row.user.email.lower(), row.user.language)
        found.setdefault(row.agency_id, []).append(person)
    return found


def _told_today(now: datetime) -> set[str]:
    """Addresses that had a reminder on this day. Three queries at most."""
    day = today(now)
    rows = ReminderSent.objects.filter(
        at__gte=now - timedelta(days=1), at__lt=now + timedelta(days=1)
    ).values_list("people", "at")
    names = [name.split(":") for people, at in rows if today(at) == day for name in people]
    officers = {int(key) for kind, key in names if kind == "officer"}
    users = {int(key) for kind, key in names if kind == "user"}
    found: set[str] = set()
    if officers:
        found |= set(FocalOfficer.objects.filter(pk__in=officers).values_list("email", flat=True))
    if users:
        found |= set(User.objects.filter(pk__in=users).values_list("email", flat=True))
    return {address.lower() for address in found}


def _nobody_to_chase() -> Refusal:
    return Refusal(
        "round.nobody_to_chase",
        gettext_noop("Everybody who can be written to has answered, or was chased today."),
    )
