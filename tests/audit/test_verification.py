"""Edits straight in SQL, by somebody who may drop the triggers, are found and named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from sangto.audit import guards
from sangto.audit.domain.entries import GENESIS, seal_chain, seal_root, unpacked
from sangto.audit.domain.problems import MEANINGS, Problem
from sangto.audit.models import AuditEvent, Seal
from sangto.audit.queries import VerificationReport, verify
from sangto.audit.services import change, seal_pending
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import system_actor

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 3, 4, 5, 678901, tzinfo=UTC)


def record(count: int) -> list[int]:
    with change(system_actor("test")) as journal:
        return [
            journal.record(AuditTag.CASE_OPENED, ("cases.case", number), {"n": number}).pk
            for number in range(count)
        ]


@pytest.fixture
def ids() -> list[int]:
    """Three seals of 4, 4 and 2 events, and 3 events without one."""
    events = record(10)
    for _ in range(3):
        seal_pending(NOW, size=4)
    return events + record(3)


def tamper(statement: str, *params: Any) -> None:
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount > 0
    guards.install(connection)


def broken(report: VerificationReport) -> tuple[str | None, Problem | None]:
    assert report.ok is (report.problem is None)
    return report.first_broken, report.problem


def seals() -> list[Seal]:
    return list(Seal.objects.order_by("last_event"))


def test_an_untouched_record_is_whole(ids: list[int]) -> None:
    report = verify()
    assert report == VerificationReport(
        ok=True, events=13, seals=3, first_broken=None, problem=None, head=seals()[-1].chain
    )
    assert verify(known_chain=seals()[0].chain).ok


def test_an_empty_record_is_whole() -> None:
    assert verify() == VerificationReport(True, 0, 0, None, None, GENESIS)
    assert seal_pending() is None


def test_sealing_goes_on_where_it_stopped(ids: list[int]) -> None:
    assert [seal.size for seal in seals()] == [4, 4, 2]
    assert [seal.previous_chain for seal in seals()] == [
        GENESIS,
        *(seal.chain for seal in seals()[:-1]),
    ]
    last = seal_pending(NOW)
    assert last is not None
    assert (last.first_event, last.last_event, last.size) == (ids[10], ids[12], 3)
    assert seal_pending(NOW) is None
    leaves = [pair for seal in seals() for pair in unpacked(bytes(seal.leaves))]
    assert leaves == list(AuditEvent.objects.order_by("id").values_list("id", "leaf_hash"))
    assert verify().ok


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tag", "case:closed"),
        ("at", "2026-01-01 00:00:00+00:00"),
        ("actor_kind", "staff"),
        ("actor_user", 9),
        ("actor_agency", 9),
        ("actor_label", "other"),
        ("subject_type", "cases.other"),
        ("subject_id", "999"),
        ("salt", "0" * 32),
        ("details_digest", "0" * 64),
        ("leaf_hash", "0" * 64),
    ],
)
@pytest.mark.parametrize("position", [5, 11])
def test_a_changed_column_is_found(
    ids: list[int], column: str, value: object, position: int
) -> None:
    event = ids[position]
    tamper(f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", value, event)  # noqa: S608
    report = verify()
    assert broken(report) == (f"event {event}", Problem.CHANGED)
    assert report.events == position


def test_every_column_but_the_id_is_covered() -> None:
    covered = {
        *("tag", "at", "actor_kind", "actor_user", "actor_agency", "actor_label"),
        *("subject_type", "subject_id", "salt", "details_digest", "leaf_hash", "id"),
    }
    assert {field.column for field in AuditEvent._meta.concrete_fields} == covered


def test_a_changed_event_with_a_new_leaf_hash_is_found(ids: list[int]) -> None:
    event = AuditEvent.objects.get(pk=ids[2])
    other = AuditEvent.objects.get(pk=ids[3])
    columns = [field.name for field in AuditEvent._meta.concrete_fields if not field.primary_key]
    tamper(
        "UPDATE audit_auditevent SET "  # noqa: S608 - the model's own columns
        + ", ".join(f"{column} = %s" for column in columns)
        + " WHERE id = %s",
        *(getattr(other, column) for column in columns),
        event.pk,
    )
    assert broken(verify()) == (f"event {event.pk}", Problem.CHANGED)


@pytest.mark.parametrize("position", [0, 3, 4, 9])
def test_a_deleted_event_is_found(ids: list[int], position: int) -> None:
    tamper("DELETE FROM audit_auditevent WHERE id = %s", ids[position])
    assert broken(verify()) == (f"event {ids[position]}", Problem.MISSING)


def test_swapped_events_are_found(ids: list[int]) -> None:
    one, two = ids[1], ids[2]
    tamper("UPDATE audit_auditevent SET id = -1 WHERE id = %s", one)
    tamper("UPDATE audit_auditevent SET id = %s WHERE id = %s", one, two)
    tamper("UPDATE audit_auditevent SET id = %s WHERE id = -1", two)
    assert broken(verify()) == (f"event {one}", Problem.CHANGED)


def _copy(event: int, to: int) -> None:
    row = AuditEvent.objects.get(pk=event)
    row.pk = to
    row.save(force_insert=True)


def test_an_event_inserted_before_all_others_is_found(ids: list[int]) -> None:
    _copy(ids[0], -5)
    assert broken(verify()) == ("event -5", Problem.INSERTED)


def test_an_event_inserted_in_place_of_a_deleted_one_is_found(ids: list[int]) -> None:
    tamper("DELETE FROM audit_auditevent WHERE id = %s", ids[6])
    _copy(ids[7], ids[6])
    assert broken(verify()) == (f"event {ids[6]}", Problem.CHANGED)


@pytest.mark.parametrize("gap", ["within a seal", "between seals"])
def test_an_event_inserted_into_a_gap_is_found(gap: str) -> None:
    first = record(2)
    if gap == "between seals":
        seal_pending(NOW)
    far = AuditEvent.objects.get(pk=first[0])
    far.pk = first[-1] + 10
    far.save(force_insert=True)
    seal_pending(NOW)
    assert verify().ok
    _copy(first[0], first[-1] + 4)
    assert broken(verify()) == (f"event {first[-1] + 4}", Problem.INSERTED)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("size", 3),
        ("first_event", -1),
        ("root", "0" * 64),
        ("root", "not hexadecimal"),
        ("chain", "1" * 64),
        ("previous_chain", "2" * 64),
        ("previous_chain", "not hexadecimal"),
        ("leaves", b"\x00" * 160),
        ("leaves", b""),
        ("leaves", b"short"),
    ],
)
def test_a_changed_seal_is_found(ids: list[int], column: str, value: object) -> None:
    seal = seals()[1]
    tamper(f"UPDATE audit_seal SET {column} = %s WHERE id = %s", value, seal.pk)  # noqa: S608
    report = verify()
    assert broken(report) == (f"seal {seal.pk}", Problem.SEAL_CHANGED)
    assert (report.seals, report.events) == (1, 4)


@pytest.mark.parametrize(
    ("column", "value"), [("mac", "0" * 64), ("sealed_at", "2026-01-01 00:00:00+00:00")]
)
def test_a_seal_with_a_wrong_mac_or_time_is_found(
    ids: list[int], column: str, value: object
) -> None:
    seal = seals()[1]
    tamper(f"UPDATE audit_seal SET {column} = %s WHERE id = %s", value, seal.pk)  # noqa: S608
    assert broken(verify()) == (f"seal {seal.pk}", Problem.SEAL_FORGED)


def test_a_moved_end_of_a_seal_is_found(ids: list[int]) -> None:
    seal = seals()[2]
    tamper("UPDATE audit_seal SET last_event = %s WHERE id = %s", ids[11], seal.pk)
    assert broken(verify()) == (f"seal {seal.pk}", Problem.SEAL_CHANGED)


@pytest.mark.parametrize("position", [0, 1])
def test_a_removed_seal_is_found(ids: list[int], position: int) -> None:
    removed, following = seals()[position : position + 2]
    tamper("DELETE FROM audit_seal WHERE id = %s", removed.pk)
    assert broken(verify()) == (f"seal {following.pk}", Problem.CHAIN_BROKEN)


def test_seals_made_again_without_the_key_are_found(ids: list[int]) -> None:
    """Everything recomputed as the code does it, after an event was deleted."""
    tamper("DELETE FROM audit_auditevent WHERE id = %s", ids[5])
    previous = seals()[0].chain
    for seal in seals()[1:]:
        kept = [pair for pair in unpacked(bytes(seal.leaves)) if pair[0] != ids[5]]
        leaves = b"".join(one.to_bytes(8, "big") + bytes.fromhex(leaf) for one, leaf in kept)
        root = seal_root(leaves)
        chain = seal_chain(
            previous=previous, root=root, first=kept[0][0], last=kept[-1][0], size=len(kept)
        )
        tamper(
            "UPDATE audit_seal SET size = %s, first_event = %s, leaves = %s, root = %s,"
            " previous_chain = %s, chain = %s WHERE id = %s",
            *(len(kept), kept[0][0], leaves, root, previous, chain, seal.pk),
        )
        previous = chain
    assert broken(verify()) == (f"seal {seals()[1].pk}", Problem.SEAL_FORGED)


def test_a_cut_off_end_is_found_by_who_noted_the_chain(ids: list[int]) -> None:
    noted = verify().head
    tamper("DELETE FROM audit_auditevent WHERE id >= %s", ids[8])
    tamper("DELETE FROM audit_seal WHERE last_event >= %s", ids[8])
    assert verify().ok
    assert broken(verify(known_chain=noted)) == (f"chain {noted}", Problem.CUT_OFF)


def test_an_event_changed_before_its_seal_stays_broken(ids: list[int]) -> None:
    tamper("UPDATE audit_auditevent SET actor_user = 9 WHERE id = %s", ids[10])
    tamper("UPDATE audit_auditevent SET leaf_hash = 'none' WHERE id = %s", ids[11])
    seal_pending(NOW)
    assert broken(verify()) == (f"event {ids[10]}", Problem.CHANGED)
    tamper("UPDATE audit_auditevent SET actor_user = NULL WHERE id = %s", ids[10])
    assert broken(verify()) == (f"event {ids[11]}", Problem.CHANGED)


def test_a_new_key_leaves_old_seals_readable(ids: list[int], settings: Settings) -> None:
    old = tuple(settings.SANGTO_SECRET_KEYS)
    settings.SANGTO_SECRET_KEYS = ("a-newer-key", *old)
    seal_pending(NOW)
    assert verify().ok
    settings.SANGTO_SECRET_KEYS = ("a-newer-key",)
    assert broken(verify()) == (f"seal {seals()[0].pk}", Problem.SEAL_FORGED)


def test_reading_costs_one_query_a_seal(
    ids: list[int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1 + 3 + 1):
        verify()
    seal_pending(NOW)
    with django_assert_num_queries(1 + 4 + 1):
        verify()


def test_every_problem_is_explained() -> None:
    assert set(MEANINGS) == set(Problem)
