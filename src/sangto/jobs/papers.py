"""Tasks about documents: drawing them, stamping them, and sweeping what is over."""

from __future__ import annotations

from collections.abc import Mapping

from sangto.documents.services import (
    FILES_TASK,
    PAPER_TASK,
    STAMP_TASK,
    files_task,
    forget_papers,
    paper_task,
    stamp_task,
    sweep_orphans,
)
from sangto.jobs.handling import Handler, Settle, nothing_to_settle, number_in
from sangto.jobs.time_stamps import send_to_time_service
from sangto.kernel.actor import system_actor


def _draw(payload: Mapping[str, object]) -> Settle:
    return files_task(number_in(payload, "document"))


def _make_paper(payload: Mapping[str, object]) -> Settle:
    return paper_task(number_in(payload, "order"))


def _stamp(payload: Mapping[str, object]) -> Settle:
    return stamp_task(number_in(payload, "file"), send_to_time_service)


def _sweep_files(_payload: Mapping[str, object]) -> Settle:
    forget_papers(actor=system_actor("documents.sweep"))
    sweep_orphans()
    return nothing_to_settle


PAPERS: dict[str, Handler] = {
    "documents.sweep": _sweep_files,
    FILES_TASK: _draw,
    PAPER_TASK: _make_paper,
    STAMP_TASK: _stamp,
}
