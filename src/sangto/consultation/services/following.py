"""Open rounds follow what changes around them: working days, and agencies that end."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.invitations import WAITING_STATES, InvitationState
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.models import OpinionRound, RoundInvitation
from sangto.consultation.permissions import authorise_round_work
from sangto.consultation.queries.rounds import concerned_agencies, length_of
from sangto.consultation.services.request_links import new_link
from sangto.consultation.services.round_rows import (
    change_invitation,
    change_row,
    details,
    held,
    held_by_key,
    held_invitation,
    own_deadline,
    set_closing,
    tell_case,
)
from sangto.consultation.services.sending import ask_sending
from sangto.kernel.actor import Actor
from sangto.kernel.worktime import WorkCalendar
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import Heirs, calendar_for, today

_WAITING = [state.value for state in WAITING_STATES]


def recompute_round_deadlines(
    *, network: Network, actor: Actor, now: datetime | None = None
) -> int:
    """Count the deadline of every open round anew in the table of today, with those of agencies
    that have more time, and note each that moved; how many rounds. A second run changes nothing."""
    authorise_round_work(actor)
    now = now or timezone.now()
    calendar = calendar_for(network)
    running = OpinionRound.objects.filter(network=network, state=RoundState.OPEN.value)
    moved = 0
    for key in list(running.order_by("pk").values_list("pk", flat=True)):
        with change(actor) as journal:
            opinion_round = held_by_key(key)
            if opinion_round.state != RoundState.OPEN or not _recompute(
                journal, opinion_round, calendar, actor, now
            ):
                journal.nothing_changed()
                continue
            moved += 1
    return moved


def _recompute(
    journal: Journal,
    opinion_round: OpinionRound,
    calendar: WorkCalendar,
    actor: Actor,
    now: datetime,
) -> bool:
    before, opened_at = opinion_round.due_at, opinion_round.opened_at
    if before is None or opened_at is None:
        return False
    after = length_of(opinion_round).deadline(opened_at, calendar).at
    changed: list[object] = []
    if after != before:
        note = _note(before, after, now)
        change_row(opinion_round, due_at=after, moved=[*opinion_round.moved, note])
        changed.append(note)
    extended = RoundInvitation.objects.select_for_update(of=("self",)).filter(
        round=opinion_round, granted_days__gte=1, due_at__isnull=False, state__in=_WAITING
    )
    for invitation in extended:
        own = own_deadline(opinion_round, invitation.granted_days or 1, calendar)
        if invitation.due_at is not None and own != invitation.due_at:
            note = _note(invitation.due_at, own, now)
            change_invitation(invitation, due_at=own, moved=[*invitation.moved, note])
            changed.append({"request": invitation.pk, **note})
    closes_at = opinion_round.closes_at
    set_closing(opinion_round, calendar)
    if not changed and opinion_round.closes_at == closes_at:
        return False
    journal.record(
        AuditTag.ROUND_RECOMPUTED, opinion_round, details(opinion_round, changed=changed)
    )
    if after != before:
        tell_case(
            opinion_round,
            "deadline",
            actor=actor,
            now=now,
            data={"before": _text(before), "after": _text(after)},
        )
    return True


def move_requests_of_ended(*, actor: Actor, now: datetime | None = None) -> int:
    """Requests that wait at agencies that ended pass to who took over this part of their work; how
    many. A successor that is asked already keeps its own request, and the other one ends without
    an answer; so does one without a successor. Answers that were given stay as they are."""
    authorise_round_work(actor)
    now = now or timezone.now()
    stranded = RoundInvitation.objects.filter(
        round__state=RoundState.OPEN.value,
        state__in=_WAITING,
        agency__valid_until__lt=today(now),
    ).select_related("round__network")
    heirs: dict[int, Heirs] = {}
    moved = 0
    for found in list(stranded.order_by("pk")):
        network = found.round.network
        if network.pk not in heirs:
            heirs[network.pk] = Heirs(network, today(now))
        with change(actor) as journal:
            opinion_round = held(found.round)
            invitation = held_invitation(opinion_round, found.pk)
            if invitation.state not in _WAITING or opinion_round.state != RoundState.OPEN:
                journal.nothing_changed()
                continue
            _pass_on(journal, invitation, heirs[network.pk], actor, now)
            moved += 1
    return moved


def _pass_on(
    journal: Journal, invitation: RoundInvitation, heirs: Heirs, actor: Actor, now: datetime
) -> None:
    opinion_round, ended = invitation.round, invitation.agency
    case = opinion_round.case
    topic = (case.topic or case.category) if case is not None else ""
    heir = heirs.of(ended.pk, topic)
    asked = RoundInvitation.objects.filter(round=opinion_round, agency=heir).exists()
    if heir is None or asked or heir.pk == opinion_round.agency_id:
        change_invitation(invitation, state=InvitationState.CLOSED_WITHOUT_ANSWER.value)
    else:
        _give(invitation, heir)
        ask_sending(opinion_round, now)
    tell_case(
        opinion_round,
        "inherited",
        actor=actor,
        now=now,
        data={"from": ended.pk, "agency": heir.pk if heir is not None else ended.pk},
    )
    journal.record(
        AuditTag.ROUND_INHERITED,
        invitation,
        details(opinion_round, source=ended.pk, target=heir.pk if heir is not None else None),
    )


def _give(invitation: RoundInvitation, heir: Agency) -> None:
    """A new link, since the old one went to people of the agency that ended."""
    change_invitation(
        invitation,
        agency_id=heir.pk,
        instead_of_id=invitation.instead_of_id or invitation.agency_id,
        concerned=heir.pk in concerned_agencies(invitation.round),
        state=InvitationState.QUEUED.value
        if invitation.state in (InvitationState.SENT, InvitationState.BOUNCED)
        else invitation.state,
        letters=[],
        sent_at=None,
        times_sent=0,
        revoked_at=None,
        **new_link(),
    )


def _note(before: datetime, after: datetime, now: datetime) -> dict[str, str]:
    return {"at": _text(now), "before": _text(before), "after": _text(after)}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
