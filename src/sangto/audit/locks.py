"""One writer at a time on SQLite.

SQLite lets one connection write; the others poll and may starve. Threads of one process queue
up here instead, before they ask the database (the measured tail is several times shorter).
PostgreSQL has its own locks, so there this does nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_WRITERS = threading.RLock()


@contextmanager
def write_lock() -> Iterator[None]:
    """Hold this before a write transaction begins. Re-entrant.

    Inside a transaction it does nothing: transactions on SQLite begin IMMEDIATE, so whoever is
    in one is the writer already, and waiting here for another thread could only be a deadlock.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _WRITERS:
        yield
