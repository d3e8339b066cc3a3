from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _

from sangto.cli.session import FINDINGS, insist_on_tables, with_desk


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option(
    "--public",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check the open data in this folder against its roots; no database is asked.",
)
@with_desk(needs_tables=False)
def verify(as_json: bool, folder: Path | None) -> None:
    """Recompute the sealed audit log and name the first entry that was tampered with.

    With --public, check register.jsonl, proofs.jsonl and roots.json as anybody can fetch them.
    """
    if folder is not None:
        _verify_public(folder, as_json)
        return
    insist_on_tables()
    _verify_log(as_json)


def _verify_public(folder: Path, as_json: bool) -> None:
    from sangto.transparency.domain.verification import verify_public

    found = verify_public(folder)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "ok": found.ok,
                    "entries": found.entries,
                    "seals": found.seals,
                    "days": found.days,
                    "place": found.place,
                    "problem": found.problem,
                },
                ensure_ascii=False,
            )
        )
    elif found.ok:
        click.echo(
            _("The open data is whole: %(entries)d entries, %(days)d days, %(seals)d seals.")
            % {"entries": found.entries, "days": found.days, "seals": found.seals}
        )
    else:
        click.echo(
            _("The open data does not hold at %(place)s: %(problem)s")
            % {"place": found.place, "problem": _(found.problem)},
            err=True,
        )
    if not found.ok:
        raise SystemExit(FINDINGS)


def _verify_log(as_json: bool) -> None:
    from sangto.audit.domain.problems import MEANINGS
    from sangto.audit.queries import verify as verify_log

    result = verify_log()
    if as_json:
        click.echo(
            json.dumps(
                {
                    "ok": result.ok,
                    "events": result.events,
                    "seals": result.seals,
                    "first_broken": result.first_broken,
                    "problem": result.problem,
                },
                ensure_ascii=False,
            )
        )
    elif result.ok:
        click.echo(
            _("The log is whole: %(events)d entries, %(seals)d seals.")
            % {"events": result.events, "seals": result.seals}
        )
    else:
        click.echo(
            _("The log is broken at %(entry)s: %(problem)s")
            % {
                "entry": result.first_broken,
                "problem": _(MEANINGS[result.problem]) if result.problem else "",
            },
            err=True,
        )
    if not result.ok:
        raise SystemExit(FINDINGS)
