from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from sangto.cli.progress import progress_bar
from sangto.cli.session import with_desk
from sangto.kernel.actor import operator_actor


@click.group()
def matching() -> None:
    """Learn from the desk's own decisions which retold messages are the same claim."""


@matching.command()
@click.option("--dry-run", is_flag=True, help="Only show what learning would bring.")
@with_desk()
def train(dry_run: bool) -> None:
    """Learn from confirmed and rejected links how much words and meaning count.

    Four fifths of the messages are learned from, the others show what it brings. Only what ranks
    them no worse is kept. Needs at least 60 confirmed links.
    """
    from django.utils.translation import gettext as _

    from sangto.matching.services import train_weights

    with progress_bar() as bar:
        task = bar.add_task(_("Reading reports"), total=None)
        done = train_weights(
            actor=operator_actor("matching train"),
            keep=not dry_run,
            progress=lambda count, total: bar.update(task, completed=count, total=total),
        )
    table = Table(box=None)
    for name in ("", _("before"), _("after")):
        table.add_column(name, justify="left" if not name else "right")
    before, after = done.learned.before, done.learned.after
    table.add_row(
        _("right claim among the first three"), f"{before.found:.1%}", f"{after.found:.1%}"
    )
    table.add_row(
        _("right claims far up (MAP@5)"), f"{before.precision:.3f}", f"{after.precision:.3f}"
    )
    console = Console()
    console.print(table)
    console.print(
        _("Learned from %(learned)d messages, measured on %(held)d others.")
        % {"learned": done.learned.learned_from, "held": after.messages}
    )
    weights = ", ".join(f"{part.value} {weight}" for part, weight in done.learned.weights.items())
    console.print(_("Weights: %(weights)s") % {"weights": weights})
    if done.kept:
        console.print(_("Kept. `sangto matching undo` takes it back."))
    elif dry_run:
        console.print(_("Nothing was kept."))
    else:
        console.print(_("It ranks worse than before, so it was not kept."))


@matching.command()
@with_desk()
def undo() -> None:
    """Take back what the last training changed."""
    from django.utils.translation import gettext as _

    from sangto.matching.services import undo_training

    former = undo_training(actor=operator_actor("matching undo"))
    click.echo(
        _("What was learned before that counts again.")
        if former
        else _("Nothing learned counts any more.")
    )
