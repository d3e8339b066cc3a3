"""One process that looks up: the index is asked here, as the server asks it.

Reads jobs as JSON, one a line, and answers each with one line::

    {"do": "find", "keys": ["..."], "limit": 5, "budget": 60}  ->  {"ms": [...], "ids": [[...]]}
    {"do": "add", "keys": ["..."]}      ->  {"ms": [...]}   each in a transaction of its own
    {"do": "remove", "number": 100}     ->  {"ms": [...]}   those that were added
    {"do": "rebuild", "budget": 900}    ->  {"seconds": 1.0, "done": 10, "total": 10}
    {"do": "memory"}                    ->  {"bytes": 1}    most that the process ever held
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

from benchmarks.inside.known_messages import NOTE, say


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came out."""
    began = time.perf_counter()
    result = action()
    return (time.perf_counter() - began) * 1000, result


class Asked:
    def __init__(self) -> None:
        from django.conf import settings

        from sangto.matching.index import match_index

        note = Path(settings.SANGTO_DATA, NOTE)
        self._had: dict[str, int] = json.loads(note.read_text(encoding="utf-8"))
        self._index = match_index()
        self._added: list[int] = []

    def find(self, job: dict[str, Any]) -> dict[str, Any]:
        from sangto.matching.domain.kinds import SourceKind

        ms: list[float] = []
        ids: list[list[int]] = []
        end = time.perf_counter() + job["budget"]
        for key in job["keys"]:
            took, found = timed(partial(self._index.find, key, job["limit"]))
            ms.append(took)
            ids.append(
                [
                    one.entry.source_id - self._had["report"]
                    for one in found
                    if one.entry.source_kind is SourceKind.REPORT
                ]
            )
            if time.perf_counter() > end:
                break
        return {"ms": ms, "ids": ids}

    def add(self, job: dict[str, Any]) -> dict[str, Any]:
        from django.db import transaction

        from sangto.audit.locks import write_lock
        from sangto.intake.models import Report
        from sangto.matching.domain.kinds import SourceKind
        from sangto.matching.index import EntryData

        newest = Report.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

        def put(number: int, key: str) -> None:
            entry = EntryData(
                SourceKind.REPORT, number, self._had["claim"] + 1, key, f"bench-added-{number}"
            )
            with write_lock(), transaction.atomic():
                self._index.add(entry)

        ms: list[float] = []
        for number, key in enumerate(job["keys"], start=newest + 1 + len(self._added)):
            ms.append(timed(partial(put, number, key))[0])
            self._added.append(number)
        return {"ms": ms}

    def remove(self, job: dict[str, Any]) -> dict[str, Any]:
        from django.db import transaction

        from sangto.audit.locks import write_lock
        from sangto.matching.domain.kinds import SourceKind

        def take(number: int) -> bool:
            with write_lock(), transaction.atomic():
                removed: bool = self._index.remove(SourceKind.REPORT, number)
                return removed

        ms: list[float] = []
        for number in self._added[: job["number"]]:
            took, was_there = timed(partial(take, number))
            if not was_there:
                raise RuntimeError(f"what was added as {number} was not there")
            ms.append(took)
        del self._added[: job["number"]]
        return {"ms": ms}

    def rebuild(self, job: dict[str, Any]) -> dict[str, Any]:
        began = said = time.monotonic()
        reached = (0, 0)

        def progress(done: int, total: int) -> bool:
            nonlocal said, reached
            reached = (done, total)
            if time.monotonic() - said > 20:
                said = time.monotonic()
                say(f"rebuilding: {done:,} of {total:,}")
            return bool(time.monotonic() - began < job["budget"])

        finished = self._index.rebuild(progress)
        seconds = time.monotonic() - began
        return {"seconds": seconds, "finished": finished, "done": reached[0], "total": reached[1]}

    def memory(self, _job: dict[str, Any]) -> dict[str, Any]:
        return {"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def main() -> None:
    django.setup()
    asked = Asked()
    for line in sys.stdin:
        job = json.loads(line)
        try:
            answer = getattr(asked, job["do"])(job)
        except Exception as error:  # noqa: BLE001 - the asker tells what went wrong
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
