from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sangto.cli.session import FINDINGS, UNREADABLE, stop, with_desk
from sangto.kernel.actor import operator_actor

if TYPE_CHECKING:
    from sangto.organisations.domain.charter import CharterError, CharterSpec


def _source(name: str) -> tuple[str, str]:
    """Text and name of a charter: a file, or one of those that come with the product."""
    from sangto.organisations.domain.charter import CharterError, decode_charter
    from sangto.organisations.domain.shipped import SHIPPED, shipped_charter

    path = Path(name)
    if name in SHIPPED and not path.exists():
        return shipped_charter(name), f"{name}.yaml"
    try:
        return decode_charter(path.read_bytes(), name), name
    except FileNotFoundError:
        stop(
            _("There is no file %(name)s. Charters that come with the product: %(known)s.")
            % {"name": name, "known": ", ".join(SHIPPED)},
            UNREADABLE,
        )
    except OSError as error:
        stop(
            _("%(name)s can not be read: %(error)s") % {"name": name, "error": error.strerror},
            UNREADABLE,
        )
    except CharterError as error:
        _list_problems(error)


@click.group()
def charter() -> None:
    """Check or load a coordination charter (YAML)."""


@charter.command("check")
@click.argument("file")
@with_desk(needs_tables=False)
def check_charter(file: str) -> None:
    """Read FILE (or the name of a shipped charter) and list every error with its line."""
    _parsed_or_stop(*_source(file))
    click.echo(_("%(file)s is a valid charter.") % {"file": file})


@charter.command("load")
@click.argument("file")
@with_desk()
def load(file: str) -> None:
    """Load FILE (or a shipped charter) as the newest version of its network's charter."""
    from sangto.organisations.services import load_charter

    text, name = _source(file)
    _parsed_or_stop(text, name)
    loaded = load_charter(text=text, file_name=name, actor=operator_actor("charter load"))
    click.echo(
        _("Loaded: %(network)s, version %(version)d.")
        % {"network": loaded.network.slug, "version": loaded.version}
    )


@charter.command("diff")
@click.argument("before")
@click.argument("after")
@with_desk(needs_tables=False)
def diff(before: str, after: str) -> None:
    """Say what differs between two charters, entry by entry (files, or names of shipped ones)."""
    from sangto.organisations.domain.charter_differences import Kind, differences

    old, new = (_parsed_or_stop(*_source(name)) for name in (before, after))
    found = differences(old, new)
    marks = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "~"}
    section = ""
    for difference in found:
        if difference.section.value != section:
            section = difference.section.value
            click.echo(f"{section}:")
        click.echo(f"  {marks[difference.kind]} {difference.name}")
        for changed in difference.changes:
            click.echo(f"      {changed.field}: {changed.before or '–'} → {changed.after or '–'}")
    if not found:
        click.echo(_("The two charters say the same."))


def _parsed_or_stop(text: str, name: str) -> CharterSpec:
    from sangto.organisations.domain.charter import CharterError, parse_charter

    try:
        return parse_charter(text, name)
    except CharterError as error:
        _list_problems(error)


def _list_problems(error: CharterError) -> NoReturn:
    for problem in error.problems:
        what = _(problem.what_message) % dict(problem.params)
        instead = _(problem.instead_message) % dict(problem.params)
        click.echo(f"{problem.file}:{problem.line}: {what}\n    → {instead}", err=True)
    count = len(error.problems)
    click.echo(
        ngettext("%(count)d thing to mend.", "%(count)d things to mend.", count) % {"count": count},
        err=True,
    )
    raise SystemExit(FINDINGS) from None
