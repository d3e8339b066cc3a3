"""The open data: lines of the register, their proofs, and the roots they are checked against.

Everything is read in pieces, so that a dump of any size takes little memory. Only entries whose
event is in a seal are in it, from the first one on without a gap.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from sangto.audit.domain import merkle
from sangto.audit.domain.entries import GENESIS, LEAF_BYTES, Entry, unpacked
from sangto.audit.models import AuditEvent, Seal
from sangto.transparency.domain.entries import (
    DAY_SUBJECT,
    SUBJECT,
    canonical,
    day_leaf,
    line_of,
)
from sangto.transparency.models import RegisterDay, RegisterEntry

PIECE = 1000
#: The columns of the CSV, in their order; ``docs/user/open-data.md`` says what each means.
COLUMNS: tuple[str, ...] = (
    "number",
    "reference",
    "kind",
    "event",
    "about",
    "version",
    "category",
    "topic",
    "outcome",
    "agency",
    "agency_code",
    "decided_at",
    "entered_at",
    "automated_detection",
    "automated_decision",
    "source_type",
    "dsa_category",
    "cause",
    "handling",
    "supersedes",
    "removes",
    "title",
    "title_en",
    "facts",
    "facts_en",
    "ground",
    "ground_en",
    "judgement",
)
_EVENT_FIELDS = tuple(field.name for field in fields(Entry))


def published_number() -> int:
    """The last entry that a dump holds: the last one that a seal binds."""
    last = RegisterEntry.objects.order_by("-number").values_list("number", "leaf").first()
    if last is None:
        return 0
    sealed = Seal.objects.order_by("-last_event").values_list("last_event", flat=True).first()
    event = (
        AuditEvent.objects.filter(
            subject_type=SUBJECT, pk__lte=sealed if sealed is not None else -1
        )
        .order_by("-pk")
        .values_list("subject_id", flat=True)
        .first()
    )
    if event is None:
        return 0
    number = RegisterEntry.objects.filter(leaf=event).values_list("number", flat=True).first()
    return number or 0


def _pieces(first: int, last: int) -> Iterator[list[RegisterEntry]]:
    """By their numbers: each piece is read by itself, and none skips what came before."""
    while first <= last:
        piece = list(
            RegisterEntry.objects.filter(number__gte=first, number__lte=last).order_by("number")[
                :PIECE
            ]
        )
        if not piece:
            return
        yield piece
        first = piece[-1].number + 1


def entry_lines(*, since: int = 1, last: int | None = None) -> Iterator[str]:
    """JSON Lines, from entry ``since`` on."""
    for piece in _pieces(max(1, since), published_number() if last is None else last):
        yield "".join(
            line_of(row.core, texts=row.texts if row.emptied_at is None else None, salt=row.salt)
            + "\n"
            for row in piece
        )


def csv_lines(*, since: int = 1, last: int | None = None) -> Iterator[str]:
    """The same as CSV (RFC 4180), UTF-8, with one line of names."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for piece in _pieces(max(1, since), published_number() if last is None else last):
        for row in piece:
            values = {**json.loads(row.core), **row.texts}
            values["removes"] = " ".join(str(number) for number in values["removes"])
            writer.writerow([_cell(values.get(name)) for name in COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(value: object) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def proof_lines(*, last: int | None = None) -> Iterator[str]:
    """For each entry the event that recorded it and its way to a seal."""
    prover = _Prover()
    for piece in _pieces(1, published_number() if last is None else last):
        proofs = prover.proofs(SUBJECT, [row.leaf for row in piece])
        yield "".join(
            canonical({"number": row.number, "proof": proofs[row.leaf]}) + "\n" for row in piece
        )


def roots(*, last: int | None = None) -> dict[str, Any]:
    """The seals, the head of each day, and the head over what a dump holds now."""
    last = published_number() if last is None else last
    tree, days = merkle.Frontier(), []
    kept = {day.entries: day for day in RegisterDay.objects.filter(entries__lte=last)}
    for leaf in (
        RegisterEntry.objects.filter(number__lte=last)
        .order_by("number")
        .values_list("leaf", flat=True)
        .iterator(chunk_size=5000)
    ):
        tree.append(bytes.fromhex(leaf))
    leaves = {
        day.pk: day_leaf(day.day.isoformat(), entries=day.entries, root=day.root)
        for day in kept.values()
    }
    sealed = _Prover().proofs(DAY_SUBJECT, list(leaves.values()))
    for day in sorted(kept.values(), key=lambda one: one.day):
        if leaves[day.pk] in sealed:
            days.append(
                {
                    "day": day.day.isoformat(),
                    "entries": day.entries,
                    "root": day.root,
                    "proof": sealed[leaves[day.pk]],
                }
            )
    seals = list(seal_lines())
    return {
        "shape": 1,
        "seals": seals,
        "days": days,
        "head": {
            "entries": tree.size,
            "root": tree.head().hex(),
            "chain": seals[-1]["chain"] if seals else GENESIS,
            "days": len(days),
        },
    }


def seal_lines(*, newest: int | None = None) -> Iterator[dict[str, Any]]:
    """Every seal, oldest first and counted from 1, without its leaves; with ``newest`` only as
    many, the newest first."""
    rows = Seal.objects.defer("leaves", "mac").order_by("last_event")
    if newest is None:
        for number, seal in enumerate(rows.iterator(chunk_size=1000), start=1):
            yield _seal_line(number, seal)
        return
    count = rows.count()
    for back, seal in enumerate(rows.reverse()[:newest]):
        yield _seal_line(count - back, seal)


def _seal_line(number: int, seal: Seal) -> dict[str, Any]:
    return {
        "seal": number,
        "sealed_at": seal.sealed_at.isoformat(),
        "first": seal.first_event,
        "last": seal.last_event,
        "size": seal.size,
        "root": seal.root,
        "previous_chain": seal.previous_chain,
        "chain": seal.chain,
    }


class _Prover:
    """Finds events in their seals; a seal's tree is hashed once for all that is asked of it."""

    def __init__(self) -> None:
        self._seals = list(
            Seal.objects.order_by("last_event").values_list("last_event", "first_event", "pk")
        )

    def proofs(self, subject_type: str, subjects: Sequence[str]) -> dict[str, dict[str, Any]]:
        """By subject; the first event of each that a seal holds."""
        found: dict[str, AuditEvent] = {}
        for event in AuditEvent.objects.filter(
            subject_type=subject_type, subject_id__in=subjects
        ).order_by("-pk"):
            found[event.subject_id] = event
        by_place: dict[int, list[AuditEvent]] = {}
        for event in found.values():
            place = self._place_of(event.pk)
            if place is not None:
                by_place.setdefault(place, []).append(event)
        proofs: dict[str, dict[str, Any]] = {}
        for place, events in by_place.items():
            proofs.update(_in_seal(self._seals[place][2], place + 1, events))
        return proofs

    def _place_of(self, event: int) -> int | None:
        low, high = 0, len(self._seals)
        while low < high:
            middle = (low + high) // 2
            if self._seals[middle][0] < event:
                low = middle + 1
            else:
                high = middle
        if low == len(self._seals) or self._seals[low][1] > event:
            return None
        return low


def _in_seal(
    seal: int, number: int, events: list[AuditEvent]
) -> Iterator[tuple[str, dict[str, Any]]]:
    packed = bytes(Seal.objects.values_list("leaves", flat=True).get(pk=seal))
    places = {event: place for place, (event, _leaf) in enumerate(unpacked(packed))}
    tree = [
        merkle.leaf_hash(packed[at : at + LEAF_BYTES]) for at in range(0, len(packed), LEAF_BYTES)
    ]
    paths = merkle.inclusion_proofs(tree, [places[event.pk] for event in events])
    for event in events:
        place = places[event.pk]
        yield (
            event.subject_id,
            {
                "id": event.pk,
                "event": {
                    name: value.isoformat() if name == "at" else value
                    for name in _EVENT_FIELDS
                    for value in (getattr(event, name),)
                },
                "seal": number,
                "index": place,
                "path": [step.hex() for step in paths[place]],
            },
        )
