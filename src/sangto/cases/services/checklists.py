"""Answers to the verification checklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.checklist import (
    AnswerState,
    ItemAnswer,
    answering_refusal,
    file_size_refusal,
    revision_refusal,
)
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case, ChecklistAnswer
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import standing_of
from sangto.cases.queries.work import checklist_items
from sangto.cases.services.entries import record_entry, write
from sangto.documents.domain.files import Purpose
from sangto.documents.services import delete_file, store_file
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    content: bytes
    media_type: str
    title: str = ""


def answer_checklist(
    *,
    case: Case,
    answers: Sequence[ItemAnswer],
    actor: Actor,
    files: Mapping[str, EvidenceFile] | None = None,
    now: datetime | None = None,
) -> list[ChecklistAnswer]:
    """Answer one item or many, all or none; ``files`` are evidence by the item's code.

    What an item said before stays in the timeline. Refused while a verdict is being signed, for
    an item of another category, without the evidence that the item asks for, and when somebody
    else answered the item after ``seen``. An answer that says nothing new leaves no trace.
    """
    now = now or timezone.now()
    files = files or {}
    with change(actor) as journal:
        authorise(actor, Permission.CHECKLIST, standing_of(actor, case))
        if actor.user_id is None or actor.agency_id is None:
            raise NotVisible
        items = checklist_items(case)
        write(case, status=case.status)
        rows = {
            row.code: row
            for row in ChecklistAnswer.objects.select_for_update(of=("self",))
            .filter(case=case, category=case.category)
            .select_related("file")
        }
        changed: list[tuple[ChecklistAnswer, str]] = []
        for answer in map(_cleaned, answers):
            row = rows.get(answer.code)
            file = files.get(answer.code)
            insist(
                file_size_refusal(len(file.content) if file else 0, settings.SANGTO_UPLOAD_BYTES)
            )
            keeps = row is not None and row.file_id is not None
            insist(
                answering_refusal(
                    status=CaseStatus(case.status),
                    items=items,
                    answer=answer,
                    has_file=file is not None or keeps,
                )
            )
            insist(
                revision_refusal(seen=answer.seen, current=row.revision if row is not None else 0)
            )
            if row is None:
                row = ChecklistAnswer(
                    case=case, category=case.category, code=answer.code, revision=0
                )
            elif file is None and _says(row) == _said(answer):
                continue
            before = row.state or AnswerState.OPEN.value
            _fill(row, answer, file, actor, journal, now)
            changed.append((row, before))
        if not changed:
            journal.nothing_changed()
            return []
        _remember(case, changed, actor, now)
        journal.record(
            AuditTag.CHECKLIST_ANSWERED,
            case,
            {
                "category": case.category,
                "items": [[row.code, before, row.state] for row, before in changed],
            },
        )
        return [row for row, _ in changed]


def _cleaned(answer: ItemAnswer) -> ItemAnswer:
    return replace(
        answer,
        state=AnswerState(answer.state),
        note=clean(answer.note).strip(),
        evidence=clean(answer.evidence).strip(),
    )


def _says(row: ChecklistAnswer) -> tuple[str, str, str]:
    return row.state, row.note, row.evidence


def _said(answer: ItemAnswer) -> tuple[str, str, str]:
    return answer.state.value, answer.note, answer.evidence


def _fill(
    row: ChecklistAnswer,
    answer: ItemAnswer,
    file: EvidenceFile | None,
    actor: Actor,
    journal: Journal,
    now: datetime,
) -> None:
    row.state, row.note, row.evidence = _said(answer)
    former = row.file
    if file is not None:
        row.file = store_file(
            content=file.content,
            media_type=file.media_type,
            purpose=Purpose.EVIDENCE,
            title=file.title,
            journal=journal,
            now=now,
        )
    row.user_id, row.agency_id = actor.user_id or 0, actor.agency_id or 0
    row.at = now
    row.revision += 1
    row.save()
    if file is not None and former is not None:
        delete_file(file=former, journal=journal, now=now)


def _remember(
    case: Case,
    changed: Sequence[tuple[ChecklistAnswer, str]],
    actor: Actor,
    now: datetime,
) -> None:
    """One entry for all of them, with what each one says now; earlier entries keep the rest."""
    record_entry(
        case=case,
        kind=EntryKind.CHECKLIST,
        actor=actor,
        text="\n".join(
            " · ".join(part for part in (row.note, row.evidence) if part)
            for row, _ in changed
            if row.note or row.evidence
        ),
        data={
            "category": case.category,
            "items": [[row.code, before, row.state] for row, before in changed],
        },
        now=now,
    )
