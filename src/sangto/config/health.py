"""What `sangto doctor` looks at: each finding says what to do."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from smtplib import SMTP, SMTP_SSL, SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.http.request import validate_host
from django.utils import timezone
from django.utils.translation import gettext as _

from sangto.config.document_maker import document_maker
from sangto.config.findings import Finding, Level
from sangto.config.picture_reader import picture_reader
from sangto.config.sentence_model import sentence_model
from sangto.config.tables import foreign_migrations, pending_migrations
from sangto.documents.queries import missing_or_changed
from sangto.matching.queries import index_health
from sangto.organisations.queries import current_network
from sangto.queue.queries import dead_letters, latest_heartbeat, oldest_waiting

LEAST_FREE_BYTES = 500_000_000
SHORTEST_KEY = 50
FONTS = tuple(
    f"sangto/fonts/be-vietnam-pro-{script}-{weight}-normal.woff2"
    for script in ("latin", "vietnamese")
    for weight in (400, 700)
)


def examine() -> Iterator[Finding]:
    """Every finding, in the order in which they should be mended.

    What needs the database is left out when it does not answer or lacks its tables.
    """
    yield _settings()
    yield _data_folder()
    database = _database()
    yield database
    if database.level is not Level.PROBLEM:
        migrations = _migrations()
        yield migrations
        if migrations.level is not Level.PROBLEM:
            needing_tables: tuple[Callable[[], Finding], ...] = (
                _network,
                _worker,
                _queue,
                _index,
                _files,
            )
            for look in needing_tables:
                yield look()
    yield picture_reader()
    yield document_maker()
    yield sentence_model()
    yield _fonts()
    yield _static_files()
    yield _mail()


def _settings() -> Finding:
    subject = _("Settings")
    if settings.DEBUG:
        return Finding(
            subject,
            Level.PROBLEM,
            _("SANGTO_DEBUG is on: error pages show source code to everybody."),
            _("Unset SANGTO_DEBUG."),
        )
    local = urlsplit(settings.SANGTO_BASE_URL).hostname in {"localhost", "127.0.0.1", "::1"}
    if not local and not settings.SANGTO_BASE_URL.startswith("https://"):
        return Finding(
            subject,
            Level.WARNING,
            _("The public address is not https."),
            _("Put a web server with a certificate in front and set SANGTO_BASE_URL to https://…"),
        )
    if settings.SECURE_SSL_REDIRECT and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return Finding(
            subject,
            Level.PROBLEM,
            _(
                "The public address is https, but no proxy is trusted: every page would lead back "
                "to itself."
            ),
            _("Let the web server in front set X-Forwarded-Proto, and set SANGTO_TRUSTED_PROXY."),
        )
    if not validate_host(urlsplit(settings.SANGTO_BASE_URL).hostname or "", settings.ALLOWED_HOSTS):
        return Finding(
            subject,
            Level.PROBLEM,
            _("SANGTO_HOSTS does not name the host of the public address, so it is refused."),
            _("Add %(host)s to SANGTO_HOSTS.")
            % {"host": urlsplit(settings.SANGTO_BASE_URL).hostname},
        )
    if settings.SANGTO_DEMO and not local:
        return Finding(
            subject,
            Level.PROBLEM,
            _("Demo accounts are open on a public address."),
            _("Unset SANGTO_DEMO and start with an empty data folder."),
        )
    if min(map(len, settings.SANGTO_SECRET_KEYS)) < SHORTEST_KEY:
        return Finding(
            subject,
            Level.WARNING,
            _("A key in SANGTO_SECRET_KEYS is shorter than %(length)d characters.")
            % {"length": SHORTEST_KEY},
            _("Put a longer, random one in front; older ones are still read."),
        )
    return Finding(subject, Level.FINE, _("All settings can be read."))


def _data_folder() -> Finding:
    subject = _("Data folder")
    folder: Path = settings.SANGTO_DATA
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding(
            subject,
            Level.PROBLEM,
            _("%(folder)s can not be written: %(error)s")
            % {"folder": folder, "error": error.strerror},
            _("Give the user that runs sangto the right to write there, or set SANGTO_DATA."),
        )
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        return Finding(
            subject,
            Level.WARNING,
            _("Only %(megabytes)d MB are free in %(folder)s.")
            % {"megabytes": free // 1_000_000, "folder": folder},
            _("Make room: new reports are refused when the disk is full."),
        )
    key = folder / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        return Finding(
            subject,
            Level.WARNING,
            _("Other users of this machine can read %(file)s.") % {"file": key},
            _("Run: chmod 600 %(file)s") % {"file": key},
        )
    return Finding(
        subject,
        Level.FINE,
        _("%(folder)s can be written, %(gigabytes).1f GB are free.")
        % {"folder": folder, "gigabytes": free / 1e9},
    )


def _database() -> Finding:
    subject = _("Database")
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                version = sqlite3.sqlite_version
                cursor.execute(
                    "SELECT 1 FROM pragma_compile_options WHERE compile_options = %s",
                    ["ENABLE_FTS5"],
                )
                complete = cursor.fetchone() is not None and sqlite3.sqlite_version_info >= (3, 35)
            else:
                cursor.execute("SHOW server_version")
                version, complete = str(cursor.fetchone()[0]), True
    except DatabaseError as error:
        return Finding(
            subject,
            Level.PROBLEM,
            _("The database does not answer: %(error)s") % {"error": str(error).strip()},
            _("Start it, or correct SANGTO_DATABASE_URL."),
        )
    if not complete:
        return Finding(
            subject,
            Level.WARNING,
            _("SQLite %(version)s is too old or was built without FTS5.") % {"version": version},
            _("Use Python 3.11 or newer as Debian builds it, or PostgreSQL."),
        )
    return Finding(
        subject,
        Level.FINE,
        f"{'SQLite' if connection.vendor == 'sqlite' else 'PostgreSQL'} {version}",
    )


def _migrations() -> Finding:
    subject = _("Migrations")
    foreign = foreign_migrations()
    if foreign:
        return Finding(
            subject,
            Level.PROBLEM,
            _("The database was made by another version of the desk, with %(name)s.")
            % {"name": foreign[0]},
            _("Run the version that made it, or name an empty folder with SANGTO_DATA."),
        )
    pending = pending_migrations()
    if pending:
        return Finding(
            subject,
            Level.PROBLEM,
            _("The database lacks %(count)d migrations, the first is %(name)s.")
            % {"count": len(pending), "name": pending[0]},
            _("Run: sangto prepare"),
        )
    return Finding(subject, Level.FINE, _("The tables are up to date."))


def _network() -> Finding:
    subject = _("Network")
    network = current_network()
    if network is None:
        return Finding(
            subject,
            Level.PROBLEM,
            _("No charter is loaded, so nobody can report or answer."),
            _("Run: sangto charter load FILE (or `sangto demo` to try the product)."),
        )
    charter = network.charters.order_by("-version").first()
    today = timezone.localdate()
    if charter is not None and charter.valid_from > today:
        return Finding(
            subject,
            Level.WARNING,
            _("The charter of %(network)s begins on %(day)s.")
            % {"network": network.title, "day": charter.valid_from.isoformat()},
            _("Wait until then, or correct its dates and load it again."),
        )
    if charter is not None and charter.valid_until is not None and charter.valid_until < today:
        return Finding(
            subject,
            Level.WARNING,
            _("The charter of %(network)s ended on %(day)s.")
            % {"network": network.title, "day": charter.valid_until.isoformat()},
            _("Load the charter that is in force: sangto charter load FILE"),
        )
    return Finding(subject, Level.FINE, network.title)


def _worker() -> Finding:
    subject = _("Background work")
    beat = latest_heartbeat()
    seen = beat.seen_at if beat is not None else None
    if seen is None or timezone.now() - seen > timedelta(minutes=2):
        message = (
            _("No worker has run yet.")
            if seen is None
            else _("The worker was last seen at %(time)s.")
            % {"time": timezone.localtime(seen).isoformat(" ", "seconds")}
        )
        return Finding(
            subject,
            Level.WARNING,
            message,
            _("Run `sangto serve` (it works in the background too) or `sangto worker`."),
        )
    return Finding(subject, Level.FINE, _("A worker is running."))


def _queue() -> Finding:
    subject = _("Queue")
    dead = len(dead_letters())
    if dead:
        return Finding(
            subject,
            Level.WARNING,
            _("%(count)d tasks were given up after several tries.") % {"count": dead},
            _("Look at them at /desk/hang-doi/ and start them again."),
        )
    waiting = oldest_waiting()
    oldest = waiting.run_at if waiting is not None else None
    if oldest is not None and timezone.now() - oldest > timedelta(minutes=10):
        return Finding(
            subject,
            Level.WARNING,
            _("The oldest task has waited since %(time)s.")
            % {"time": timezone.localtime(oldest).isoformat(" ", "seconds")},
            _("Check that a worker runs; start a second one on PostgreSQL if it can not keep up."),
        )
    return Finding(subject, Level.FINE, _("Nothing is stuck."))


def _index() -> Finding:
    subject = _("Index of known texts")
    state = index_health()
    if state.ok:
        return Finding(
            subject, Level.FINE, _("%(count)d texts can be found.") % {"count": state.entries}
        )
    message = (
        _("The index is damaged, so known messages are not recognised.")
        if state.damaged
        else _("%(count)d texts are missing in the index.") % {"count": state.missing}
    )
    level = Level.PROBLEM if state.damaged else Level.WARNING
    return Finding(subject, level, message, _("Run: sangto reindex"))


def _files() -> Finding:
    subject = _("Stored files")
    broken = list(missing_or_changed())
    if broken:
        return Finding(
            subject,
            Level.PROBLEM,
            _("%(count)d files are missing or changed; the first one is %(name)s.")
            % {"count": len(broken), "name": broken[0].storage_name},
            _("Bring them back from a backup into %(folder)s.") % {"folder": settings.MEDIA_ROOT},
        )
    return Finding(subject, Level.FINE, _("Every file is as it was stored."))


def _fonts() -> Finding:
    subject = _("Fonts")
    missing = [name for name in FONTS if finders.find(name) is None]
    if missing:
        return Finding(
            subject,
            Level.PROBLEM,
            _("The font file %(name)s is missing.") % {"name": missing[0]},
            _("Install the package again: make install"),
        )
    return Finding(subject, Level.FINE, _("The fonts with all Vietnamese letters are there."))


def _static_files() -> Finding:
    subject = _("Static files")
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding(
            subject,
            Level.WARNING,
            _("Style sheets and scripts have not been collected."),
            _("Run: sangto prepare"),
        )
    return Finding(subject, Level.FINE, _("Style sheets and scripts are in place."))


def _mail() -> Finding:
    subject = _("E-mail")
    address = settings.SANGTO_MAIL
    if address in {"console", "off"}:
        advice = _("Set SANGTO_MAIL to smtp://user:password@host:587 so that people are told.")
        level = Level.FINE if settings.SANGTO_DEMO else Level.WARNING
        return Finding(
            subject,
            level,
            _("E-mail goes to the console.") if address == "console" else _("E-mail is off."),
            "" if level is Level.FINE else advice,
        )
    parts = urlsplit(address)
    kind = SMTP_SSL if parts.scheme == "smtps" else SMTP
    try:
        with kind(parts.hostname or "", parts.port or 0, timeout=5) as server:
            server.noop()
    except (OSError, SMTPException) as error:
        return Finding(
            subject,
            Level.PROBLEM,
            _("The mail server does not answer: %(error)s") % {"error": error},
            _("Correct SANGTO_MAIL or start the server; mail waits in the outbox until then."),
        )
    return Finding(subject, Level.FINE, _("The mail server answers."))
