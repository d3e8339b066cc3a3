"""One at a time: whoever decides which claim a report belongs to."""

from __future__ import annotations

from django.db import connection

#: "match" in ASCII.
_LOCK = 0x6D61746368


def hold_links() -> None:
    """Until the end of the transaction nobody else links, moves or joins, so that two equal
    reports that come at the same moment end at one claim, and none at a claim just joined to
    another. SQLite has one writer anyway.

    Taken before any row, so nobody waits here for somebody who waits for them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
