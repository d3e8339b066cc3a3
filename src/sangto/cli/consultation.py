from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import click

from sangto.cli.session import FINDINGS, UNREADABLE, decoded, stop, with_desk
from sangto.kernel.actor import operator_actor


@click.group()
def consultation() -> None:
    """Opinion rounds, meetings and drafts: what comes in by other ways than the pages."""


@consultation.command("read-reply")
@with_desk()
def read_reply() -> None:
    """Record the answer to an invitation to a meeting from a mail on standard input.

    Takes a whole mail with a calendar reply in it, or the calendar alone, as mail programs send
    them to the address in SANGTO_MAIL_FROM. Have the mail server hand each mail over, for example
    with `|sangto consultation read-reply`. What is no reply, or belongs to no invitation, changes
    nothing; the exit code is then 1.
    """
    from django.utils.translation import gettext as _

    from sangto.consultation.domain import calendar
    from sangto.consultation.services.meeting_replies import record_reply

    content = sys.stdin.buffer.read(calendar.MAX_REPLY_BYTES + 1)
    if not content.strip():
        stop(_("There is nothing on standard input."), UNREADABLE)
    invitee = record_reply(
        reply=calendar.read_reply(content), actor=operator_actor("consultation read-reply")
    )
    click.echo(
        _("%(meeting)s: recorded as “%(reply)s”.")
        % {"meeting": invitee.meeting.reference, "reply": invitee.reply}
    )


def _fresh_folder(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path:
    """Runs before Django is set up: a replay fills a database of its own, never the desk's."""
    from django.conf import settings

    folder = value or Path(tempfile.mkdtemp(prefix="sangto-replay-"))
    if not settings.configured:
        os.environ["SANGTO_DATA"] = str(folder)
        os.environ.pop("SANGTO_DATABASE_URL", None)
        os.environ.pop("SANGTO_DATABASE_URL_FILE", None)
    return folder


@consultation.command("replay")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    callback=_fresh_folder,
    help="The folder of the database that is made, instead of a new temporary one.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the consolidated table, the submission and the draft into this folder.",
)
@with_desk(needs_tables=False)
def replay_file(file: Path, as_json: bool, data: Path, out: Path | None) -> None:
    """Do a real consultation on a draft again, from FILE (YAML), and compare its numbers.

    Everything goes through the same steps as on the pages, with the dates of that time, in a new
    database that is left where it is said. Exit code 1 when a number is not the expected one, or
    when the folder holds such a network already.
    """
    from django.utils.translation import gettext as _

    from sangto.cli.replay_file import ReplayFileError, read_replay
    from sangto.cli.replaying import differences, prepare_database, replay, write_documents

    try:
        told = read_replay(decoded(file.read_bytes()))
        prepare_database()
        done = replay(told)
    except FileNotFoundError:
        stop(_("There is no file %(name)s.") % {"name": file}, UNREADABLE)
    except ReplayFileError as error:
        stop(
            _("%(name)s can not be replayed: %(error)s") % {"name": file, "error": error},
            UNREADABLE,
        )
    if out is not None:
        write_documents(done.draft, out)
    wrong = differences(told, done.figures)
    if as_json:
        click.echo(json.dumps(done.figures, ensure_ascii=False, indent=2))
    else:
        for key, value in done.figures.items():
            shown = (
                ", ".join(f"{k} {v}" for k, v in value.items())
                if isinstance(value, dict)
                else value
            )
            click.echo(f"{'✗' if key in wrong else '✓'} {key}: {shown}")
    click.echo(
        _("%(draft)s is in the database in %(data)s")
        % {"draft": done.draft.reference, "data": data},
        err=as_json,
    )
    if wrong:
        stop(_("Not as expected: %(keys)s") % {"keys": ", ".join(wrong)}, FINDINGS)
