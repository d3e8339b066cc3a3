"""What a machine reads in the pictures of a report; for the queue, outside any transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.look import band_codes
from sangto.documents.domain.picture_text import PictureReading, ReadState
from sangto.documents.queries import content_of
from sangto.documents.reader import read_picture
from sangto.intake.domain.screens import screen_codes, screen_text
from sangto.intake.models import PictureBand, Report, ReportImage
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.services.progress import locked
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.queue.services import put_again

#: Reads the pictures that a sender added later.
READ_TASK = "report.read"
_BATCH = 500
_UNKNOWN = sorted(
    state.value for state in (ReadState.UNREAD, ReadState.NO_READER, ReadState.GIVEN_UP)
)


def read_pictures(*, report: Report, actor: Actor) -> int:
    """Read those that nobody has read yet, one after another, and keep what was read; how many.

    Text is cleaned and stripped before it is kept (SCOPE.md 2). A picture that goes meanwhile is
    left alone. Not inside a transaction: a picture takes seconds.
    """
    authorise(actor, IntakePermission.PICTURES_READ)
    count = 0
    for image in ReportImage.objects.filter(
        report=report, read_state=ReadState.UNREAD.value
    ).select_related("file"):
        try:
            found = read_picture(content_of(image.file))
        except NotVisible:
            found = PictureReading(ReadState.DAMAGED)
        count += _keep(report, image, found, actor)
    return count


def _keep(report: Report, image: ReportImage, found: PictureReading, actor: Actor) -> int:
    text = screen_text(found.lines)
    looks = [look for look in found.looks if band_codes(look.plain)]
    with change(actor) as journal:
        locked(report)
        rows = ReportImage.objects.filter(pk=image.pk, read_state=ReadState.UNREAD.value)
        kept = rows.update(
            read_state=found.state.value,
            read_text=text if found.state is ReadState.READ else "",
        )
        if not kept:
            journal.nothing_changed()
            return 0
        if found.state is not ReadState.GIVEN_UP or found.codes or looks:
            # Else what an earlier reading saw stays.
            ReportImage.objects.filter(pk=image.pk).update(
                read_codes=screen_codes(found.codes),
                looks=[[look.plain, look.inverted] for look in looks],
            )
            PictureBand.objects.filter(image=image.pk).delete()
        if image.addition_id is None:
            _add_bands(image.pk, [look.plain for look in looks])
        journal.record(
            AuditTag.REPORT_PICTURE_READ,
            report,
            details={"picture": image.pk, "state": found.state.value, "characters": len(text)},
        )
    return 1


def read_again(*, actor: Actor) -> int:
    """Ask the queue to read all pictures of which no text is known although they may have one:
    those that were given up, met no reader, or still wait; how many. In short transactions."""
    authorise(actor, IntakePermission.PICTURES_READ)
    last = total = 0
    while True:
        with change(actor) as journal:
            asked = Report.objects.filter(pk__gt=last, content_deleted_at__isnull=True)
            reports = list(
                asked.filter(images__read_state__in=_UNKNOWN).order_by("pk").distinct()[:_BATCH]
            )
            for report in reports:
                locked(report)
                images = ReportImage.objects.filter(report=report, read_state__in=_UNKNOWN)
                count = images.update(read_state=ReadState.UNREAD.value)
                put_again(
                    kind=READ_TASK,
                    key=f"{READ_TASK}:again:{report.pk}",
                    payload={"report": report.pk},
                )
                journal.record(
                    AuditTag.REPORT_PICTURES_ASKED_AGAIN, report, details={"pictures": count}
                )
                total += count
            if not reports:
                journal.nothing_changed()
        if len(reports) < _BATCH:
            return total
        last = reports[-1].pk


def rebuild_picture_bands(*, actor: Actor) -> int:
    """Make the look-up of pictures again from what is kept of each, in short transactions; how
    many pictures. Goes on where it stopped when it is called again."""
    authorise(actor, IntakePermission.PICTURES_READ)
    last = total = 0
    while True:
        with change(actor) as journal:
            journal.nothing_changed()
            images = list(
                ReportImage.objects.select_for_update()
                .filter(pk__gt=last, addition__isnull=True)
                .exclude(looks=[])
                .order_by("pk")[:_BATCH]
            )
            PictureBand.objects.filter(image__in=images).delete()
            for image in images:
                _add_bands(image.pk, [plain for plain, _inverted in image.looks])
        total += len(images)
        if len(images) < _BATCH:
            return total
        last = images[-1].pk


def _add_bands(image: int, hashes: Iterable[str]) -> None:
    codes = dict.fromkeys(code for value in hashes for code in band_codes(value))
    PictureBand.objects.bulk_create(PictureBand(image_id=image, code=code) for code in codes)
