from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

import click
from django.utils.translation import gettext as _

from sangto.cli.session import NOT_READY, insist_on_own_tables, stop, with_desk

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer

#: What a form may weigh beside its pictures, which come on top, in bytes.
LARGEST_FORM = 5 * 1024 * 1024


def prepare_installation(*, quiet: bool = False) -> None:
    """Tables, the shared cache's table and the static files; safe to run again at any time."""
    from django.conf import settings
    from django.core.management import call_command

    settings.SANGTO_DATA.mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    insist_on_own_tables()
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
    from sangto.jobs.runner import Worker

    def end(_signum: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    halt = threading.Event()
    background = threading.Thread(target=Worker().run, args=(halt,), name="worker")
    server = _listening(host=host, port=port, threads=threads)
    try:
        for number in (signal.SIGTERM, signal.SIGINT):  # a shell may have both ignored
            signal.signal(number, end)
        if with_worker:
            background.start()
        click.echo(
            _("The desk is at http://%(host)s:%(port)d — stop it with Ctrl-C")
            % {"host": _shown(host), "port": port}
        )
        server.run()
    except (SystemExit, KeyboardInterrupt):
        pass
    finally:
        halt.set()
        server.close()
        if background.ident is not None:
            background.join(timeout=30)


def _listening(*, host: str, port: int, threads: int) -> BaseWSGIServer:
    """A server that holds the port; stops with code 3 when it can not have it."""
    import waitress
    from django.conf import settings

    from sangto.config.wsgi import application
    from sangto.intake.domain.limits import IMAGES

    proxied = {}
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        proxied = {
            "trusted_proxy": "*",
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
        }
    try:
        return waitress.create_server(
            application,
            host=host,
            port=port,
            threads=threads,
            max_request_body_size=IMAGES * settings.SANGTO_UPLOAD_BYTES + LARGEST_FORM,
            channel_timeout=30,
            ident=None,
            clear_untrusted_proxy_headers=True,
            **proxied,
        )
    except (OSError, ValueError) as error:
        stop(
            _("%(host)s:%(port)d can not be used: %(error)s. Try another --port, or check --host.")
            % {
                "host": host,
                "port": port,
                "error": getattr(error, "strerror", None) or error,
            },
            NOT_READY,
        )


def _shown(host: str) -> str:
    if host in {"127.0.0.1", "0.0.0.0", "::", "::1"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


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
