"""A demo desk, backed up while it is written to, and restored into a database of either kind."""

from __future__ import annotations

import gzip
import io
import json
import os
import secrets
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.cli.conftest import demo_data, run_process, tables

__all__ = ["demo_data", "tables"]

PASSPHRASE = "một câu dài mà không ai đoán"
SECRET: dict[str, Any] = {"SANGTO_BACKUP_PASSPHRASE": PASSPHRASE}
#: Named by the tables and not carried, or kept by the framework for itself.
NOT_COMPARED = (
    "sqlite_", "django_", "auth_", "matching_titles", "sangto_cache", "organisations_staffsession",
)  # fmt: skip

#: The first one waits for the demo, which every process of the run shares.
pytestmark = pytest.mark.timeout(1200)
if os.environ.get("SANGTO_DATABASE_URL"):
    pytest.skip("both databases take part in the first run", allow_module_level=True)


def counts(data: Path) -> dict[str, int]:
    with sqlite3.connect(data / "sangto.sqlite3") as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        kept = [name for (name,) in names if not name.startswith(NOT_COMPARED)]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - own names
            for name in kept
        }


def files(data: Path) -> dict[str, bytes]:
    root = data / "files"
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.fixture
def postgres() -> Iterator[str]:
    server = os.environ.get("SANGTO_TEST_POSTGRES", "")
    if not server:
        pytest.skip("SANGTO_TEST_POSTGRES names no PostgreSQL server")
    head = server.rsplit("/", 1)[0]
    name = f"sangto_upkeep_{secrets.token_hex(4)}"
    with psycopg.connect(f"{head}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{head}/{name}"
    finally:
        with psycopg.connect(f"{head}/postgres", autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


@pytest.fixture(scope="module")
def backup(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "desk.sangto"
    done = run_process(demo_data, "backup", str(target), **SECRET)
    assert done.returncode == 0, done.stderr.decode()
    assert (target.stat().st_mode & 0o777) == 0o600
    return target


def test_it_comes_back_with_every_row_file_and_key(
    demo_data: Path, backup: Path, tmp_path: Path
) -> None:
    done = run_process(tmp_path, "restore", str(backup), **SECRET)
    assert done.returncode == 0, done.stderr.decode()
    assert counts(tmp_path) == counts(demo_data)
    assert files(tmp_path) == files(demo_data)
    key = "secret-key"
    assert (tmp_path / key).read_text() == (demo_data / key).read_text()
    again = run_process(tmp_path, "restore", str(backup), **SECRET)
    assert again.returncode == 1
    assert b"holds rows already" in again.stderr


def test_from_sqlite_it_is_restored_into_postgresql_and_back(
    demo_data: Path, backup: Path, postgres: str, tmp_path: Path
) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    for folder in (there, back):
        folder.mkdir()
    done = run_process(there, "restore", str(backup), SANGTO_DATABASE_URL=postgres, **SECRET)
    assert done.returncode == 0, done.stderr.decode()
    second = tmp_path / "second.sangto"
    done = run_process(there, "backup", str(second), SANGTO_DATABASE_URL=postgres, **SECRET)
    assert done.returncode == 0, done.stderr.decode()
    done = run_process(back, "restore", str(second), **SECRET)
    assert done.returncode == 0, done.stderr.decode()
    assert counts(back) == counts(demo_data)
    assert files(back) == files(demo_data)


def test_a_desk_moves_to_postgresql_and_an_interrupted_move_goes_on(
    demo_data: Path, postgres: str, tmp_path: Path
) -> None:
    shutil.copytree(demo_data, tmp_path, dirs_exist_ok=True)
    before = counts(tmp_path)
    done = run_process(tmp_path, "move", "--to", postgres)
    assert done.returncode == 0, done.stderr.decode()
    with psycopg.connect(postgres, autocommit=True) as connection:
        # As it stands after a move that was killed: a table is whole, or has nothing.
        connection.execute("DELETE FROM queue_heartbeat")
        connection.execute("DELETE FROM notices_outboxattachment")
    done = run_process(tmp_path, "move", "--to", postgres)
    assert done.returncode == 0, done.stderr.decode()
    assert counts(tmp_path) == before
    with psycopg.connect(postgres) as connection:
        for table, count in before.items():
            found = connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            ).fetchone()
            assert found == (count,), table
        connection.execute("INSERT INTO queue_heartbeat (worker, seen_at) VALUES ('new', now())")
        connection.execute("DELETE FROM queue_heartbeat WHERE worker <> 'new'")
    done = run_process(tmp_path, "move", "--to", postgres)
    assert done.returncode == 1, "a table over there holds something else"
    assert b"holds rows already" in done.stderr


def test_one_moment_whoever_writes_meanwhile(demo_data: Path, tmp_path: Path) -> None:
    """Somebody commits a task together with a heartbeat, again and again, during the backup."""
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    before, over = counts(data), threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        with sqlite3.connect(data / "sangto.sqlite3", timeout=20, isolation_level=None) as desk:
            while not over.is_set():
                desk.execute("BEGIN IMMEDIATE")
                desk.execute(
                    "INSERT INTO queue_task (kind, key, payload, state, run_at, lease_token,"
                    " attempts, last_error, created_at) VALUES ('none', ?, '{}', 'waiting',"
                    " '2030-01-01', '', 0, '', '2026-01-01')",
                    (f"pair-{written}",),
                )
                desk.execute(
                    "INSERT INTO queue_heartbeat (worker, seen_at) VALUES (?, '2026-01-01')",
                    (f"pair-{written}",),
                )
                desk.execute("COMMIT")
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    target = tmp_path / "desk.tar.gz"
    try:
        done = run_process(data, "backup", str(target), "--unencrypted")
    finally:
        over.set()
        writer.join()
    assert done.returncode == 0, done.stderr.decode()
    assert b"keys are not in it" in done.stdout
    with tarfile.open(target) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json") or io.BytesIO())
    assert names[0] == "about.json"
    assert names[-1] == "manifest.json"
    assert "keys" not in names
    tasks = manifest["rows"]["queue.Task"] - before["queue_task"]
    beats = manifest["rows"]["queue.Heartbeat"] - before["queue_heartbeat"]
    assert 0 < tasks == beats < written


class TestDamaged:
    def refused(self, path: Path, data: Path, **changes: Any) -> bytes:
        done = run_process(data, "restore", "--check", str(path), **changes)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        return done.stderr

    def test_another_passphrase(self, backup: Path, tmp_path: Path) -> None:
        said = self.refused(backup, tmp_path, SANGTO_BACKUP_PASSPHRASE="một câu khác hẳn")
        assert b"passphrase is another one" in said

    def test_no_passphrase(self, backup: Path, tmp_path: Path) -> None:
        assert b"is encrypted" in self.refused(backup, tmp_path)

    def test_cut_off(self, backup: Path, tmp_path: Path) -> None:
        cut = tmp_path / "cut"
        cut.write_bytes(backup.read_bytes()[:-5000])
        assert b"cut off" in self.refused(cut, tmp_path, **SECRET)

    def test_some_other_file(self, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.write_bytes(gzip.compress(b"something else"))
        assert b"no backup of a desk" in self.refused(other, tmp_path)

    def test_a_row_taken_out_of_a_plain_one(self, demo_data: Path, tmp_path: Path) -> None:
        whole, changed = tmp_path / "whole", tmp_path / "changed"
        done = run_process(demo_data, "backup", str(whole), "--unencrypted")
        assert done.returncode == 0, done.stderr.decode()
        with tarfile.open(whole) as old, tarfile.open(changed, "w:gz") as new:
            for entry in old:
                content = (old.extractfile(entry) or io.BytesIO()).read()
                if entry.name.startswith("tables/audit.AuditEvent/"):
                    content = content[content.index(b"\n") + 1 :]
                    entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
        assert b"not as it was written" in self.refused(changed, tmp_path)


def test_a_short_passphrase_is_not_taken(demo_data: Path, tmp_path: Path) -> None:
    target = tmp_path / "desk.sangto"
    done = run_process(demo_data, "backup", str(target), SANGTO_BACKUP_PASSPHRASE="ngắn")
    assert done.returncode == 2
    assert not target.exists()
