"""Entering what was decided, and closing each day with the head over all entries."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date, datetime

from django.db.models import F, Max
from django.utils import timezone

from sangto.audit.domain import merkle
from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.references import unused_reference
from sangto.organisations.models import Network
from sangto.organisations.queries import current_network
from sangto.transparency.domain.entries import (
    DAY_SUBJECT,
    SUBJECT,
    Draft,
    Source,
    canonical,
    core_of,
    day_leaf,
    leaf_of,
)
from sangto.transparency.models import RegisterDay, RegisterEntry, RegisterTotal
from sangto.transparency.permissions import Permission, authorise
from sangto.transparency.queries.pending import pending

PREFIX = "SM"
#: Entries of each kind in one transaction.
BATCH = 200


def enter_pending(*, actor: Actor, now: datetime | None = None, batch: int = BATCH) -> int:
    """Enter everything that was decided since; in small transactions, how many. A second run
    finds nothing left, and what was entered twice is refused by the database."""
    authorise(actor, Permission.ENTER)
    network = current_network()
    total = 0
    while network is not None:
        with change(actor) as journal:
            made = _enter(network, list(pending(batch)), journal, now or timezone.now())
            if not made:
                journal.nothing_changed()
        total += made
        if not made:
            break
    return total


def _enter(network: Network, drafts: list[Draft], journal: Journal, at: datetime) -> int:
    last = RegisterEntry.objects.aggregate(last=Max("number"))["last"] or 0
    events: list[tuple[tuple[str, str], dict[str, object]]] = []
    sums: Counter[tuple[date, str, str, str, int, int]] = Counter()
    for number, draft in enumerate(drafts, start=last + 1):
        emptied = [
            entry
            for source in draft.empties
            if (entry := _entry_of(source)) is not None and entry.emptied_at is None
        ]
        before = _newest(_entry_of(draft.after))
        entry = _made(network, draft, number, before, emptied, at)
        events.append(((SUBJECT, entry.leaf), {"entry": entry.reference}))
        sums[_alike(entry)] += 1
        for old in emptied:
            RegisterEntry.objects.filter(pk=old.pk).update(texts={}, salt="", emptied_at=at)
            journal.record(AuditTag.REGISTER_EMPTIED, old)
    journal.record_all(AuditTag.REGISTER_ENTERED, events)
    _count(network, sums)
    return len(drafts)


def _entry_of(source: Source | None) -> RegisterEntry | None:
    if source is None:
        return None
    return RegisterEntry.objects.filter(
        source=source.name, source_id=source.id, event=source.event
    ).first()


def _newest(entry: RegisterEntry | None) -> RegisterEntry | None:
    """The last entry in the line that this one stands in."""
    while entry is not None:
        later = RegisterEntry.objects.filter(supersedes=entry).first()
        if later is None:
            return entry
        entry = later
    return None


def _made(
    network: Network,
    draft: Draft,
    number: int,
    before: RegisterEntry | None,
    emptied: list[RegisterEntry],
    at: datetime,
) -> RegisterEntry:
    reference = unused_reference(
        PREFIX,
        timezone.localdate(at).year,
        secrets.token_bytes,
        lambda wanted: RegisterEntry.objects.filter(reference=wanted).exists(),
    )
    salt = secrets.token_hex(16)
    core = canonical(
        core_of(
            draft,
            number=number,
            reference=reference,
            entered_at=at,
            supersedes=before.reference if before is not None else "",
            removes=[entry.number for entry in emptied],
            salt=salt,
        )
    )
    return RegisterEntry.objects.create(
        number=number,
        reference=reference,
        network=network,
        source=draft.source.name,
        source_id=draft.source.id,
        event=draft.source.event,
        kind=draft.kind.value,
        about=draft.about,
        category=draft.category.value,
        outcome=draft.outcome,
        agency_id=draft.agency_id,
        territory_id=draft.territory_id,
        decided_at=draft.decided_at,
        entered_at=at,
        supersedes=before,
        core=core,
        leaf=leaf_of(core),
        texts=dict(draft.texts),
        salt=salt,
    )


def _alike(entry: RegisterEntry) -> tuple[date, str, str, str, int, int]:
    """The columns of a sum, in the order of :class:`RegisterTotal`."""
    month = timezone.localdate(entry.decided_at).replace(day=1)
    return (
        month,
        entry.kind,
        entry.category,
        entry.outcome,
        entry.agency_id or 0,
        entry.territory_id or 0,
    )


def _count(network: Network, sums: Counter[tuple[date, str, str, str, int, int]]) -> None:
    for (month, kind, category, outcome, agency, territory), count in sums.items():
        alike = {
            "network": network,
            "month": month,
            "kind": kind,
            "category": category,
            "outcome": outcome,
            "agency_key": agency,
            "territory_key": territory,
        }
        if not RegisterTotal.objects.filter(**alike).update(count=F("count") + count):
            RegisterTotal.objects.create(**alike, count=count)


def close_days(*, actor: Actor, now: datetime | None = None) -> int:
    """Write the head over all entries of each day that ended since; how many days.

    A day on which nothing was entered has none. The head is a subject of the record, so that a
    seal binds it. Reads every leaf once.
    """
    authorise(actor, Permission.ENTER)
    at = now or timezone.now()
    today = timezone.localdate(at)
    with change(actor) as journal:
        last = RegisterDay.objects.order_by("-day").first()
        tree, made, day = merkle.Frontier(), 0, None
        for number, leaf, entered_at in (
            RegisterEntry.objects.order_by("number")
            .values_list("number", "leaf", "entered_at")
            .iterator(chunk_size=5000)
        ):
            entered_on = timezone.localdate(entered_at)
            if day is not None and entered_on > day:
                made += _close(day, tree, last, journal, at)
            day = entered_on
            if day >= today:
                break
            tree.append(bytes.fromhex(leaf))
            assert tree.size == number  # noqa: S101 - numbers have no gaps
        else:
            if day is not None:
                made += _close(day, tree, last, journal, at)
        if not made:
            journal.nothing_changed()
        return made


def _close(
    day: date, tree: merkle.Frontier, last: RegisterDay | None, journal: Journal, at: datetime
) -> int:
    if last is not None and day <= last.day:
        return 0
    root = tree.head().hex()
    RegisterDay.objects.create(day=day, entries=tree.size, root=root, made_at=at)
    leaf = day_leaf(day.isoformat(), entries=tree.size, root=root)
    journal.record(AuditTag.REGISTER_CLOSED, (DAY_SUBJECT, leaf), {"day": day.isoformat()})
    return 1
