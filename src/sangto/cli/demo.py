from __future__ import annotations

import os

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from sangto.cli.session import NOT_READY, stop, with_desk


def _demo_settings(ctx: click.Context, _param: click.Parameter, value: bool) -> bool:
    """Runs before Django is set up: a demo is one by its settings, not by its data alone."""
    os.environ.setdefault("SANGTO_DEMO", "yes")
    return value


@click.command()
@click.option(
    "--serve/--no-serve",
    default=True,
    callback=_demo_settings,
    help="Whether to start the desk after preparing the sample data.",
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@with_desk(needs_tables=False)
def demo(serve: bool, host: str, port: int) -> None:
    """Prepare a sample network with invented data, and start the desk.

    Safe to run again: what is there already stays, what is missing is added.
    """
    from django.conf import settings
    from django.utils.translation import gettext as _

    from sangto.cli.seeding.batches import batched, together
    from sangto.cli.seeding.network import prepare_network, real_network
    from sangto.cli.seeding.programs import seed_program
    from sangto.cli.seeding.work import Seeding
    from sangto.cli.serve import prepare_installation, run_server
    from sangto.web.accounts.demo import DEMO_PASSWORD

    prepare_installation(quiet=True)
    other = real_network()
    if other is not None:
        stop(
            _(
                "This data folder holds the desk of %(network)s, and the demo would fill it with "
                "invented cases and open accounts. Name an empty folder: "
                "SANGTO_DATA=./demo-data sangto demo"
            )
            % {"network": other.title},
            NOT_READY,
        )
    prepare_network()
    seeding = Seeding(with_background=not serve)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), transient=True
    ) as bar:
        for title, steps in seeding.parts():
            part = bar.add_task(title, total=len(steps))
            for batch in batched(steps):
                with together(batch):
                    for step in batch:
                        step()
                bar.advance(part, len(batch))
    key = seed_program()
    click.echo(_("The sample network is ready: %(data)s") % {"data": settings.SANGTO_DATA})
    if key is not None:
        click.echo(_("A program's key for the API (/api/v1/docs): %(key)s") % {"key": key})
    if serve:
        click.echo(
            _("Sign in at /tai-khoan/dang-nhap/ with one click, or with the password %(password)s")
            % {"password": DEMO_PASSWORD}
        )
        run_server(host=host, port=port, threads=8, with_worker=True)
