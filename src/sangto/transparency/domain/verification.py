"""Checking the open data against the published roots, with these files and nothing else.

``register.jsonl`` holds the entries, ``proofs.jsonl`` the way of each to a seal of the record,
``roots.json`` the seals and the daily heads of the register.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sangto.audit.domain import merkle
from sangto.audit.domain.entries import GENESIS, Entry, packed, seal_chain
from sangto.audit.tags import AuditTag
from sangto.kernel.errors import gettext_noop
from sangto.transparency.domain.entries import (
    DAY_SUBJECT,
    SUBJECT,
    canonical,
    day_leaf,
    leaf_of,
    texts_digest,
)

REGISTER, PROOFS, ROOTS = "register.jsonl", "proofs.jsonl", "roots.json"
_EVENT_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class PublicReport:
    """``place`` is where the first thing stands that does not hold; ``problem`` an English text."""

    ok: bool
    entries: int
    seals: int
    days: int
    place: str = ""
    problem: str = ""


class Broken(Exception):  # noqa: N818 - the word of the house
    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place, self.problem = place, problem


NO_FILE = gettext_noop("the file is missing or can not be read")
NO_JSON = gettext_noop("this is not written as the register writes it")
WRONG_CHAIN = gettext_noop("the chain of seals does not hold")
WRONG_NUMBER = gettext_noop("a line is missing, or stands in another place")
WRONG_TEXTS = gettext_noop("the texts are not those that were entered")
NO_REMOVAL = gettext_noop("the texts are gone, and no later entry says why")
WRONG_PROOF = gettext_noop("the proof does not lead from this line to a seal")
WRONG_HEAD = gettext_noop("the lines do not give the published root")


def verify_public(folder: Path) -> PublicReport:
    """Read everything once; memory grows with the number of seals and of erased texts only."""
    walk = _Walk(folder)
    try:
        walk.check()
    except Broken as broken:
        return PublicReport(
            False, walk.entries, len(walk.seals), walk.days, broken.place, broken.problem
        )
    return PublicReport(True, walk.entries, len(walk.seals), walk.days)


class _Walk:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.entries = 0
        self.days = 0
        self.seals: dict[int, dict[str, Any]] = {}
        self._erased: dict[int, str] = {}

    def check(self) -> None:
        try:
            roots = json.loads((self._folder / ROOTS).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Broken(ROOTS, NO_FILE) from error
        try:
            self._check_seals(roots["seals"], head=roots["head"]["chain"])
            self._check_lines(roots)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise Broken(ROOTS, NO_JSON) from error

    def _check_seals(self, seals: list[dict[str, Any]], *, head: str) -> None:
        chain, last = GENESIS, None
        for seal in seals:
            place = f"{ROOTS}, seal {seal['seal']}"
            made = seal_chain(
                previous=seal["previous_chain"],
                root=seal["root"],
                first=seal["first"],
                last=seal["last"],
                size=seal["size"],
            )
            in_order = seal["seal"] == len(self.seals) + 1 and (
                last is None or seal["first"] > last
            )
            if seal["previous_chain"] != chain or seal["chain"] != made or not in_order:
                raise Broken(place, WRONG_CHAIN)
            chain, last = made, seal["last"]
            self.seals[seal["seal"]] = seal
        if chain != head:
            raise Broken(f"{ROOTS}, head", WRONG_CHAIN)

    def _check_lines(self, roots: dict[str, Any]) -> None:
        tree = merkle.Frontier()
        days = list(roots["days"])
        self._days_at(days, tree)
        for line, proof in zip_longest(self._lines(REGISTER), self._lines(PROOFS)):
            place = f"{REGISTER}, line {self.entries + 1}"
            if line is None or proof is None:
                raise Broken(place, WRONG_NUMBER)
            tree.append(bytes.fromhex(self._check_line(place, line, proof)))
            self.entries += 1
            self._days_at(days, tree)
        head = roots["head"]
        if head["entries"] != self.entries or head["root"] != tree.head().hex():
            raise Broken(f"{ROOTS}, head", WRONG_HEAD)
        if days or head["days"] != self.days:
            raise Broken(f"{ROOTS}, days", WRONG_HEAD)
        for number, place in self._erased.items():
            raise Broken(place or str(number), NO_REMOVAL)

    def _days_at(self, days: list[dict[str, Any]], tree: merkle.Frontier) -> None:
        while days and days[0]["entries"] == tree.size:
            day = days.pop(0)
            place = f"{ROOTS}, {day['day']}"
            if day["root"] != tree.head().hex():
                raise Broken(place, WRONG_HEAD)
            self._check_proof(
                place,
                day["proof"],
                subject=(
                    DAY_SUBJECT,
                    day_leaf(day["day"], entries=day["entries"], root=day["root"]),
                ),
                tag=AuditTag.REGISTER_CLOSED,
            )
            self.days += 1

    def _check_line(self, place: str, line: str, proof_line: str) -> str:
        entry, proof = _read(place, line), _read(place, proof_line)
        if canonical(entry) != line or canonical(proof) != proof_line:
            raise Broken(place, NO_JSON)
        number = self.entries + 1
        if entry["number"] != number or proof["number"] != number:
            raise Broken(place, WRONG_NUMBER)
        texts, salt = entry.pop("texts"), entry.pop("salt")
        if texts is None and salt is None:
            self._erased[number] = place
        elif texts is None or salt is None or texts_digest(salt, texts) != entry["texts_digest"]:
            raise Broken(place, WRONG_TEXTS)
        for gone in entry["removes"]:
            self._erased.pop(gone, None)
        leaf = leaf_of(canonical(entry))
        self._check_proof(
            place, proof["proof"], subject=(SUBJECT, leaf), tag=AuditTag.REGISTER_ENTERED
        )
        return leaf

    def _check_proof(
        self, place: str, proof: dict[str, Any], *, subject: tuple[str, str], tag: AuditTag
    ) -> None:
        try:
            values: dict[str, Any] = dict(proof["event"])
            values["at"] = datetime.fromisoformat(values["at"])
            event = Entry(**values)
            seal = self.seals[proof["seal"]]
            holds = (
                set(proof["event"]) == set(_EVENT_FIELDS)
                and (event.subject_type, event.subject_id, event.tag) == (*subject, tag.value)
                and merkle.proves_inclusion(
                    merkle.leaf_hash(packed(proof["id"], event.leaf_hash())),
                    index=proof["index"],
                    size=seal["size"],
                    proof=[bytes.fromhex(step) for step in proof["path"]],
                    head=bytes.fromhex(seal["root"]),
                )
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise Broken(place, WRONG_PROOF) from error
        if not holds:
            raise Broken(place, WRONG_PROOF)

    def _lines(self, name: str) -> Iterator[str]:
        try:
            with (self._folder / name).open(encoding="utf-8", newline="\n") as file:
                for line in file:
                    if not line.endswith("\n"):
                        raise Broken(name, NO_JSON)
                    yield line[:-1]
        except (OSError, UnicodeError) as error:
            raise Broken(name, NO_FILE) from error


def _read(place: str, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise Broken(place, NO_JSON) from error
    if not isinstance(found, dict):
        raise Broken(place, NO_JSON)
    return found
