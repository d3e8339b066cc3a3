from __future__ import annotations

import json

import click
from django.utils.translation import gettext as _

from sangto.cli.session import FINDINGS, with_desk


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_desk()
def verify(as_json: bool) -> None:
    """Recompute the sealed audit log and name the first entry that was tampered with."""
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
