from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from django.utils.translation import gettext as _

from sangto.cli.session import NOT_READY, stop, with_desk

#: Five screenshots of eight megabytes, and the rest of the form.
LARGEST_BODY = 45 * 1024 * 1024


def prepare_installation(*, quiet: bool = False) -> None:
    """Tables, the shared cache's table and the static files; safe to run again at any time."""
    from django.conf import settings
    from django.core.management import call_command

    settings.SANGTO_DATA.mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not quiet:
        click.echo(_("The installation is prepared: %(data)s") % {"data": settings.SANGTO_DATA})


@click.command()
@with_desk(needs_tables=False)
def prepare() -> None:
    """Create or update tables, cache and static files."""
    prepare_installation()


def run_server(*, host: str, port: int, threads: int, with_worker: bool) -> None:
    """Serve until SIGTERM or Ctrl-C; the worker ends its current task first."""
    import waitress

    from sangto.config.wsgi import application
    from sangto.jobs.runner import Worker

    halt = threading.Event()

    def end(_signum: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    try:
        server = waitress.create_server(
            application,
            host=host,
            port=port,
            threads=threads,
            max_request_body_size=LARGEST_BODY,
            channel_timeout=30,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        stop(
            _("Port %(port)d can not be used: %(error)s. Try --port with another number.")
            % {"port": port, "error": error.strerror or error},
            NOT_READY,
        )
    background = None
    if with_worker:
        background = threading.Thread(target=Worker().run, args=(halt,), name="worker")
        background.start()
    click.echo(
        _("The desk is at http://%(host)s:%(port)d — stop it with Ctrl-C")
        % {
            "host": "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host,  # noqa: S104
            "port": port,
        }
    )
    try:
        server.run()
    except (SystemExit, KeyboardInterrupt):
        pass
    finally:
        halt.set()
        server.close()
        if background is not None:
            background.join(timeout=30)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--worker/--no-worker",
    default=True,
    show_default=True,
    help="Whether background work runs in this process too.",
)
@with_desk(needs_tables=False)
def serve(host: str, port: int, threads: int, worker: bool) -> None:
    """Serve the site, with background work in the same process."""
    from django.db import connection

    from sangto.cli.session import insist_on_tables

    if connection.vendor == "sqlite":
        prepare_installation(quiet=True)
    else:
        insist_on_tables()
    run_server(host=host, port=port, threads=threads, with_worker=worker)


@click.command()
@with_desk()
def worker() -> None:
    """Run background work alone (beside web processes on PostgreSQL)."""
    from sangto.jobs.runner import Worker

    halt = threading.Event()

    def end(_signum: int, _frame: FrameType | None) -> None:
        halt.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    Worker().run(halt)
