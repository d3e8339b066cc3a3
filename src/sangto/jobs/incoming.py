"""Tasks about reports that came in: their pictures, their claim, their withdrawal."""

from __future__ import annotations

from collections.abc import Mapping

from sangto.intake.models import Report
from sangto.intake.services import (
    CHECK_TASK,
    READ_TASK,
    SETTLE_TASK,
    WITHDRAWN_TASK,
    read_pending,
    read_pictures,
)
from sangto.jobs.handling import Handler, Settle, nothing_to_settle, number_in
from sangto.kernel.actor import operator_actor, system_actor
from sangto.matching.models import ReportLink
from sangto.matching.services import match_report_task, remove_report, renew_report
from sangto.matching.services.asking import ask_refresh
from sangto.verdicts.services import answer_joined_report, settle_archive


def _match(payload: Mapping[str, object]) -> Settle:
    """Its pictures are read first. Who repeats a claim that is answered already has the answer in
    the same transaction."""
    number = number_in(payload, "report")
    _read(payload)
    link = match_report_task(number)

    def settle() -> None:
        link()
        report = Report.objects.filter(pk=number).first()
        if report is not None and report.content_deleted_at is not None:
            # Withdrawn while it was being looked up.
            remove_report(report=report)
        elif report is not None:
            answer_joined_report(report=report, actor=system_actor("report.match"))

    return settle


def _read(payload: Mapping[str, object]) -> Settle:
    """In small transactions of its own: what is read stays so. A report that is linked already is
    found by what was read."""
    report = Report.objects.filter(
        pk=number_in(payload, "report"), content_deleted_at__isnull=True
    ).first()
    if report is not None:
        read_pictures(report=report, actor=system_actor("picture.read"))

    def settle() -> None:
        if report is not None:
            renew_report(report=report)

    return settle


def _read_pending(payload: Mapping[str, object]) -> Settle:
    return read_pending(
        reading_id=number_in(payload, "reading"), actor=system_actor("picture.read")
    )


def _settle_archive(payload: Mapping[str, object]) -> Settle:
    """In small transactions of its own; what is linked stays so, and the rest is done once."""
    settle_archive(batch=number_in(payload, "batch"), actor=operator_actor("import"))
    return nothing_to_settle


def _withdrawn(payload: Mapping[str, object]) -> Settle:
    """The index forgets the report, and what counts the claim's reports counts anew."""
    number = number_in(payload, "report")

    def settle() -> None:
        report = Report.objects.filter(pk=number).first()
        if report is None:
            return
        remove_report(report=report)
        ask_refresh(*ReportLink.objects.filter(report=report).values_list("claim_id", flat=True))

    return settle


INCOMING: dict[str, Handler] = {
    "report.match": _match,
    READ_TASK: _read,
    CHECK_TASK: _read_pending,
    SETTLE_TASK: _settle_archive,
    WITHDRAWN_TASK: _withdrawn,
}
