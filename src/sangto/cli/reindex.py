from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from sangto.cli.progress import progress_bar
from sangto.cli.session import FINDINGS, stop, with_desk
from sangto.kernel.actor import operator_actor


@click.command()
@click.option(
    "--pictures",
    is_flag=True,
    help="Only have screenshots read again of which no text is known: reading was given up, or no "
    "reader was installed. The worker reads them.",
)
@with_desk()
def reindex(pictures: bool) -> None:
    """Make the index of known texts and the rows of the inbox again.

    The desk can go on working meanwhile. It can be interrupted: what is done stays done, and the
    next run makes the rest too. `sangto doctor` says when it is needed.
    """
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from sangto.cases.services import rebuild_entries
    from sangto.intake.services import read_again
    from sangto.matching.queries import index_health
    from sangto.matching.services import rebuild_index

    if pictures:
        count = read_again(actor=operator_actor("reindex"))
        click.echo(
            ngettext(
                "%(count)d screenshot waits to be read again.",
                "%(count)d screenshots wait to be read again.",
                count,
            )
            % {"count": count}
        )
        return
    with _interruptible() as asked, progress_bar() as bar:
        task = bar.add_task(_("Indexing"), total=None)

        def progress(done: int, total: int) -> bool:
            bar.update(task, completed=done, total=total)
            return not asked

        actor = operator_actor("reindex")
        finished = rebuild_index(actor=actor, progress=progress)
        if finished:
            bar.update(task, description=_("Inbox"), completed=0, total=None)
            finished = rebuild_entries(actor=actor, progress=progress)
    if not finished:
        stop(_("Stopped. What is done stays done; run it again to finish."), FINDINGS)
    click.echo(_("The index holds %(count)d texts.") % {"count": index_health().entries})


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """A list that gets the signal which asked to stop; a batch that has begun is finished."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    former = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
