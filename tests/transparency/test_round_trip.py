"""From a decision to the open data, and from the open data back to the seals."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sangto.appeals.domain.appeals import Outcome
from sangto.appeals.services import decide_appeal
from sangto.audit.models import AuditEvent
from sangto.audit.services import seal_pending
from sangto.kernel.actor import public_actor, system_actor
from sangto.kernel.errors import NotVisible
from sangto.kernel.personal import MASK
from sangto.transparency.domain.verification import PublicReport, verify_public
from sangto.transparency.models import RegisterDay, RegisterEntry, RegisterTotal
from sangto.transparency.queries import csv_lines, entry_lines, proof_lines, roots
from sangto.transparency.services import close_days, enter_pending
from sangto.verdicts.domain.version import RemovalCause
from sangto.verdicts.services import redact_published
from tests.factories.appeals import REASONS, appeals_officer, taken
from tests.factories.cases import World
from tests.factories.verdicts import approver, last_event, published_verdict, recorded

JOB = system_actor("register.enter")
NAME = "Nguyễn Thị Mẫu"


def dump(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "register.jsonl").write_text("".join(entry_lines()), encoding="utf-8")
    (folder / "proofs.jsonl").write_text("".join(proof_lines()), encoding="utf-8")
    (folder / "roots.json").write_text(json.dumps(roots()), encoding="utf-8")
    return folder


def seal() -> None:
    while seal_pending(size=4) is not None:
        pass


@pytest.fixture
def filled(world: World, tmp_path: Path) -> Path:
    """Two verdicts, one masked and one taken back after an appeal; a day that has ended."""
    officer = appeals_officer(world)
    named = published_verdict(world, title=f"Trang của bà {NAME} là giả")
    appeal = taken(world, actor=officer)
    enter_pending(actor=JOB)
    close_days(actor=JOB, now=timezone.now() + timedelta(days=1))
    redact_published(
        version=named,
        passages=[NAME],
        cause=RemovalCause.PERSONAL_DATA,
        reason="Người có tên đã đề nghị bỏ tên.",
        actor=approver(world),
    )
    decide_appeal(appeal=appeal, outcome=Outcome.WITHDRAWN, reasons=REASONS, actor=officer)
    enter_pending(actor=JOB)
    seal()
    return dump(tmp_path / "data")


def test_what_was_decided_is_entered_once_in_order(world: World) -> None:
    published_verdict(world)
    before = last_event()
    assert enter_pending(actor=JOB) == 1
    entry = RegisterEntry.objects.get()
    assert recorded(before) == [("register:entered", "transparency.entry")]
    assert AuditEvent.objects.latest("pk").subject_id == entry.leaf
    assert (entry.number, entry.kind, entry.outcome) == (1, "verdict", "scam")
    assert enter_pending(actor=JOB) == 0
    assert RegisterTotal.objects.get().count == 1
    with pytest.raises(NotVisible):
        enter_pending(actor=public_actor())


def test_a_dump_holds_and_shows_no_name_that_was_masked(filled: Path) -> None:
    report = verify_public(filled)
    assert report == PublicReport(True, 6, report.seals, 1)
    assert report.seals > 1
    whole = (filled / "register.jsonl").read_text(encoding="utf-8") + "".join(csv_lines())
    assert NAME not in whole
    lines = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
    emptied = [line for line in lines if line["texts"] is None]
    removal = next(line for line in lines if line["handling"] == "masked")
    assert removal["removes"] == [line["number"] for line in emptied]
    assert MASK in removal["texts"]["title"]
    gone = next(line for line in lines if line["handling"] == "withdrawn")
    assert gone["texts"]["judgement"] == REASONS


def changes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place in a JSON value with another value for it."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from changes(inside, (*path, name))
    elif isinstance(value, list):
        for place, inside in enumerate(value):
            yield from changes(inside, (*path, place))
        if value:
            yield path, value[:-1]
    elif isinstance(value, bool) or value is None:
        yield path, "x"
    elif isinstance(value, int):
        yield path, value + 1
    else:
        yield path, f"{value}x"
        if len(value) == 64:
            yield path, value[::-1] if value != value[::-1] else "1" * 64


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    copied = json.loads(json.dumps(value))
    if not path:
        return new
    target = copied
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = new
    return copied


#: What nothing binds without the key, which only the desk has.
UNBOUND = {"sealed_at", "shape"}


def test_whatever_is_changed_left_out_or_moved_is_found(filled: Path, tmp_path: Path) -> None:
    """All lines, fields and roots of the files, each by itself."""
    random = Random(7)  # noqa: S311 - test data
    work = tmp_path / "work"

    def holds(name: str, text: str) -> bool:
        shutil.copytree(filled, work, dirs_exist_ok=True)
        (work / name).write_text(text, encoding="utf-8")
        return verify_public(work).ok

    compact = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    for name in ("register.jsonl", "proofs.jsonl"):
        lines = (filled / name).read_text(encoding="utf-8").splitlines(keepends=True)
        assert holds(name, "".join(lines))
        for place, line in enumerate(lines):
            assert not holds(name, "".join([*lines[:place], *lines[place + 1 :]]))
            if place:
                moved = [*lines]
                moved[place - 1], moved[place] = moved[place], moved[place - 1]
                assert not holds(name, "".join(moved))
            assert not holds(name, "".join([*lines[:place], " " + line, *lines[place + 1 :]]))
            value = json.loads(line)
            for path, new in changes(value):
                other = json.dumps(changed(value, path, new), **compact) + "\n"  # type: ignore[arg-type]
                assert not holds(name, "".join([*lines[:place], other, *lines[place + 1 :]])), path
            if value.get("texts"):
                hidden = json.dumps(value | {"texts": None, "salt": None}, **compact) + "\n"  # type: ignore[arg-type]
                assert not holds(name, "".join([*lines[:place], hidden, *lines[place + 1 :]]))
        assert not holds(name, "".join([*lines, lines[-1]]))
    whole = json.loads((filled / "roots.json").read_text(encoding="utf-8"))
    candidates = [one for one in changes(whole) if not UNBOUND & set(map(str, one[0][-1:]))]
    for path, new in random.sample(candidates, min(len(candidates), 150)):
        assert not holds("roots.json", json.dumps(changed(whole, path, new))), (path, new)
    (work / "roots.json").unlink()
    assert not verify_public(work).ok


def test_both_databases_keep_what_was_entered(world: World) -> None:
    published_verdict(world)
    enter_pending(actor=JOB)
    close_days(actor=JOB, now=timezone.now() + timedelta(days=1))
    entry, day = RegisterEntry.objects.get(), RegisterDay.objects.get()
    writes: tuple[Callable[[], object], ...] = (
        lambda: RegisterEntry.objects.update(outcome="true"),
        lambda: RegisterEntry.objects.update(core="{}"),
        lambda: RegisterEntry.objects.filter(pk=entry.pk)._raw_delete("default"),
        lambda: RegisterDay.objects.update(root="0" * 64),
        lambda: RegisterDay.objects.filter(pk=day.pk)._raw_delete("default"),
    )
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    RegisterEntry.objects.update(texts={}, salt="", emptied_at=timezone.now())
    assert connection.vendor in {"sqlite", "postgresql"}


def test_a_day_is_closed_once(world: World) -> None:
    published_verdict(world)
    enter_pending(actor=JOB)
    assert close_days(actor=JOB) == 0
    tomorrow = timezone.now() + timedelta(days=1)
    assert close_days(actor=JOB, now=tomorrow) == 1
    assert close_days(actor=JOB, now=tomorrow + timedelta(days=3)) == 0
