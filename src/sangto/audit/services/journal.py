"""The frame around every write: one transaction that records what it did."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from sangto.audit.domain.entries import Entry, details_text
from sangto.audit.locks import write_lock
from sangto.audit.models import AuditEvent
from sangto.audit.queries import DETAILS_PURPOSE, subject_of
from sangto.audit.secrets import digester
from sangto.audit.services.ordering import hold_off_the_sealer
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, ActorKind

_LABELLED = frozenset({ActorKind.SYSTEM, ActorKind.OPERATOR, ActorKind.MACHINE})


class UnrecordedChange(RuntimeError):  # noqa: N818 - the word of the house
    """A write ended without a record: a mistake in the code; nothing of it was kept."""


#: Gets each of its items once, in the order in which they were named first.
LastStep = Callable[[Collection[int]], object]


class Journal:
    """What a write holds while it works. Made by :func:`change` only."""

    def __init__(self, actor: Actor, outermost: Journal | None = None) -> None:
        self.actor = actor
        self._settled = False
        self._outermost = outermost or self
        self._last: dict[LastStep, dict[int, None]] = {}

    def record(
        self,
        tag: AuditTag,
        subject: Model | tuple[str, object],
        details: Mapping[str, object] | None = None,
    ) -> AuditEvent:
        """Write one event. Of the details only a keyed digest with a fresh salt is kept."""
        event = self._event(tag, subject, details)
        event.save(force_insert=True)
        self._settled = True
        return event

    def record_all(
        self,
        tag: AuditTag,
        subjects: Collection[tuple[Model | tuple[str, object], Mapping[str, object]]],
    ) -> None:
        """One event for each subject with its details, written together."""
        if subjects:
            AuditEvent.objects.bulk_create(
                self._event(tag, subject, details) for subject, details in subjects
            )
            self._settled = True

    def _event(
        self,
        tag: AuditTag,
        subject: Model | tuple[str, object],
        details: Mapping[str, object] | None,
    ) -> AuditEvent:
        subject_type, subject_id = subject_of(subject)
        salt = secrets.token_hex(16)
        entry = Entry(
            at=timezone.now(),
            tag=AuditTag(tag).value,
            actor_kind=self.actor.kind.value,
            actor_user=self.actor.user_id,
            actor_agency=self.actor.agency_id,
            actor_label=self.actor.label[:100] if self.actor.kind in _LABELLED else "",
            subject_type=subject_type,
            subject_id=subject_id,
            salt=salt,
            details_digest=digester().digest(DETAILS_PURPOSE, details_text(salt, details or {})),
        )
        return AuditEvent(**asdict(entry), leaf_hash=entry.leaf_hash())

    def nothing_changed(self) -> None:
        """Say that this write found nothing to do, so that it may end without a record."""
        self._settled = True

    def _finish(self, gathered: dict[LastStep, dict[int, None]] | None) -> None:
        if gathered is not None:
            for step, items in self._last.items():
                gathered.setdefault(step, {}).update(items)
            return
        while self._last:
            steps, self._last = self._last, {}
            for step, items in steps.items():
                step(tuple(items))

    def _close(self) -> None:
        if not self._settled:
            raise UnrecordedChange("this change wrote nothing into the record")


_current: ContextVar[Journal | None] = ContextVar("sangto_journal", default=None)
_gathered: ContextVar[dict[LastStep, dict[int, None]] | None] = ContextVar(
    "sangto_gathered", default=None
)


@contextmanager
def change(actor: Actor) -> Iterator[Journal]:
    """One transaction that has to record something, or say ``journal.nothing_changed()``.

    Takes the write lock first (SQLite), then begins the transaction, then makes the sealer wait
    (PostgreSQL). A change inside another one joins its transaction: an exception undoes the
    inner one only, and what the inner one recorded counts for the outer one too. Ends with
    :class:`UnrecordedChange`, and rolls back, when nothing was recorded in the block.
    """
    outer = _current.get()
    journal = Journal(actor, outer._outermost if outer is not None else None)
    with write_lock(), transaction.atomic():
        if outer is None:
            hold_off_the_sealer()
        token = _current.set(journal)
        try:
            yield journal
            if outer is None:
                journal._finish(_gathered.get())
        finally:
            _current.reset(token)
        journal._close()
    if outer is not None:
        outer._settled = True


@contextmanager
def gathered() -> Iterator[None]:
    """One transaction for many changes, whose last steps run once for all of them at its end."""
    outer = _gathered.get()
    steps: dict[LastStep, dict[int, None]] = {} if outer is None else outer
    with write_lock(), transaction.atomic():
        token = _gathered.set(steps)
        try:
            yield
        finally:
            _gathered.reset(token)
        if outer is None:
            for step, items in steps.items():
                step(tuple(items))


def before_the_end(step: LastStep, item: int) -> None:
    """Let ``step`` run once, with all items named for it, before the outermost change ends.

    For rows that are computed from others: however many writes of one change touch their sources,
    they are computed once, from what stands then. Called outside of a change, it runs at once.
    """
    journal = _current.get()
    if journal is None:
        step((item,))
        return
    journal._outermost._last.setdefault(step, {})[item] = None
