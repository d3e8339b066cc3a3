"""The table of claims of this process: a copy that is read anew, a little behind the database.

A change of a claim's texts reaches it when the queue has made the claim's profile, and then with
the next message, at most :data:`STALE` later. A large table is read at first in a thread of its
own; until it is there, messages are matched without it.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.models import Max

from sangto.matching.claimstage import ClaimTable
from sangto.matching.encoders import encoder
from sangto.matching.models import ClaimProfile
from sangto.matching.queries.telling import claim_texts

#: Seconds between two readings of a large table.
STALE = 2.0
#: A table of up to so many claims is read and changed while somebody waits.
AT_ONCE = 1_000
_BATCH = 1_000

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    table: ClaimTable
    stamp: int
    encoder: str
    read_at: float


_NOTHING = _Known(ClaimTable.build([]), 0, "", 0.0)


class _Claims:
    def __init__(self) -> None:
        self._known = _NOTHING
        self._reading = threading.Lock()

    def forget(self) -> None:
        self._known = _NOTHING

    def table(self, *, whole: bool) -> ClaimTable:
        known = self._known
        if len(known.table) > AT_ONCE and time.monotonic() - known.read_at < STALE:
            return known.table
        newest = ClaimProfile.objects.aggregate(newest=Max("stamp"))["newest"] or 0
        found = encoder()
        name = found.name if found is not None else ""
        if newest == known.stamp and name == known.encoder:
            return known.table
        if not self._reading.acquire(blocking=whole):
            return known.table
        apart = False
        try:
            if newest < known.stamp or name != known.encoder:
                known = _NOTHING
            changed = ClaimProfile.objects.filter(stamp__gt=known.stamp)
            if whole or len(known.table) + changed.count() <= AT_ONCE:
                self._known = _read(known, newest, name)
            else:
                reader = threading.Thread(
                    target=self._read_apart, args=(known, newest, name), name="claim-table"
                )
                reader.daemon = True
                reader.start()
                apart = True
        finally:
            if not apart:
                self._reading.release()
        return self._known.table

    def _read_apart(self, known: _Known, newest: int, name: str) -> None:
        try:
            self._known = _read(known, newest, name)
        except DatabaseError:
            logger.exception("the table of claims could not be read")
        finally:
            connection.close()
            self._reading.release()


def _read(known: _Known, newest: int, name: str) -> _Known:
    rows = ClaimProfile.objects.filter(stamp__gt=known.stamp, stamp__lte=newest)
    changed = list(rows.order_by("pk").values_list("pk", flat=True))
    texts = [
        text
        for start in range(0, len(changed), _BATCH)
        for text in claim_texts(changed[start : start + _BATCH], encoder=name)
    ]
    fresh = not len(known.table)
    table = ClaimTable.build(texts) if fresh else known.table.with_changes(texts, changed)
    return _Known(table, newest, name, time.monotonic())


_CLAIMS = _Claims()


def claim_table(*, whole: bool = False) -> ClaimTable:
    """The claims of this desk that anything was written about. One query while nothing changed.
    ``whole``: wait until all of them are read."""
    return _CLAIMS.table(whole=whole)


def forget_claim_table() -> None:
    """For tests, whose databases go back in time."""
    _CLAIMS.forget()
