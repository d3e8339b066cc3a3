"""The same file through one ``executemany`` into one table, in one transaction."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import django


def main(file: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
    django.setup()
    from django.db import connection, transaction

    from benchmarks.bare.models import Message
    from benchmarks.bare.table import prepare

    prepare(rows=0)
    table = Message._meta.db_table
    columns = ("key", "text", "link", "reason", "territory", "language", "received_at")
    names = ", ".join(columns)
    marks = ", ".join(["%s"] * len(columns))
    connection.ensure_connection()
    began = time.perf_counter()
    entries = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    rows = [
        (
            one["id"],
            one["text"],
            one.get("link", ""),
            one.get("reason", ""),
            one.get("territory", ""),
            one.get("language", "vi"),
            one["received_at"],
        )
        for one in entries
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - no value is in it
    sys.stdout.write(f"\n{time.perf_counter() - began}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
