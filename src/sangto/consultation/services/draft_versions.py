"""New versions of a draft: what was decided is worked into it, or its new text is brought in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.consultation.domain.adopting import Edit, adopt
from sangto.consultation.domain.comments import TextChange, place_words
from sangto.consultation.domain.draft_workflow import DraftAction
from sangto.consultation.domain.provisions import ParsedText, parse
from sangto.consultation.domain.recognition import Paragraph
from sangto.consultation.models import Disposition, Draft, DraftVersion
from sangto.consultation.queries.dispositions import changes_waiting
from sangto.consultation.queries.drafts import latest_version, parts_of, provisions_of
from sangto.consultation.services.draft_rows import (
    DraftSource,
    held,
    make_move,
    paragraphs_data,
    source_file,
    step,
    write_provisions,
)
from sangto.consultation.services.drafts import origins, read_source
from sangto.documents.models import StoredFile
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean, excerpt

MOST_NOTE = 300


def add_version(
    *,
    draft: Draft,
    source: DraftSource,
    actor: Actor,
    note: str = "",
    now: datetime | None = None,
) -> DraftVersion:
    """Bring the new text in as the next version; provisions are matched with those before by
    their words, so that comments stay where they belong."""
    now = now or timezone.now()
    read = read_source(source)
    parsed = parse(read.paragraphs)
    with change(actor) as journal:
        draft = held(draft)
        move = step(draft, DraftAction.MAKE_VERSION, actor)
        before = latest_version(draft)
        file = source_file(journal, source, now)
        version = _made(
            before, read.paragraphs, parsed, origins(before, parsed), actor, note, now, file
        )
        if read.left_out:
            DraftVersion.objects.filter(pk=version.pk).update(left_out=list(read.left_out))
        make_move(journal, draft, move, {"version": version.pk, "number": version.number})
    return version


def adopt_wording(
    *, draft: Draft, actor: Actor, note: str = "", now: datetime | None = None
) -> DraftVersion:
    """Make the next version of all wordings that decisions about comments resulted in and that are
    in no version yet. Refused when two of them want different things of one provision."""
    now = now or timezone.now()
    with change(actor) as journal:
        draft = held(draft)
        move = step(draft, DraftAction.MAKE_VERSION, actor)
        before = latest_version(draft)
        waiting = changes_waiting(draft)
        insist(_nothing_refusal(len(waiting)))
        version = _adopted(journal, before, waiting, actor, note, now)
        make_move(
            journal,
            draft,
            move,
            {
                "version": version.pk,
                "number": version.number,
                "dispositions": [row.pk for row, _ in waiting],
            },
        )
    return version


def _adopted(
    journal: Journal,
    before: DraftVersion,
    waiting: Sequence[tuple[Disposition, str]],
    actor: Actor,
    note: str,
    now: datetime,
) -> DraftVersion:
    rows = provisions_of(before)
    edits = [Edit(eid, TextChange(row.change), row.wording) for row, eid in waiting]
    try:
        found = adopt(parts_of(rows), edits)
    except Refused as refused:
        place = str(refused.refusal.params.get("place", ""))
        raise Refused(
            Refusal(refused.refusal.code, refused.refusal.message, {"place": place_words(place)})
        ) from None
    keys = {row.eid: row.pk for row in rows}
    origin = {eid: keys[former] for eid, former in found.origin.items()}
    parsed = parse(found.paragraphs)
    version = _made(before, found.paragraphs, parsed, origin, actor, note, now)
    Disposition.objects.filter(pk__in=[row.pk for row, _ in waiting]).update(adopted_in=version)
    return version


def _made(
    before: DraftVersion,
    paragraphs: Sequence[Paragraph],
    parsed: ParsedText,
    origin: Mapping[str, int],
    actor: Actor,
    note: str,
    now: datetime,
    file: StoredFile | None = None,
) -> DraftVersion:
    DraftVersion.objects.filter(pk=before.pk, sealed_at__isnull=True).update(sealed_at=now)
    version = DraftVersion.objects.create(
        draft=before.draft,
        number=before.number + 1,
        paragraphs=paragraphs_data(paragraphs),
        source_file=file,
        made_from=before,
        note=excerpt(clean(note), MOST_NOTE),
        created_at=now,
        created_by_id=actor.user_id,
    )
    write_provisions(version, parsed, origin)
    return version


def _nothing_refusal(number: int) -> Refusal | None:
    if number:
        return None
    return Refusal(
        "draft.nothing_to_adopt",
        gettext_noop("No decision changes the text that is not in it already."),
    )
