"""Digests: made with their letters in one transaction, and who wants them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, Role
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.services import queue_mail
from sangto.notices.services.outbox import sealed_recipient
from sangto.organisations.domain.kinds import DigestRhythm
from sangto.organisations.models import Agency, Membership, Network, User, valid_on
from sangto.organisations.queries import current_charter, duties_on, today
from sangto.reporting.domain.digests import DigestKind, Due, due_digest
from sangto.reporting.models import Digest, DigestWish
from sangto.reporting.permissions import WHOLE_NETWORK, Permission, authorise
from sangto.reporting.queries.digests import Content, agency_digest, network_digest
from sangto.reporting.queries.scope import reach_of
from sangto.reporting.wording import digest_letter, waiting_letter

_LEADERS = [Role.APPROVER.value, Role.DESK_OFFICER.value]
_WHOLE = [kind.value for kind in WHOLE_NETWORK]
_WAITS = ("requests", "cases", "tasks", "measures")


def make_due_digests(*, actor: Actor, now: datetime | None = None) -> int:
    """What is due by the charters' rhythms and hours; how many were made. Each in a small
    transaction of its own, so that one that fails holds up no other."""
    authorise(actor, Permission.DIGEST_MAKE)
    now = now or timezone.now()
    return sum(_make_for(network, actor, now) for network in Network.objects.order_by("pk"))


def _make_for(network: Network, actor: Actor, now: datetime) -> int:
    try:
        charter = current_charter(network)
    except Refused:
        return 0
    over = charter.valid_until is not None and charter.valid_until < today(now)
    if charter.digest is DigestRhythm.NONE or over:
        return 0
    kind = DigestKind.DAILY if charter.digest is DigestRhythm.DAILY else DigestKind.WEEKLY
    made = int(_make(network, None, kind, charter.digest_hour, actor, now))
    for agency in Agency.objects.filter(valid_on(today(now)), network=network).order_by("pk"):
        made += _make(network, agency, DigestKind.WAITING, charter.digest_hour, actor, now)
    return made


def _make(
    network: Network,
    agency: Agency | None,
    kind: DigestKind,
    hour: int,
    actor: Actor,
    now: datetime,
) -> bool:
    if _due(network, agency, kind, hour, now) is None:
        return False
    with change(actor) as journal:
        # Asked again, now that nobody else is writing: the unique row would refuse a second one.
        Network.objects.select_for_update().filter(pk=network.pk).first()
        due = _due(network, agency, kind, hour, now)
        if due is None:
            journal.nothing_changed()
            return False
        content = (
            network_digest(network, due.since, due.until)
            if agency is None
            else agency_digest(agency, due.until)
        )
        digest = Digest.objects.create(
            network=network,
            agency=agency,
            kind=kind.value,
            day=due.day,
            since=due.since,
            until=due.until,
            made_at=now,
            content=content,
        )
        digest.letters = _send(digest, content, now)
        Digest.objects.filter(pk=digest.pk).update(letters=digest.letters)
        journal.record(
            AuditTag.DIGEST_MADE,
            digest,
            {"kind": kind.value, "day": due.day.isoformat(), "letters": digest.letters},
        )
    return True


def _due(
    network: Network, agency: Agency | None, kind: DigestKind, hour: int, now: datetime
) -> Due | None:
    """The last of any rhythm counts, so that a charter that changes it tells nothing twice."""
    rows = Digest.objects.filter(network=network, agency=agency).order_by("-day")
    last: tuple[date, datetime] | None = rows.values_list("day", "until").first()
    return due_digest(kind=kind, hour=hour, now=now, last=last)


def _send(digest: Digest, content: Content, now: datetime) -> int:
    """One letter a person and digest; who left or lost the role gets none."""
    write = digest_letter if digest.agency is None else waiting_letter
    sent: set[str] = set()
    for name, address, language in _people(digest, content, today(now)):
        if address in sent:
            continue
        sent.add(address)
        letter = write(digest, language)
        queue_mail(
            key=f"digest:{digest.pk}:{name}",
            to_sealed=sealed_recipient(address),
            language=language,
            subject=letter.subject,
            body=letter.body,
            now=now,
        )
    return len(sent)


def _people(digest: Digest, content: Content, day: date) -> list[tuple[str, str, str]]:
    """By kind and number, with address and language. An agency that nothing waits for gets none."""
    if digest.agency is None:
        return [
            (f"user:{user.pk}", user.email.lower(), user.language)
            for user in _followers(digest.network, day)
        ]
    if not any(content[name] for name in _WAITS):
        return []
    return [
        (f"officer:{duty.officer.pk}", duty.officer.email.lower(), "vi")
        for duty in duties_on([digest.agency.pk], day)[digest.agency.pk]
    ]


def _followers(network: Network, day: date) -> QuerySet[User]:
    working = Membership.objects.filter(
        valid_on(day),
        agency__network=network,
        agency__kind__in=_WHOLE,
        role__in=_LEADERS,
    )
    return User.objects.filter(
        is_active=True, digest_wish__isnull=False, pk__in=working.values("user")
    ).order_by("pk")


def follow_digest(*, wanted: bool, actor: Actor, now: datetime | None = None) -> bool:
    """Begin or end getting the network's digest by e-mail; whether that changed anything."""
    with change(actor) as journal:
        reach = reach_of(actor, Permission.DIGEST_FOLLOW)
        if not reach.whole or actor.user_id is None:
            raise NotVisible
        if wanted:
            _wish, changed = DigestWish.objects.get_or_create(
                user_id=actor.user_id, defaults={"since": now or timezone.now()}
            )
        else:
            changed = bool(DigestWish.objects.filter(user_id=actor.user_id).delete()[0])
        if not changed:
            journal.nothing_changed()
            return False
        tag = AuditTag.DIGEST_FOLLOWED if wanted else AuditTag.DIGEST_LEFT
        journal.record(tag, ("organisations.user", actor.user_id))
    return True
