from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sangto.cli.progress import progress_bar
from sangto.cli.session import FINDINGS, UNREADABLE, stop, with_desk
from sangto.kernel.actor import operator_actor

if TYPE_CHECKING:
    from sangto.cli.records import Fault, Record


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--encoding", default="utf-8", show_default=True, help="For example cp1258.")
@click.option("--dry-run", is_flag=True, help="Only read the file and list what is wrong in it.")
@with_desk()
def import_archive(file: Path, encoding: str, dry_run: bool) -> None:
    """Import an archive of finished reports from FILE (.jsonl or .csv).

    Makes closed records only; verdicts in it are held until two people released them. It can be
    interrupted and started again: what is there already is not taken twice. Every line that can
    not be taken is listed with its number and the reason; the exit code is then 1.

    Columns: text (required), id, link, reason, territory, language, received_at, category, topic,
    title, title_en, verdict_title, verdict_summary, verdict_from, verdict_address.
    """
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from sangto.cli.records import Fault, UnreadableArchive, read_records

    try:
        records = list(read_records(file, encoding=encoding))
    except UnreadableArchive as error:
        stop(str(error), UNREADABLE)
    except OSError as error:
        stop(
            _("%(name)s can not be read: %(error)s") % {"name": file, "error": error.strerror},
            UNREADABLE,
        )
    taken = repeated = 0
    faults: list[Fault] = []
    with progress_bar() as bar:
        for record in bar.track(records, description=_("Importing")):
            if isinstance(record, Fault):
                faults.append(record)
                continue
            result = None if dry_run else _take(record)
            if isinstance(result, Fault):
                faults.append(result)
            elif result:
                repeated += 1
            else:
                taken += 1
    for fault in faults:
        click.echo(
            _("Line %(line)d: %(reason)s") % {"line": fault.line, "reason": fault.reason}, err=True
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
            ngettext(
                "%(count)d line was not taken.", "%(count)d lines were not taken.", len(faults)
            )
            % {"count": len(faults)},
            err=True,
        )
        raise SystemExit(FINDINGS)


def _take(record: Record) -> bool | Fault:
    """Whether the record was there before, or why it can not be taken; all of it or nothing."""
    from sangto.audit.services import change
    from sangto.cases.models import Case
    from sangto.cases.services import archive_claim
    from sangto.cli.records import Fault
    from sangto.intake.domain.consent import CONSENT_VERSION
    from sangto.intake.domain.reports import Channel, OriginKind
    from sangto.intake.domain.submission import Submission
    from sangto.intake.services import submit_report
    from sangto.kernel.errors import Refused
    from sangto.matching.services import describe_claim, match_report
    from sangto.verdicts.services import hold_imported
    from sangto.web.wording import refusal_text

    actor = operator_actor("import")
    try:
        with change(actor) as journal:
            submitted = submit_report(
                submission=Submission(
                    text=record.text,
                    link=record.link,
                    reason=record.reason,
                    territory=record.territory,
                    language=record.language,
                    consent_version=CONSENT_VERSION,
                ),
                channel=Channel.ARCHIVE,
                origin=OriginKind.ARCHIVE,
                idempotency_key=record.key,
                actor=actor,
                received_at=record.received_at,
            )
            if submitted.repeated:
                journal.nothing_changed()
                return True
            link = match_report(report=submitted.report, actor=actor)
            if link is None:
                return False
            claim = link.claim
            if record.category is not None and not Case.objects.filter(claim=claim).exists():
                archived = archive_claim(
                    claim=claim,
                    category=record.category,
                    topic=record.topic,
                    closed_at=record.received_at,
                    actor=actor,
                )
                if archived is not None and record.title:
                    describe_claim(
                        claim=claim,
                        title=record.title,
                        title_en=record.title_en,
                        category=record.category,
                        topic=record.topic,
                        subject_agency=None,
                        actor=actor,
                    )
            if record.verdict_title and not claim.verdicts.exists():
                hold_imported(
                    claim=claim,
                    title=record.verdict_title,
                    summary=record.verdict_summary,
                    imported_from=record.verdict_from,
                    imported_address=record.verdict_address,
                    actor=actor,
                    now=record.received_at,
                )
    except Refused as refused:
        return Fault(record.line, refusal_text(refused.refusal))
    return False
