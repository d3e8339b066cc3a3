"""Which code does which kind of task."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from sangto.appeals.services import erase_appeals
from sangto.audit.services import seal_pending
from sangto.cases.services import (
    forget_late_addresses,
    free_stray_work,
    move_work_of_ended,
    recompute_deadlines,
    refresh_due_entries,
    refresh_entries,
    suggest_task,
    withhold_late_media,
)
from sangto.consultation.services import (
    close_due_rounds,
    close_rounds_of_closed_cases,
    lapse_requests,
    mark_bounced,
    move_invitations_of_ended,
    move_requests_of_ended,
    recompute_round_deadlines,
    send_due_reminders,
    send_requests,
    send_waiting_requests,
)
from sangto.consultation.services.agreeing import (
    close_due_minutes,
    forget_out_of_scope,
    recompute_minutes,
    remind_of_meetings,
)
from sangto.handling.services import (
    forget_handling_out_of_scope,
    move_handling_of_ended,
    recompute_handling_deadlines,
)
from sangto.intake.services import (
    erase_contacts,
    erase_drafts,
    erase_picture_checks,
)
from sangto.jobs.handling import Handler, Settle, nothing_to_settle, number_in
from sangto.jobs.incoming import INCOMING
from sangto.jobs.papers import PAPERS
from sangto.jobs.schedule import PERIODIC
from sangto.jobs.sharing import SHARING
from sangto.kernel.actor import system_actor
from sangto.matching.services import (
    profile_task,
    sweep_profiles,
)
from sangto.notices.services import deliver, forget_failed_addresses, send_invitation
from sangto.organisations.models import Network, User
from sangto.organisations.services import carry_successions, forget_expired_sessions
from sangto.queue.services import forget_buckets, prune
from sangto.reporting.services import make_due_digests, open_due_reports, remind_of_reports
from sangto.transparency.services import close_days, enter_pending
from sangto.verdicts.services import (
    RETRACT,
    announce,
    delete_drafts_of_forgotten,
    queue_waiting_announcements,
    retract,
)

#: Seals in one run at most: 262,144 events, more than a minute can bring.
_SEALS = 64
#: The sweep runs every hour; a worker that stood still for a day or two misses nothing.
_LATE = timedelta(days=2)


def _seal(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        for _ in range(_SEALS):
            if seal_pending() is None:
                return

    return settle


def _prune(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        prune(brief=frozenset(one.kind for one in PERIODIC))
        forget_buckets()

    return settle


def _refresh(payload: Mapping[str, object]) -> Settle:
    claim = number_in(payload, "claim")

    def settle() -> None:
        withhold_late_media(claim=claim, actor=system_actor("claim.refresh"))
        refresh_entries(claims=[claim])

    return settle


def _suggest(payload: Mapping[str, object]) -> Settle:
    return suggest_task(number_in(payload, "claim"))


def _profile(payload: Mapping[str, object]) -> Settle:
    return profile_task(number_in(payload, "claim"))


def _sweep_profiles(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        sweep_profiles()

    return settle


def _sweep_inbox(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        refresh_due_entries()

    return settle


def _deliver(payload: Mapping[str, object]) -> Settle:
    return deliver(number_in(payload, "message"))


def _invite(payload: Mapping[str, object]) -> Settle:
    number = number_in(payload, "invitation")

    def settle() -> None:
        send_invitation(invitation_id=number, actor=system_actor("invitation.send"))

    return settle


def _announce(payload: Mapping[str, object]) -> Settle:
    return announce(number_in(payload, "version"))


def _retract(payload: Mapping[str, object]) -> Settle:
    return retract(number_in(payload, "version"))


def _catch_up(_payload: Mapping[str, object]) -> Settle:
    def settle() -> None:
        queue_waiting_announcements()

    return settle


def _retain(_payload: Mapping[str, object]) -> Settle:
    """In small transactions of their own; a second run finds nothing left to erase."""
    actor = system_actor("retention.sweep")
    erase_contacts(actor=actor)
    forget_expired_sessions(actor=actor)
    forget_failed_addresses(actor=actor)
    forget_late_addresses(since=timezone.now() - _LATE, actor=actor)
    forget_handling_out_of_scope(actor=actor)
    erase_appeals(actor=actor)
    return nothing_to_settle


def _sweep_drafts(_payload: Mapping[str, object]) -> Settle:
    actor = system_actor("draft.sweep")
    erase_drafts(actor=actor)
    erase_picture_checks(actor=actor)
    delete_drafts_of_forgotten(actor=actor)
    return nothing_to_settle


def _carry_on(_payload: Mapping[str, object]) -> Settle:
    """What was decided for a day happens on that day, or on the first one after it."""
    actor = system_actor("agencies.carry")
    carry_successions(actor=actor)
    move_work_of_ended(actor=actor)
    free_stray_work(actor=actor)
    move_requests_of_ended(actor=actor)
    move_handling_of_ended(actor=actor)
    move_invitations_of_ended(actor=actor)
    return nothing_to_settle


def _free(payload: Mapping[str, object]) -> Settle:
    user = User.objects.filter(pk=number_in(payload, "user")).first()
    if user is not None:
        free_stray_work(user=user, actor=system_actor("work.free"))
    return nothing_to_settle


def _recompute(payload: Mapping[str, object]) -> Settle:
    network = Network.objects.filter(pk=number_in(payload, "network")).first()
    if network is not None:
        actor = system_actor("deadlines.recompute")
        recompute_deadlines(network=network, actor=actor)
        recompute_round_deadlines(network=network, actor=actor)
        recompute_minutes(network=network, actor=actor)
        recompute_handling_deadlines(network=network, actor=actor)
    return nothing_to_settle


def _send_round(payload: Mapping[str, object]) -> Settle:
    number = number_in(payload, "round")

    def settle() -> None:
        send_requests(round_id=number, actor=system_actor("round.send"))

    return settle


def _sweep_rounds(_payload: Mapping[str, object]) -> Settle:
    """In small transactions of their own. What closes closes first, so that nobody is reminded of
    what is over."""
    actor = system_actor("rounds.sweep")
    close_rounds_of_closed_cases(actor=actor)
    close_due_rounds(actor=actor)
    lapse_requests(actor=actor)
    mark_bounced(actor=actor)
    send_waiting_requests(actor=actor)
    send_due_reminders(actor=actor)
    return nothing_to_settle


def _sweep_meetings(_payload: Mapping[str, object]) -> Settle:
    """In small transactions of their own; a second run finds nothing left to do."""
    actor = system_actor("meetings.sweep")
    close_due_minutes(actor=actor)
    remind_of_meetings(actor=actor)
    forget_out_of_scope(actor=actor)
    return nothing_to_settle


def _sweep_digests(_payload: Mapping[str, object]) -> Settle:
    """In small transactions of their own; the row of a digest is there once."""
    make_due_digests(actor=system_actor("digests.sweep"))
    return nothing_to_settle


def _sweep_reports(_payload: Mapping[str, object]) -> Settle:
    """In small transactions of their own; what is open already is not opened again."""
    actor = system_actor("reports.sweep")
    open_due_reports(actor=actor)
    remind_of_reports(actor=actor)
    return nothing_to_settle


def _enter(_payload: Mapping[str, object]) -> Settle:
    """In small transactions of their own; a second run finds nothing left to enter."""
    enter_pending(actor=system_actor("register.enter"))
    return nothing_to_settle


def _close_days(_payload: Mapping[str, object]) -> Settle:
    close_days(actor=system_actor("register.close"))
    return nothing_to_settle


HANDLERS: dict[str, Handler] = {
    "audit.seal": _seal,
    "queue.prune": _prune,
    **INCOMING,
    "draft.sweep": _sweep_drafts,
    "claim.refresh": _refresh,
    "claim.suggest": _suggest,
    "claim.profile": _profile,
    "profiles.sweep": _sweep_profiles,
    "inbox.sweep": _sweep_inbox,
    "notice.deliver": _deliver,
    "invitation.send": _invite,
    "verdict.announce": _announce,
    "verdict.catch_up": _catch_up,
    RETRACT: _retract,
    "register.enter": _enter,
    "register.close": _close_days,
    "retention.sweep": _retain,
    **PAPERS,
    "agencies.carry": _carry_on,
    "work.free": _free,
    "deadlines.recompute": _recompute,
    **SHARING,
    "round.send": _send_round,
    "rounds.sweep": _sweep_rounds,
    "meetings.sweep": _sweep_meetings,
    "digests.sweep": _sweep_digests,
    "reports.sweep": _sweep_reports,
}
