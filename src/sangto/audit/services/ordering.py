"""Events become visible in the order of their ids, as far as the sealer can see.

On PostgreSQL a transaction may commit a lower id after a higher one. Whoever records holds a
shared advisory lock until the commit is visible; the sealer takes the exclusive one, and so
sees every id below the highest. SQLite has one writer, and needs none of this.
"""

from __future__ import annotations

from django.db import connection

#: "sangto" in ASCII; advisory locks belong to one database.
_LOCK = 0x73616E67746F
_PATIENCE = "5s"


def hold_off_the_sealer() -> None:
    """Until the end of this transaction. Waits while the sealer works."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def wait_for_recorders() -> None:
    """Until no other transaction is recording; then none begins before this one ends.

    New recorders queue up behind the waiting sealer, so it waits five seconds at most and then
    raises ``OperationalError``; the next attempt finds the events still there.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
