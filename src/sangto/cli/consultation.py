from __future__ import annotations

import sys

import click

from sangto.cli.session import UNREADABLE, stop, with_desk
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
