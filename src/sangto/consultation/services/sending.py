"""Letters with the personal link, to who is on duty at the agencies that are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.invitations import (
    INVITATION_WORKFLOW,
    InvitationAction,
    InvitationState,
    sending_refusal,
)
from sangto.consultation.domain.rounds import RoundAction, RoundState
from sangto.consultation.models import OpinionRound, RoundInvitation
from sangto.consultation.permissions import (
    Permission,
    authorise_round,
    authorise_round_work,
)
from sangto.consultation.queries.links import token_to_send
from sangto.consultation.queries.rounds import concerned_agencies, round_standing
from sangto.consultation.services.preparing import insist_on_invitable
from sangto.consultation.services.request_links import new_link
from sangto.consultation.services.round_rows import (
    change_invitation,
    details,
    held,
    held_by_key,
    held_invitation,
    move_on,
    set_closing,
    step,
    tell_case,
)
from sangto.consultation.wording import Letter, new_link_letter, request_letter
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.notices.domain.messages import MessageState
from sangto.notices.models import OutboxMessage
from sangto.notices.services import queue_mail
from sangto.notices.services.outbox import sealed_recipient
from sangto.organisations.models import Agency
from sangto.organisations.queries import OfficerOnDuty, calendar_for, duties_on, today
from sangto.queue.services import put

TASK_KIND = "round.send"
#: Keys of the mails that take a request's link along begin so.
LETTER_KEY = "opinion-request:"

Write = Callable[[RoundInvitation, str], Letter]


def ask_sending(opinion_round: OpinionRound, now: datetime) -> None:
    """The letters go out in the background, after the change that it stands in."""
    put(
        kind=TASK_KIND,
        key=f"{TASK_KIND}:{opinion_round.pk}:{now.timestamp():.6f}",
        payload={"round": opinion_round.pk},
        now=now,
    )


def send_requests(*, round_id: int, actor: Actor, now: datetime | None = None) -> int:
    """The first letter to every agency of an open round that had none; how many agencies.

    An agency where nobody is on duty stays queued, which its row shows, and is tried again.
    """
    authorise_round_work(actor)
    now = now or timezone.now()
    if not OpinionRound.objects.filter(pk=round_id).exists():
        return 0
    with change(actor) as journal:
        journal.nothing_changed()
        opinion_round = held_by_key(round_id)
        if opinion_round.state != RoundState.OPEN:
            return 0
        waiting = list(
            RoundInvitation.objects.select_for_update(of=("self",))
            .filter(round=opinion_round, times_sent=0, revoked_at__isnull=True)
            .select_related("agency")
        )
        duties = duties_on([row.agency_id for row in waiting], today(now)) if waiting else {}
        sent = 0
        for invitation in waiting:
            invitation.round = opinion_round
            keys = write_to(invitation, request_letter, duties, now, times=1)
            if not keys:
                continue
            _sent(journal, invitation, keys, now)
            sent += 1
    return sent


def send_waiting_requests(*, actor: Actor, now: datetime | None = None) -> int:
    """For agencies that had nobody to write to when their round opened, or whose letter a machine
    that stopped did not write."""
    authorise_round_work(actor)
    rounds = RoundInvitation.objects.filter(
        round__state=RoundState.OPEN.value, times_sent=0, revoked_at__isnull=True
    )
    keys = list(rounds.order_by("round_id").values_list("round_id", flat=True).distinct())
    return sum(send_requests(round_id=key, actor=actor, now=now) for key in keys)


def invite_more(
    *,
    opinion_round: OpinionRound,
    agencies: Sequence[Agency],
    actor: Actor,
    now: datetime | None = None,
) -> list[RoundInvitation]:
    """Ask more agencies in a round that is open; their deadline is the round's."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.INVITE, actor)
        known = set(
            RoundInvitation.objects.filter(round=opinion_round).values_list("agency_id", flat=True)
        )
        concerned = concerned_agencies(opinion_round)
        made = []
        for agency in {agency.pk: agency for agency in agencies}.values():
            insist_on_invitable(opinion_round, agency, today(now), invited=agency.pk in known)
            made.append(
                RoundInvitation.objects.create(
                    round=opinion_round,
                    agency=agency,
                    concerned=agency.pk in concerned,
                    **new_link(),
                )
            )
        if not made:
            journal.nothing_changed()
            return []
        set_closing(opinion_round, calendar_for(opinion_round.network))
        tell_case(
            opinion_round,
            "invited",
            actor=actor,
            now=now,
            data={"agencies": [row.agency_id for row in made]},
        )
        move_on(journal, opinion_round, move, invited=[row.agency_id for row in made])
        ask_sending(opinion_round, now)
    return made


def revoke_link(
    *, invitation: RoundInvitation, actor: Actor, now: datetime | None = None
) -> RoundInvitation:
    """The link opens nothing any more. The agency stays asked: its officers still see the request
    in their accounts, and a new link can be sent."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(invitation.round)
        authorise_round(actor, Permission.ROUND_CHASE, round_standing(actor, opinion_round))
        invitation = held_invitation(opinion_round, invitation.pk)
        if invitation.revoked_at is not None:
            journal.nothing_changed()
            return invitation
        change_invitation(invitation, revoked_at=now)
        journal.record(AuditTag.REQUEST_LINK_REVOKED, invitation, details(opinion_round))
    return invitation


def send_link_again(
    *, invitation: RoundInvitation, actor: Actor, now: datetime | None = None
) -> RoundInvitation:
    """A new link to who is on duty today; the one before opens nothing any more."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(invitation.round)
        authorise_round(actor, Permission.ROUND_CHASE, round_standing(actor, opinion_round))
        insist(_open_refusal(opinion_round))
        invitation = held_invitation(opinion_round, invitation.pk)
        move = INVITATION_WORKFLOW.step(invitation.state, InvitationAction.SEND)
        insist(sending_refusal(times_sent=invitation.times_sent))
        change_invitation(invitation, revoked_at=None, **new_link())
        duties = duties_on([invitation.agency_id], today(now))
        times = invitation.times_sent + 1
        keys = write_to(invitation, new_link_letter, duties, now, times=times)
        insist(_nobody(keys))
        change_invitation(
            invitation, state=move.target, letters=keys, sent_at=now, times_sent=times
        )
        journal.record(
            AuditTag.REQUEST_LINK_RENEWED, invitation, details(opinion_round, times=times)
        )
    return invitation


def mark_bounced(*, actor: Actor, now: datetime | None = None) -> int:
    """Requests of open rounds whose every letter was refused by the mail server; how many."""
    authorise_round_work(actor)
    del now
    failed = set(
        OutboxMessage.objects.filter(
            state=MessageState.FAILED.value, key__startswith=LETTER_KEY
        ).values_list("key", flat=True)
    )
    if not failed:
        return 0
    found = RoundInvitation.objects.filter(
        state=InvitationState.SENT.value,
        round__state=RoundState.OPEN.value,
        pk__in={int(key.split(":")[1]) for key in failed},
    ).select_related("round")
    count = 0
    for invitation in found:
        if invitation.letters and set(invitation.letters) <= failed:
            count += _bounced(invitation, actor)
    return count


def _bounced(invitation: RoundInvitation, actor: Actor) -> int:
    with change(actor) as journal:
        opinion_round = held(invitation.round)
        fresh = held_invitation(opinion_round, invitation.pk)
        if fresh.state != InvitationState.SENT or fresh.letters != invitation.letters:
            journal.nothing_changed()
            return 0
        change_invitation(fresh, state=InvitationState.BOUNCED.value)
        journal.record(AuditTag.REQUEST_BOUNCED, fresh, details(opinion_round))
    return 1


def write_to(
    invitation: RoundInvitation,
    letter: Write,
    duties: Mapping[int, Sequence[OfficerOnDuty]],
    now: datetime,
    *,
    times: int,
    what: str = "",
) -> list[str]:
    """One letter to each officer on duty at the agency, in their language; the keys of the mails.
    The secret of the link is sealed with the address. Belongs inside a ``change``."""
    token = token_to_send(invitation)
    people = duties.get(invitation.agency_id, ())
    if token is None or not people:
        return []
    languages = {one.language for one in people}
    written = {language: letter(invitation, language) for language in languages}
    keys = []
    for duty in people:
        prefix = LETTER_KEY if not what else f"opinion-{what}:"
        key = f"{prefix}{invitation.pk}:{times}:{duty.officer.pk}"
        queue_mail(
            key=key,
            to_sealed=sealed_recipient(duty.officer.email, token),
            language=duty.language,
            subject=written[duty.language].subject,
            body=written[duty.language].body,
            now=now,
        )
        keys.append(key)
    return keys


def _sent(journal: Journal, invitation: RoundInvitation, keys: list[str], now: datetime) -> None:
    values: dict[str, object] = {"letters": keys, "sent_at": now, "times_sent": 1}
    if invitation.state == InvitationState.QUEUED:
        values["state"] = InvitationState.SENT.value
    change_invitation(invitation, **values)
    journal.record(AuditTag.REQUEST_SENT, invitation, details(invitation.round, letters=len(keys)))


def _open_refusal(opinion_round: OpinionRound) -> Refusal | None:
    if opinion_round.state == RoundState.OPEN:
        return None
    return Refusal("round.not_open", gettext_noop("This round is not open."))


def _nobody(keys: Sequence[str]) -> Refusal | None:
    if keys:
        return None
    return Refusal(
        "round.nobody_to_write_to",
        gettext_noop(
            "Nobody is on duty at this agency today, so there is nobody to write to. Name a focal "
            "officer first."
        ),
    )
