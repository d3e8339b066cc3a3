"""``sangto document check``: where a DOCX departs from the layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _

from sangto.cli.session import FINDINGS, UNREADABLE, stop, with_desk


@click.group()
def document() -> None:
    """Official documents."""


@document.command("check")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@with_desk(needs_tables=False)
def check(file: str, *, as_json: bool) -> None:
    """List where FILE (DOCX, whoever made it) departs from the layout of Decree 30/2020/NĐ-CP."""
    from sangto.documents.rendering.docx_checking import check_document
    from sangto.kernel.errors import Refused

    try:
        findings = check_document(Path(file).read_bytes())
    except OSError as error:
        stop(
            _("%(name)s can not be read: %(error)s") % {"name": file, "error": error.strerror},
            UNREADABLE,
        )
    except Refused as refused:
        stop(f"{file}: {_(refused.refusal.message) % refused.refusal.params}", UNREADABLE)
    rows = [
        {
            "code": one.code,
            "where": one.where,
            "times": one.times,
            "found": _(one.found.message) % one.found.params,
            "expected": _(one.wanted.message) % one.wanted.params,
            "clause": one.clause.citation,
        }
        for one in findings
    ]
    if as_json:
        click.echo(json.dumps({"file": file, "findings": rows}, ensure_ascii=False, indent=2))
    elif not rows:
        click.echo(_("%(file)s keeps to the layout.") % {"file": file})
    for row in [] if as_json else rows:
        place = f" “{row['where']}”" if row["where"] else ""
        times = f" (×{row['times']})" if row["times"] != 1 else ""
        click.echo(f"{row['code']}{place}{times}")
        click.echo("  " + _("is: %(what)s") % {"what": row["found"]})
        click.echo("  " + _("should be: %(what)s") % {"what": row["expected"]})
        click.echo(f"  {row['clause']}")
    if rows:
        raise SystemExit(FINDINGS)
