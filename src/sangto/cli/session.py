"""What every command needs first: Django set up, a language, and readable input."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import NoReturn, ParamSpec, TypeVar

import click
import django
from django.utils import translation

from sangto.kernel.errors import Refused

FINDINGS = 1
UNREADABLE = 2
NOT_READY = 3

P = ParamSpec("P")
R = TypeVar("R")


def language() -> str:
    """``SANGTO_LANGUAGE`` if set, English where the locale is an English one, else Vietnamese."""
    chosen = os.environ.get("SANGTO_LANGUAGE") or os.environ.get("LC_ALL")
    chosen = chosen or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "vi"


def stop(message: str, code: int) -> NoReturn:
    click.echo(f"sangto: {message}", err=True)
    raise SystemExit(code)


def with_desk(*, needs_tables: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Set Django up before the command runs, and turn refusals into a message and exit code 1.

    ``needs_tables`` stops with exit code 3 when the database has not been prepared; so does a
    database or a disk that fails while the command runs.
    """

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(command)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            django.setup()
            translation.activate(language())
            from django.db import DatabaseError, OperationalError
            from django.utils.translation import gettext as _

            from sangto.web.wording import refusal_text

            try:
                if needs_tables:
                    insist_on_tables()
                return command(*args, **kwargs)
            except Refused as refused:
                stop(refusal_text(refused.refusal), FINDINGS)
            except DatabaseError as error:
                if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
                    raise
                stop(
                    _("The database does not answer: %(error)s Run `sangto doctor`.")
                    % {"error": str(error).strip()},
                    NOT_READY,
                )
            except BrokenPipeError:
                raise
            except OSError as error:
                stop(
                    _("%(file)s can not be used: %(error)s. Run `sangto doctor`.")
                    % {"file": error.filename or "–", "error": error.strerror or error},
                    NOT_READY,
                )

        return wrapped

    return decorate


def insist_on_tables() -> None:
    from django.utils.translation import gettext as _

    from sangto.config.tables import pending_migrations

    if _asked_of_database(pending_migrations):
        stop(
            _("The database is not prepared. Run `sangto prepare` (or `sangto demo`) first."),
            NOT_READY,
        )


def insist_on_own_tables() -> None:
    """Stop with code 3 before another version's database is changed."""
    from django.utils.translation import gettext as _

    from sangto.config.tables import foreign_migrations

    foreign = _asked_of_database(foreign_migrations)
    if foreign:
        stop(
            _(
                "The database was made by another version of the desk (%(name)s). Run that "
                "version, or name an empty folder with SANGTO_DATA."
            )
            % {"name": foreign[0]},
            NOT_READY,
        )


def _asked_of_database(migrations: Callable[[], list[str]]) -> list[str]:
    """Stops with code 3 when the database does not answer."""
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    try:
        return migrations()
    except DatabaseError as error:
        stop(_("The database does not answer: %(error)s") % {"error": error}, NOT_READY)


def given_text(argument: str) -> str:
    """The argument itself, or standard input for ``-``; stops with code 2 if it is not UTF-8."""
    if argument == "-":
        return decoded(sys.stdin.buffer.read())
    return decoded(argument.encode("utf-8", "surrogateescape"))


def decoded(data: bytes) -> str:
    """The bytes as UTF-8, without a byte order mark; stops with code 2 and the place if not."""
    from django.utils.translation import gettext as _

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        stop(
            _("The text is not UTF-8 (byte %(place)d). Save it as UTF-8 and try again.")
            % {"place": error.start + 1},
            UNREADABLE,
        )
