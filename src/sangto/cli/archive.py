from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sangto.cli.progress import progress_bar
from sangto.cli.session import FINDINGS, UNREADABLE, stop, with_desk
from sangto.kernel.actor import operator_actor

if TYPE_CHECKING:
    from sangto.cli.records import Fault, Record

#: Lines that are kept together: one transaction, one record.
BATCH = 1000


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--encoding", default="utf-8", show_default=True, help="For example cp1258.")
@click.option("--dry-run", is_flag=True, help="Only read the file and list what is wrong in it.")
@with_desk()
def import_archive(file: Path, encoding: str, dry_run: bool) -> None:
    """Import an archive of finished reports from FILE (.jsonl or .csv).

    Makes closed records only; verdicts in it are held until two people released them. It can be
    interrupted and started again: what is there already is not taken twice. Every line that can
    not be taken is listed with its number and the reason; the exit code is then 1. The records
    join their claims in the background, while `sangto serve` or `sangto worker` runs.

    Columns: text (required), id, link, reason, territory, language, received_at, category, topic,
    title, title_en, verdict_title, verdict_summary, verdict_from, verdict_address.
    """
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from sangto.cli.records import UnreadableArchive, count_lines, read_records

    taken = repeated = faults = 0
    try:
        lines = count_lines(file, encoding=encoding)
        with progress_bar() as bar:
            shown = bar.add_task(_("Importing"), total=lines)
            for batch in _batches(read_records(file, encoding=encoding)):
                fresh, again, wrong = _taken(batch, dry_run=dry_run)
                taken, repeated, faults = taken + fresh, repeated + again, faults + len(wrong)
                for fault in wrong:
                    click.echo(
                        _("Line %(line)d: %(reason)s")
                        % {"line": fault.line, "reason": fault.reason},
                        err=True,
                    )
                bar.update(shown, completed=batch[-1].line)
    except UnreadableArchive as error:
        stop(str(error), UNREADABLE)
    except OSError as error:
        if error.filename != str(file):
            raise
        stop(
            _("%(name)s can not be read: %(error)s") % {"name": file, "error": error.strerror},
            UNREADABLE,
        )
    message = (
        ngettext("%(count)d line can be imported.", "%(count)d lines can be imported.", taken)
        if dry_run
        else ngettext("%(count)d record imported.", "%(count)d records imported.", taken)
    )
    click.echo(message % {"count": taken})
    if repeated:
        click.echo(_("%(count)d were there already.") % {"count": repeated})
    if faults:
        click.echo(
            ngettext("%(count)d line was not taken.", "%(count)d lines were not taken.", faults)
            % {"count": faults},
            err=True,
        )
        raise SystemExit(FINDINGS)


def _batches(records: Iterable[Record | Fault]) -> Iterator[list[Record | Fault]]:
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _taken(batch: Sequence[Record | Fault], *, dry_run: bool) -> tuple[int, int, list[Fault]]:
    """How many are new, how many were there before, and what can not be taken, by line."""
    from sangto.cli.records import Fault, Record
    from sangto.intake.services import import_reports
    from sangto.verdicts.domain.archive import Said
    from sangto.web.wording import refusal_text

    faults = [one for one in batch if isinstance(one, Fault)]
    rows = []
    lines = []
    for record in batch:
        if not isinstance(record, Record):
            continue
        refusal = Said.of(record.row.said).refusal()
        if refusal is not None:
            faults.append(Fault(record.line, refusal_text(refusal)))
            continue
        rows.append(record.row)
        lines.append(record.line)
    if dry_run or not rows:
        return len(rows), 0, sorted(faults, key=lambda fault: fault.line)
    done = import_reports(rows=rows, actor=operator_actor("import"))
    faults += [
        Fault(lines[place], refusal_text(refusal)) for place, refusal in done.refused.items()
    ]
    return done.taken, done.repeated, sorted(faults, key=lambda fault: fault.line)
