"""Notes of the people who work on a case."""

from __future__ import annotations

from datetime import datetime

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import open_refusal, text_refusal
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import standing_of
from sangto.cases.services.entries import record_entry, write
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.kernel.text import clean


def add_note(*, case: Case, text: str, actor: Actor, now: datetime | None = None) -> TimelineEntry:
    text = clean(text).strip()
    with change(actor) as journal:
        authorise(actor, Permission.NOTE, standing_of(actor, case))
        insist(open_refusal(CaseStatus(case.status)))
        insist(text_refusal(text, "text"))
        write(case, status=case.status)
        entry = record_entry(case=case, kind=EntryKind.NOTE, actor=actor, text=text, now=now)
        journal.record(AuditTag.CASE_NOTED, case, {"entry": entry.pk})
        return entry
