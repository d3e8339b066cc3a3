from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sangto.cli.session import FINDINGS, UNREADABLE, stop, with_desk
from sangto.kernel.actor import operator_actor


def _source(name: str) -> tuple[str, str]:
    """Text and name of a charter: a file, or one of those that come with the product."""
    path = Path(name)
    if not path.exists():
        shipped = files("sangto.organisations") / "charters" / f"{name}.yaml"
        if not shipped.is_file():
            known = ", ".join(
                sorted(
                    entry.name.removesuffix(".yaml")
                    for entry in (files("sangto.organisations") / "charters").iterdir()
                    if entry.name.endswith(".yaml")
                )
            )
            stop(
                _("There is no file %(name)s. Charters that come with the product: %(known)s.")
                % {"name": name, "known": known},
                UNREADABLE,
            )
        return shipped.read_text(encoding="utf-8"), f"{name}.yaml"
    try:
        return path.read_text(encoding="utf-8-sig"), str(path)
    except (OSError, UnicodeDecodeError) as error:
        stop(
            _("%(name)s can not be read as UTF-8 text: %(error)s") % {"name": name, "error": error},
            UNREADABLE,
        )


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


def _parsed_or_stop(text: str, name: str) -> None:
    from sangto.organisations.domain.charter import CharterError, parse_charter

    try:
        parse_charter(text, name)
    except CharterError as error:
        for problem in error.problems:
            click.echo(
                f"{problem.file}:{problem.line}: {problem.what}\n    → {problem.instead}", err=True
            )
        count = len(error.problems)
        click.echo(
            ngettext("%(count)d thing to mend.", "%(count)d things to mend.", count)
            % {"count": count},
            err=True,
        )
        raise SystemExit(FINDINGS) from None
