"""``sangto backup``, ``restore`` and ``move``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils.translation import gettext as _

from sangto.cli.progress import progress_bar
from sangto.cli.session import FINDINGS, UNREADABLE, stop, with_desk

if TYPE_CHECKING:
    from sangto.upkeep.archive import BackupError

_PASSPHRASE = "SANGTO_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable
#: Shorter ones are tried out in days.
_SHORTEST = 12

passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"A file whose first line is the passphrase; else the variable {_PASSPHRASE}.",
)


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@passphrase_file
@click.option(
    "--unencrypted",
    is_flag=True,
    help="A plain .tar.gz without the keys. Store them, and it, where nobody else gets.",
)
@with_desk()
def backup(target: Path, passphrase_file: Path | None, unencrypted: bool) -> None:
    """Write every row, every file and the keys into one encrypted file, and read it again.

    The desk goes on working meanwhile; the file holds one moment of it.
    """
    from sangto.upkeep.archive import BackupError
    from sangto.upkeep.backing_up import back_up

    passphrase = "" if unencrypted else _passphrase(passphrase_file)
    if not unencrypted and len(passphrase) < _SHORTEST:
        stop(
            _(
                "Give a passphrase of at least %(count)d characters with --passphrase-file or "
                "%(variable)s, or say --unencrypted."
            )
            % {"count": _SHORTEST, "variable": _PASSPHRASE},
            UNREADABLE,
        )
    if target.exists():
        stop(_("%(file)s exists already.") % {"file": target}, UNREADABLE)
    with _bar(_("Backup")) as progress:
        try:
            manifest = back_up(target, passphrase=passphrase, progress=progress)
        except BackupError as problem:
            _explain(problem)
    click.echo(
        _("Written and read again: %(file)s, %(rows)d rows, %(files)d files, %(size)d bytes.")
        % {
            "file": target,
            "rows": sum(manifest.rows.values()),
            "files": manifest.files,
            "size": target.stat().st_size,
        }
    )
    if manifest.gone:
        click.echo(
            _("Deleted meanwhile, as their time was over: %(count)d files.")
            % {"count": len(manifest.gone)}
        )
    if unencrypted:
        click.echo(_("The keys are not in it. Without them no contact can be read again."))


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@passphrase_file
@click.option("--check", is_flag=True, help="Only read the file and say whether it is whole.")
@with_desk(needs_tables=False)
def restore(source: Path, passphrase_file: Path | None, check: bool) -> None:
    """Fill an empty desk from a backup, whichever database it was taken from."""
    from sangto.cli.serve import prepare_installation
    from sangto.upkeep.archive import BackupError
    from sangto.upkeep.backing_up import read_again
    from sangto.upkeep.restoring import restore as fill

    passphrase = _passphrase(passphrase_file)
    try:
        if check:
            manifest = read_again(source, passphrase)
            click.echo(
                _("The backup is whole: %(rows)d rows, %(files)d files.")
                % {"rows": sum(manifest.rows.values()), "files": manifest.files}
            )
            return
        prepare_installation(quiet=True)
        with _bar(_("Restoring")) as progress:
            manifest = fill(source, passphrase=passphrase, progress=progress)
    except BackupError as problem:
        _explain(problem)
    _verify(dict(os.environ), manifest.events, manifest.seals)
    click.echo(
        _("Restored: %(rows)d rows, %(files)d files. The record is whole.")
        % {"rows": sum(manifest.rows.values()), "files": manifest.files}
    )


@click.command()
@click.option("--to", "address", required=True, help="postgresql://user:password@host:port/name")
@with_desk()
def move(address: str) -> None:
    """Carry a desk on SQLite into PostgreSQL; run it again to go on after an interruption.

    Stop the server and the workers first. The old database is only read.
    """
    from django.conf import settings
    from django.db import connection

    from sangto.audit.models import AuditEvent, Seal
    from sangto.config.options import database_settings
    from sangto.upkeep.archive import BackupError
    from sangto.upkeep.moving import move as carry
    from sangto.upkeep.moving import target_database

    if connection.vendor != "sqlite":
        stop(_("The desk does not run on SQLite any more."), UNREADABLE)
    if not address.startswith(("postgresql://", "postgres://")):
        stop(_("Write the address as postgresql://user:password@host:port/name."), UNREADABLE)
    with (
        target_database(database_settings(address, settings.SANGTO_DATA)),
        _bar(_("Moving")) as progress,
    ):
        try:
            moved = carry(progress=progress)
        except BackupError as problem:
            _explain(problem)
    events, seals = AuditEvent.objects.count(), Seal.objects.count()
    _verify({**os.environ, "SANGTO_DATABASE_URL": address}, events, seals)
    click.echo(
        _("Moved: %(rows)d rows. The record over there is whole.")
        % {"rows": sum(moved.rows.values())}
    )
    click.echo(
        _(
            "Set SANGTO_DATABASE_URL to that address, keep SANGTO_DATA (files and keys stay where "
            "they are), and start the desk again."
        )
    )


def _passphrase(file: Path | None) -> str:
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        return lines[0].strip() if lines else ""
    named = os.environ.get(f"{_PASSPHRASE}_FILE")
    return _passphrase(Path(named)) if named else os.environ.get(_PASSPHRASE, "")


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    with progress_bar() as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _verify(environment: dict[str, str], events: int, seals: int) -> None:
    """By a process of its own, which reads the keys and the database as they are now."""
    done = subprocess.run(
        [sys.executable, "-m", "sangto.cli", "verify", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found = json.loads(done.stdout)
    except ValueError:
        found = {"ok": False, "problem": done.stderr.strip()}
    if not found["ok"] or (found["events"], found["seals"]) != (events, seals):
        stop(
            _("The record is not whole afterwards: %(problem)s") % {"problem": found["problem"]},
            FINDINGS,
        )


def _explain(problem: BackupError) -> None:
    sentences = {
        "passphrase": _("The backup is encrypted. Give its passphrase with --passphrase-file."),
        "unreadable": _("The passphrase is another one, or the file was changed or cut off."),
        "unfinished": _("The backup was not finished: its end is missing."),
        "broken": _("This is no backup of a desk, or it is damaged: %(detail)s"),
        "changed": _("The backup is not as it was written: %(detail)s"),
        "file": _("A stored file is not as it was recorded: %(detail)s. Run `sangto doctor`."),
        "rows": _("Rows can not be written: %(detail)s"),
        "not_empty": _(
            "The database holds rows already (%(detail)s). Name an empty one, or an empty folder "
            "with SANGTO_DATA."
        ),
        "version": _(
            "It was made by another version of the desk (%(detail)s). Use that version, then "
            "bring the restored desk up to date."
        ),
        "keys": _(
            "SANGTO_SECRET_KEYS lacks a key of the backup. Add the old keys after the new one."
        ),
        "went_on": _(
            "The desk went on working meanwhile (%(detail)s). Stop it, empty the new database and "
            "move again."
        ),
    }
    stop(sentences[problem.code] % {"detail": problem.detail}, FINDINGS)
