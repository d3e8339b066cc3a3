"""Holds: who decides about a claim at the moment.

A hold is a courtesy with teeth. It keeps two people from doing the same work; that no decision is
lost or made twice is guaranteed by each write itself.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.holding import HOLD_FOR, alive, held, not_held, receiver_refusal
from sangto.cases.models import Hold
from sangto.cases.queries.holds import may_hold
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.matching.models import Claim
from sangto.organisations.models import User
from sangto.organisations.queries import actor_for


def take_hold(*, claim: Claim, actor: Actor, now: datetime | None = None) -> Hold:
    """Hold the claim for twenty minutes from now. Refused (``cases.held``) while somebody else
    does; renewing one's own leaves no record."""
    now = now or timezone.now()
    with change(actor) as journal:
        if not may_hold(actor, claim):
            raise NotVisible
        row = _locked(claim)
        if row is None:
            row = _created(claim, actor, now)
        if row.user_id == actor.user_id and alive(row.until, now):
            return _renewed(journal, row, now)
        _insist_free(row, actor, now)
        row.user_id, row.agency_id, row.handed_by = actor.user_id or 0, actor.agency_id or 0, None
        row.taken_at, row.until = now, now + HOLD_FOR
        row.save(update_fields=["user", "agency", "handed_by", "taken_at", "until"])
        journal.record(AuditTag.HOLD_TAKEN, claim)
        return row


def renew_hold(*, claim: Claim, actor: Actor, now: datetime | None = None) -> Hold | None:
    """What an open page asks for every few minutes; None when the hold is not this person's (any
    more). It never takes a free claim: a page left open must not come back to life as a hold."""
    now = now or timezone.now()
    with change(actor) as journal:
        journal.nothing_changed()
        row = _locked(claim)
        if row is None or row.user_id != actor.user_id or not alive(row.until, now):
            return None
        return _renewed(journal, row, now)


def keep_hold(*, claim: Claim, actor: Actor, now: datetime | None = None) -> None:
    """For services that decide: refuse while somebody else holds the claim, renew one's own.

    Joins the caller's transaction. A free claim stays free: the write that follows is guarded
    against a second one anyway, and nobody is kept away by a step that is over.
    """
    now = now or timezone.now()
    row = _locked(claim)
    if row is None:
        return
    _insist_free(row, actor, now)
    if row.user_id == actor.user_id and alive(row.until, now):
        row.until = now + HOLD_FOR
        row.save(update_fields=["until"])


def release_hold(*, claim: Claim, actor: Actor, now: datetime | None = None) -> bool:
    """Let others at it; False when this person does not hold it."""
    now = now or timezone.now()
    with change(actor) as journal:
        row = _locked(claim)
        if row is None or row.user_id != actor.user_id:
            journal.nothing_changed()
            return False
        row.delete()
        journal.record(AuditTag.HOLD_RELEASED, claim)
        return True


def hand_over_hold(
    *, claim: Claim, to_user: User, actor: Actor, now: datetime | None = None
) -> Hold:
    """Give one's hold to a colleague of the same agency, for twenty minutes from now."""
    now = now or timezone.now()
    with change(actor) as journal:
        if not may_hold(actor, claim):
            raise NotVisible
        row = _locked(claim)
        if row is None:
            raise Refused(not_held())
        _insist_free(row, actor, now)
        if row.user_id != actor.user_id or not alive(row.until, now):
            raise Refused(not_held())
        receiver = actor_for(to_user, now=now)
        insist(
            receiver_refusal(
                may_decide=receiver.agency_id == actor.agency_id and may_hold(receiver, claim),
                is_self=to_user.pk == actor.user_id,
            )
        )
        row.user, row.handed_by_id = to_user, actor.user_id
        row.taken_at, row.until = now, now + HOLD_FOR
        row.save(update_fields=["user", "handed_by", "taken_at", "until"])
        journal.record(AuditTag.HOLD_HANDED_OVER, claim, {"to": to_user.pk})
        return row


def end_hold(journal: Journal, claim: Claim) -> None:
    """The decision that the hold was for is made; the person's hold ends with it."""
    ended, _ = Hold.objects.filter(claim=claim, user_id=journal.actor.user_id or 0).delete()
    if ended:
        journal.record(AuditTag.HOLD_RELEASED, claim)


def _locked(claim: Claim) -> Hold | None:
    return (
        Hold.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(claim=claim)
        .first()
    )


def _created(claim: Claim, actor: Actor, now: datetime) -> Hold:
    """A new row that has ended already; whoever comes second reads the row of the first."""
    try:
        with transaction.atomic():
            return Hold.objects.create(
                claim=claim,
                user_id=actor.user_id or 0,
                agency_id=actor.agency_id or 0,
                taken_at=now,
                until=now,
            )
    except IntegrityError:
        row = _locked(claim)
        if row is None:
            raise
        return row


def _insist_free(row: Hold, actor: Actor, now: datetime) -> None:
    if row.user_id != actor.user_id and alive(row.until, now):
        raise Refused(held(name=row.user.full_name, until=timezone.localtime(row.until)))


def _renewed(journal: Journal, row: Hold, now: datetime) -> Hold:
    row.until = now + HOLD_FOR
    row.save(update_fields=["until"])
    journal.nothing_changed()
    return row
