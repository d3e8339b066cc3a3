"""Reading and checking the record."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from django.db.models import Model, QuerySet

from sangto.audit.domain.entries import (
    GENESIS,
    LEAF_BYTES,
    Entry,
    details_text,
    seal_chain,
    seal_mac_text,
    seal_root,
    unpacked,
)
from sangto.audit.domain.problems import Broken, Problem
from sangto.audit.models import AuditEvent, Seal
from sangto.audit.secrets import digester

DETAILS_PURPOSE = "audit.details"
SEAL_PURPOSE = "audit.seal"

_ENTRY_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """``first_broken`` is ``event N`` or ``seal N``; ``head`` the newest chain, for noting down."""

    ok: bool
    events: int
    seals: int
    first_broken: str | None
    problem: Problem | None
    head: str


def subject_of(subject: Model | tuple[str, object]) -> tuple[str, str]:
    """What stands in the record for a row (``app.model`` and its key) or a named thing."""
    if isinstance(subject, Model):
        if subject.pk is None:
            raise ValueError("a row is recorded after it was saved")
        return subject._meta.label_lower, str(subject.pk)
    return subject[0], str(subject[1])


def events_about(subject: Model | tuple[str, object]) -> QuerySet[AuditEvent]:
    """Oldest first."""
    subject_type, subject_id = subject_of(subject)
    return AuditEvent.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by(
        "id"
    )


def people_who_acted_on(subjects: Iterable[Model]) -> set[int]:
    """The members of staff whom the record names for any of these rows. One query a kind."""
    keys: dict[str, list[str]] = {}
    for subject in subjects:
        kind, key = subject_of(subject)
        keys.setdefault(kind, []).append(key)
    found: set[int] = set()
    for kind, ids in keys.items():
        acted = AuditEvent.objects.filter(
            subject_type=kind, subject_id__in=ids, actor_user__isnull=False
        ).values_list("actor_user", flat=True)
        found.update(user for user in acted if user is not None)
    return found


def details_match(event: AuditEvent, details: Mapping[str, object]) -> bool:
    """Whether these are the details that were recorded; the record itself can not tell them."""
    text = details_text(event.salt, details)
    return _is_one_of(event.details_digest, digester().candidates(DETAILS_PURPOSE, text))


def verify(*, known_chain: str = "") -> VerificationReport:
    """Recompute every hash and name the first entry that does not hold.

    Reads all events and seals once, one seal's worth at a time. Somebody who may write the
    tables and drop the triggers is found by changed, missing or inserted events and by seals
    that the key did not make. Two things need a witness outside the database: that the newest
    seals were cut off together with their events (give a ``known_chain`` that was noted down
    earlier), and what happened to an event before its seal, which is about a minute.
    """
    walk = _Walk(known_chain)
    broken = walk.first_broken()
    return VerificationReport(
        ok=broken is None,
        events=walk.events,
        seals=walk.seals,
        first_broken=None if broken is None else broken.entry,
        problem=None if broken is None else broken.problem,
        head=walk.chain,
    )


class _Walk:
    """One pass over seals and events, in order; counts what it has found whole so far."""

    def __init__(self, known_chain: str) -> None:
        self.events = 0
        self.seals = 0
        self.chain = GENESIS
        self._last: int | None = None
        self._known = known_chain.strip().lower()

    def first_broken(self) -> Broken | None:
        unknown = bool(self._known) and self._known != GENESIS
        for seal in Seal.objects.order_by("last_event").iterator(chunk_size=16):
            broken = self._broken_in_seal(seal) or self._broken_event_of(seal)
            if broken is not None:
                return broken
            self.seals += 1
            self.chain = seal.chain
            self._last = seal.last_event
            unknown = unknown and seal.chain != self._known
        return self._broken_unsealed() or (
            Broken(f"chain {self._known}", Problem.CUT_OFF) if unknown else None
        )

    def _broken_in_seal(self, seal: Seal) -> Broken | None:
        name = f"seal {seal.pk}"
        leaves = bytes(seal.leaves)
        if len(leaves) != seal.size * LEAF_BYTES or not leaves:
            return Broken(name, Problem.SEAL_CHANGED)
        ids = [event for event, _ in unpacked(leaves)]
        if ids != sorted(set(ids)) or not _fits_together(seal, ids[0], ids[-1]):
            return Broken(name, Problem.SEAL_CHANGED)
        text = seal_mac_text(chain=seal.chain, sealed_at=seal.sealed_at)
        if not _is_one_of(seal.mac, digester().candidates(SEAL_PURPOSE, text)):
            return Broken(name, Problem.SEAL_FORGED)
        if seal.previous_chain != self.chain or (self._last is not None and ids[0] <= self._last):
            return Broken(name, Problem.CHAIN_BROKEN)
        return None

    def _events(self) -> QuerySet[AuditEvent]:
        after = AuditEvent.objects.order_by("id")
        return after if self._last is None else after.filter(id__gt=self._last)

    def _broken_event_of(self, seal: Seal) -> Broken | None:
        found = iter(self._events().filter(id__lte=seal.last_event).iterator(chunk_size=512))
        event = next(found, None)
        for expected, leaf in unpacked(bytes(seal.leaves)):
            if event is not None and event.pk < expected:
                return Broken(f"event {event.pk}", Problem.INSERTED)
            if event is None or event.pk > expected:
                return Broken(f"event {expected}", Problem.MISSING)
            if event.leaf_hash != leaf or _leaf_of(event) != leaf:
                return Broken(f"event {expected}", Problem.CHANGED)
            self.events += 1
            event = next(found, None)
        return None

    def _broken_unsealed(self) -> Broken | None:
        for event in self._events().iterator(chunk_size=512):
            if _leaf_of(event) != event.leaf_hash:
                return Broken(f"event {event.pk}", Problem.CHANGED)
            self.events += 1
        return None


def _leaf_of(event: AuditEvent) -> str:
    return Entry(**{name: getattr(event, name) for name in _ENTRY_FIELDS}).leaf_hash()


def _fits_together(seal: Seal, first: int, last: int) -> bool:
    if (seal.first_event, seal.last_event) != (first, last):
        return False
    if seal_root(bytes(seal.leaves)) != seal.root:
        return False
    try:
        chain = seal_chain(
            previous=seal.previous_chain, root=seal.root, first=first, last=last, size=seal.size
        )
    except ValueError:
        return False
    return chain == seal.chain


def _is_one_of(value: str, candidates: tuple[str, ...]) -> bool:
    matches = [hmac.compare_digest(value.encode(), one.encode()) for one in candidates]
    return any(matches)
