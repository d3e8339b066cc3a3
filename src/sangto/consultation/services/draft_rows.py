"""What every change of a draft shares: the locked row, its moves, and provisions as rows."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.draft_workflow import DRAFT_WORKFLOW, DraftAction
from sangto.consultation.domain.drafts import DraftState
from sangto.consultation.domain.provisions import ParsedText
from sangto.consultation.domain.recognition import Paragraph
from sangto.consultation.models import Draft, DraftVersion, Provision
from sangto.consultation.permissions import Permission, authorise_draft
from sangto.consultation.queries.drafts import draft_standing
from sangto.documents.domain.files import Purpose
from sangto.documents.models import StoredFile
from sangto.documents.services import store_file
from sangto.kernel.actor import Actor
from sangto.kernel.references import unused_reference
from sangto.kernel.workflow import Transition


def free_reference(now: datetime) -> str:
    """A reference such as ``DT-26-K7Q4M3`` that no draft has."""
    year = timezone.localdate(now).year
    return unused_reference(
        "DT",
        year,
        secrets.token_bytes,
        lambda reference: Draft.objects.filter(reference=reference).exists(),
    )


@dataclass(frozen=True, slots=True)
class DraftSource:
    """Where the text comes from: a file with its media type, or what somebody pasted."""

    content: bytes = b""
    media_type: str = ""
    text: str = ""
    title: str = ""


def held(draft: Draft) -> Draft:
    """The row as it is now, until the end of the transaction."""
    return (
        Draft.objects.select_for_update(of=("self",))
        .select_related("network", "drafting_agency", "appraiser")
        .get(pk=draft.pk)
    )


def authorised(draft: Draft, permission: Permission, actor: Actor) -> None:
    authorise_draft(actor, permission, draft_standing(actor, draft))


def step(draft: Draft, action: DraftAction, actor: Actor) -> Transition:
    """The move, for somebody who may make it."""
    permission = next(row.permission for row in DRAFT_WORKFLOW if row.action == action.value)
    authorised(draft, Permission(permission), actor)
    return DRAFT_WORKFLOW.step(draft.state, action.value)


def change_draft(draft: Draft, **values: object) -> None:
    Draft.objects.filter(pk=draft.pk).update(**values)
    for name, value in values.items():
        setattr(draft, name, value)


def make_move(
    journal: Journal,
    draft: Draft,
    move: Transition,
    details: Mapping[str, object] | None = None,
    **values: object,
) -> None:
    """Write the state that the move leads to with what goes with it, and its line in the record."""
    change_draft(draft, state=DraftState(move.target).value, **values)
    journal.record(AuditTag(move.audit_tag), draft, {"state": move.target, **(details or {})})


def paragraphs_data(paragraphs: Sequence[Paragraph]) -> list[dict[str, str]]:
    """As they stand in the row of a version."""
    return [
        {"text": one.text}
        if one.kind is None
        else {"text": one.text, "kind": one.kind.value, "mark": one.mark}
        for one in paragraphs
    ]


def source_file(journal: Journal, source: DraftSource, now: datetime) -> StoredFile | None:
    """The file that the text came from, kept; None for what was pasted."""
    if not source.content:
        return None
    return store_file(
        content=source.content,
        media_type=source.media_type,
        purpose=Purpose.DRAFT,
        title=source.title,
        journal=journal,
        now=now,
    )


def write_provisions(version: DraftVersion, parsed: ParsedText, origin: Mapping[str, int]) -> None:
    """The rows of a version anew, level by level; ``origin`` leads from an eId to the provision of
    the version before that it was."""
    Provision.objects.filter(version=version).delete()
    depths: dict[str, int] = {}
    levels: dict[int, list[Provision]] = defaultdict(list)
    parents = {part.eid: part.parent for part in parsed.parts}
    for position, part in enumerate(parsed.parts, start=1):
        depths[part.eid] = depths[part.parent] + 1 if part.parent else 0
        levels[depths[part.eid]].append(
            Provision(
                version=version,
                position=position,
                eid=part.eid,
                kind=part.kind.value,
                number=part.number,
                heading=part.heading,
                text=part.text,
                first_line=part.first_line,
                last_line=part.last_line,
                moved_from_id=origin.get(part.eid),
            )
        )
    keys: dict[str, int] = {}
    for depth in sorted(levels):
        for row in levels[depth]:
            row.parent_id = keys[parents[row.eid]] if depth else None
        keys |= {row.eid: row.pk for row in Provision.objects.bulk_create(levels[depth])}
