from __future__ import annotations

import json

import click

from sangto.cli.session import FINDINGS, with_desk


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@with_desk(needs_tables=False)
def doctor(as_json: bool) -> None:
    """Look over the installation and say what to do. Exit code 1 when something must be mended."""
    from sangto.config.findings import Level
    from sangto.config.health import examine

    findings = list(examine())
    if as_json:
        click.echo(
            json.dumps([found.as_dict() for found in findings], ensure_ascii=False, indent=2)
        )
    else:
        marks = {Level.FINE: "✓", Level.WARNING: "!", Level.PROBLEM: "✗"}
        for found in findings:
            click.echo(f"{marks[found.level]} {found.subject}: {found.message}")
            if found.advice:
                click.echo(f"    → {found.advice}")
    if any(found.level is Level.PROBLEM for found in findings):
        raise SystemExit(FINDINGS)
