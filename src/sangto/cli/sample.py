from __future__ import annotations

from datetime import datetime

import click

from sangto.cli.progress import progress_bar
from sangto.cli.session import NOT_READY, stop, with_desk
from sangto.kernel.actor import operator_actor


@click.group()
def sample() -> None:
    """Invented data for trying out and measuring."""


@sample.command()
@click.option("--cases", default=20_000, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--seed", default=7, show_default=True, type=int)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day of the year; today when it is not given.",
)
@with_desk()
def year(cases: int, seed: int, until: datetime | None) -> None:
    """Fill the sample network with a generated year of cases and their reports.

    The same seed gives the same year. Only a network of `sangto demo` is filled.
    """
    from django.utils.translation import gettext as _

    from sangto.cli.seeding.network import prepare_network, real_network
    from sangto.reporting.domain.periods import DAY, midnight
    from sangto.reporting.services import write_sample_year

    other = real_network()
    if other is not None:
        stop(
            _("This is the desk of %(network)s. A generated year belongs into an empty folder.")
            % {"network": other.title},
            NOT_READY,
        )
    network = prepare_network()
    with progress_bar() as bar:
        task = bar.add_task(_("Writing cases"), total=cases)
        done = write_sample_year(
            network=network,
            cases=cases,
            seed=seed,
            until=midnight(until.date()) + DAY if until is not None else None,
            actor=operator_actor("sample year"),
            progress=lambda count: bar.update(task, completed=count),
        )
    click.echo(_("%(count)d cases of a year are written.") % {"count": done})
