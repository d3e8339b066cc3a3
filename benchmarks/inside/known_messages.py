"""Fill the desk with claims and reports that it knows, and its index with all of them at once.

Reads one job as JSON from standard input; says how far it is on standard error, and prints what was
measured as JSON::

    {"keys": "messages.txt.gz", "reports": 1000000, "claims": 10000, "published": 52}

The first ``published`` claims and verdicts are those of the sample network, made by the services.
The others are rows: claims with a wording each, reports, and their links, spread over the claims.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from benchmarks.inside import network as sample

if TYPE_CHECKING:
    from django.db.models import Model

BATCH = 5_000
#: Rows of the index written in one transaction.
TOGETHER = 20_000
#: Kept in the data folder, for whoever asks later.
NOTE = "known-messages.json"
#: The newest reports came in this many minutes after one another.
_MINUTES = 2


def say(what: str) -> None:
    sys.stderr.write(f"  {what}\n")
    sys.stderr.flush()


def main(job: dict[str, Any]) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection

    from benchmarks.inside.disk import sizes

    known = json.loads(_silently(lambda: sample.main(job["published"])))["known"]
    say(f"{job['claims']:,} claims and {job['reports']:,} reports as rows")
    note = _rows(job)
    Path(settings.SANGTO_DATA, NOTE).write_text(json.dumps(note), encoding="utf-8")
    entries = _emptied()
    before = sizes(connection)
    say("filling the index")
    began = time.perf_counter()
    _fill(_entries(job, note, entries))
    took = time.perf_counter() - began
    after = sizes(connection)
    grown = {name: after[name] - before.get(name, 0) for name in after}
    with connection.cursor() as cursor:
        # As autovacuum does on PostgreSQL soon after; the sizes were taken before.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    say(f"filled in {took:,.1f} s")
    answer = {"seconds": took, "grown": grown, "known": known, "index": _of_the_index(grown)}
    json.dump(answer, sys.stdout)


def _silently(what: Any) -> str:
    """What it prints, which is meant for another caller."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        what()
    return printed.getvalue()


def _of_the_index(grown: dict[str, int]) -> dict[str, int]:
    """What grew while the index was filled: rows of entries with their B-trees, all else apart."""
    from sangto.matching.models import IndexEntry

    table = IndexEntry._meta.db_table
    entries = sum(size for name, size in grown.items() if name.split("/")[0] == table)
    return {"entries": entries, "postings": sum(grown.values()) - entries}


def _rows(job: dict[str, Any]) -> dict[str, int]:
    """Numbers of the rows made: ``report`` is that of the first report less one, and so on."""
    from django.db import connection, transaction
    from django.utils import timezone

    from sangto.intake.models import Report
    from sangto.matching.models import Claim, ClaimWording, ReportLink

    had = {
        name: (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
        for name, model in (
            ("report", Report),
            ("claim", Claim),
            ("wording", ClaimWording),
            ("link", ReportLink),
        )
    }
    now = timezone.now()
    with transaction.atomic():
        claim, wording, report, link = _patterns(now)
        texts = list(enumerate(islice(_keys(job), job["claims"]), start=1))
        _insert(claim, (_claim(had["claim"], number, text) for number, text in texts))
        _insert(
            wording,
            (
                {
                    "id": had["wording"] + number,
                    "claim_id": had["claim"] + number,
                    "text": f"{text} nguyen van",
                    "folded": f"{text} nguyen van",
                }
                for number, text in texts
            ),
        )
    done = 0
    keys = enumerate(_keys(job), start=1)
    while batch := list(islice(keys, BATCH * 4)):
        with transaction.atomic():
            _insert(report, (_report(had["report"], number, key, now) for number, key in batch))
            _insert(
                link,
                (
                    {
                        "id": had["link"] + number,
                        "report_id": had["report"] + number,
                        "claim_id": had["claim"] + 1 + number % job["claims"],
                    }
                    for number, _ in batch
                ),
            )
        done += len(batch)
        if not done % (BATCH * 40):
            say(f"{done:,} reports")
    _profiles()
    if connection.vendor == "postgresql":
        _go_on_counting(Claim, ClaimWording, Report, ReportLink)
    return had


def _keys(job: dict[str, Any]) -> Iterator[str]:
    with gzip.open(job["keys"], "rt", encoding="utf-8") as lines:
        yield from (line.rstrip("\n") for line in islice(lines, job["reports"]))


def _patterns(now: datetime) -> tuple[Model, Model, Model, Model]:
    """One row of each kind, which the others are copies of."""
    from sangto.intake.domain.reports import Channel, OriginKind
    from sangto.intake.models import Report
    from sangto.matching.domain.kinds import LinkMethod, LinkState
    from sangto.matching.models import Claim, ClaimWording, ReportLink
    from sangto.organisations.queries import current_network

    network = current_network()
    if network is None:
        raise LookupError("the sample network is not loaded")
    report = Report(
        network=network,
        channel=Channel.WEB.value,
        origin=OriginKind.CITIZEN.value,
        language="vi",
        consent_version="2026-01",
        received_at=now,
        due_at=now + timedelta(days=6),
    )
    link = ReportLink(
        method=LinkMethod.NEW.value, score=1.0, state=LinkState.AUTO.value, linked_at=now
    )
    return Claim(network=network, created_at=now), ClaimWording(language="vi"), report, link


def _claim(had: int, number: int, text: str) -> dict[str, Any]:
    title = " ".join(text.split()[:12])[:200] + f" {number}"
    return {
        "id": had + number,
        "reference": f"ND-26-B{number:06d}",
        "title": title,
        "title_folded": title,
    }


def _report(had: int, number: int, key: str, now: datetime) -> dict[str, Any]:
    return {
        "id": had + number,
        "reference": f"PA-26-B{number:07d}",
        "receipt_digest": f"bench-{number}",
        "idempotency_digest": f"bench-{number}",
        "text": key,
        "folded": key,
        "received_at": now - timedelta(minutes=_MINUTES * number % 500_000),
    }


def _insert(pattern: Model, rows: Iterator[dict[str, Any]]) -> None:
    """Copies of the pattern with other values in some columns. With a million of them, what counts
    is how long each takes in Python."""
    from django.db import connection

    fields = pattern._meta.concrete_fields
    columns = [str(field.column) for field in fields]
    values = [
        field.get_db_prep_save(getattr(pattern, field.attname), connection) for field in fields
    ]
    places = {column: place for place, column in enumerate(columns)}
    adapted = {
        str(field.column): field for field in fields if field.get_internal_type() == "DateTimeField"
    }

    def made(row: dict[str, Any]) -> list[Any]:
        copy = values.copy()
        for column, value in row.items():
            field = adapted.get(column)
            copy[places[column]] = field.get_db_prep_save(value, connection) if field else value
        return copy

    table = connection.ops.quote_name(pattern._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        while batch := [made(row) for row in islice(rows, BATCH)]:
            cursor.executemany(statement, batch)


def _profiles() -> None:
    """What the queue makes for each claim, so that the claim stage reads it; without vectors."""
    from django.db import transaction
    from django.db.models import Max

    from sangto.matching.models import Claim, ClaimProfile

    lacking = Claim.objects.filter(profile__isnull=True).order_by("pk").values_list("pk", flat=True)
    newest = ClaimProfile.objects.aggregate(newest=Max("stamp"))["newest"] or 0
    rows = (
        {"claim_id": claim, "stamp": stamp}
        for stamp, claim in enumerate(list(lacking), start=newest + 1)
    )
    with transaction.atomic():
        _insert(ClaimProfile(), rows)


def _go_on_counting(*models: type[Model]) -> None:
    """The ids were given; the next row needs a higher one."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _emptied() -> list[Any]:
    """The entries that the services made; they are put in again with all the others."""
    from django.db import transaction

    from sangto.audit.locks import write_lock
    from sangto.matching.domain.kinds import SourceKind
    from sangto.matching.index import EntryData, match_index
    from sangto.matching.models import IndexEntry

    columns = ("source_id", "claim_id", "folded", "exact_digest", "link_digest")
    rows = IndexEntry.objects.order_by("pk").values_list("source_kind", *columns)
    entries = [EntryData(SourceKind(kind), *rest) for kind, *rest in rows]
    with write_lock(), transaction.atomic():
        for entry in entries:
            match_index().remove(entry.source_kind, entry.source_id)
    return entries


def _entries(job: dict[str, Any], note: dict[str, int], first: Sequence[Any]) -> Iterator[Any]:
    from sangto.matching.domain.kinds import SourceKind
    from sangto.matching.index import EntryData

    def entry(kind: SourceKind, had: int, number: int, claim: int, key: str) -> EntryData:
        digest = hashlib.sha256(key.encode()).hexdigest()
        return EntryData(kind, had + number, note["claim"] + claim, key, digest)

    yield from first
    for number, key in enumerate(islice(_keys(job), job["claims"]), start=1):
        yield entry(SourceKind.WORDING, note["wording"], number, number, f"{key} nguyen van")
    for number, key in enumerate(_keys(job), start=1):
        yield entry(SourceKind.REPORT, note["report"], number, 1 + number % job["claims"], key)


def _fill(entries: Iterator[Any]) -> None:
    """Many at once, into an index that has none."""
    from django.db import transaction

    from sangto.audit.locks import write_lock
    from sangto.matching.index.filling import refill, write

    said = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > 10:
            said = time.monotonic()
            say(f"index: {done:,} of {total:,}")

    while batch := list(islice(entries, TOGETHER)):
        with write_lock(), transaction.atomic():
            write(batch)
    refill(progress)


if __name__ == "__main__":
    main(json.load(sys.stdin))
