"""A draft is brought in, and mended by hand where it was not recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.draft_workflow import content_refusal, sealed_refusal, text_refusal
from sangto.consultation.domain.drafts import DraftKind
from sangto.consultation.domain.mending import joined, marked, split
from sangto.consultation.domain.provisions import ParsedText, parse
from sangto.consultation.domain.recognition import (
    LineKind,
    Paragraph,
    paragraphs_of_markdown,
    paragraphs_of_text,
    signs,
)
from sangto.consultation.domain.wording_diff import match_versions
from sangto.consultation.models import Draft, DraftVersion, Provision
from sangto.consultation.permissions import DraftStanding, Permission, authorise_draft
from sangto.consultation.queries.drafts import paragraphs_of, parts_of, provisions_of
from sangto.consultation.services.draft_rows import (
    DraftSource,
    authorised,
    free_reference,
    held,
    paragraphs_data,
    source_file,
    write_provisions,
)
from sangto.documents.domain.files import MARKDOWN, Purpose, media_type_refusal
from sangto.documents.domain.office_files import DOCX
from sangto.documents.domain.official import STATE_NAME
from sangto.documents.rendering.docx_reading import ReadDocument, read_docx
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class ReadSource:
    paragraphs: list[Paragraph]
    left_out: tuple[str, ...] = ()


def read_source(source: DraftSource) -> ReadSource:
    """The paragraphs of a DOCX, Markdown or text file, or of pasted text. Raises
    :class:`Refused` for what can not be read, and says what to do."""
    left_out: tuple[str, ...] = ()
    if not source.content:
        paragraphs = paragraphs_of_text(source.text)
    else:
        insist(media_type_refusal(Purpose.DRAFT, source.media_type, source.content))
        if source.media_type == DOCX:
            read = read_docx(source.content)
            left_out = tuple(note.value for note in read.notes)
            paragraphs = paragraphs_of_text("\n".join(_docx_lines(read)))
        elif source.media_type == MARKDOWN:
            paragraphs = paragraphs_of_markdown(_decoded(source.content))
        else:
            paragraphs = paragraphs_of_text(_decoded(source.content))
    insist(
        content_refusal(
            paragraphs=len(paragraphs),
            characters=sum(len(paragraph.text) for paragraph in paragraphs),
        )
    )
    return ReadSource(paragraphs, left_out)


def _docx_lines(read: ReadDocument) -> Iterator[str]:
    """The head and the end of an official document stand in a table without lines: each of its
    cells is text of its own, who signs first. A row of another table stays one paragraph."""
    for one in read:
        cells = [cell for cell in one.row if cell.strip()]
        if len(cells) <= 2 and any(signs(cell) or STATE_NAME in cell for cell in cells):
            yield from sorted(cells, key=lambda cell: not signs(cell.strip()) or "hận:" in cell)
        else:
            yield f"{one.numbering} {one.text}" if one.numbering else one.text


def import_draft(
    *,
    title: str,
    kind: DraftKind,
    source: DraftSource,
    actor: Actor,
    appraiser: Agency | None = None,
    now: datetime | None = None,
) -> DraftVersion:
    """Bring a draft in as the first version; the actor's agency drafts it.

    A text without articles is taken; :func:`~sangto.consultation.queries.problems_of` says so.
    """
    now = now or timezone.now()
    title = " ".join(clean(title).split())
    authorise_draft(actor, Permission.DRAFT_PREPARE, DraftStanding(keeps=True))
    read = read_source(source)
    paragraphs = read.paragraphs
    characters = sum(len(paragraph.text) for paragraph in paragraphs)
    insist(text_refusal(title=title, paragraphs=len(paragraphs), characters=characters))
    parsed = parse(paragraphs)
    with change(actor) as journal:
        agency = Agency.objects.select_related("network").get(pk=actor.agency_id or 0)
        if appraiser is not None and appraiser.network_id != agency.network_id:
            raise NotVisible
        draft = Draft.objects.create(
            reference=free_reference(now),
            network=agency.network,
            title=title,
            kind=DraftKind(kind).value,
            drafting_agency=agency,
            appraiser=appraiser,
            created_at=now,
            created_by_id=actor.user_id,
        )
        file = source_file(journal, source, now)
        version = DraftVersion.objects.create(
            draft=draft,
            number=1,
            paragraphs=paragraphs_data(paragraphs),
            source_file=file,
            left_out=list(read.left_out),
            created_at=now,
            created_by_id=actor.user_id,
        )
        write_provisions(version, parsed, {})
        journal.record(
            AuditTag.DRAFT_IMPORTED,
            draft,
            {"version": version.pk, "parts": len(parsed.parts), "problems": len(parsed.problems)},
        )
    return version


def mend_paragraph(
    *,
    version: DraftVersion,
    line: int,
    kind: LineKind | None,
    actor: Actor,
    mark: str = "",
    seen: int | None = None,
    now: datetime | None = None,
) -> ParsedText:
    """Say by hand what paragraph ``line`` is, and its number; ``kind`` None lets the machine
    recognise it again. ``seen`` is the revision that the person had before them."""
    return _mend(version, lambda rows: marked(rows, line, kind, mark), actor, seen)


def join_paragraph(
    *,
    version: DraftVersion,
    line: int,
    actor: Actor,
    seen: int | None = None,
    now: datetime | None = None,
) -> ParsedText:
    """Put paragraph ``line`` at the end of the one above it."""
    return _mend(version, lambda rows: joined(rows, line), actor, seen)


def split_paragraph(
    *,
    version: DraftVersion,
    line: int,
    at: int,
    actor: Actor,
    seen: int | None = None,
    now: datetime | None = None,
) -> ParsedText:
    """Make two of paragraph ``line``, the second from its character ``at`` on."""
    return _mend(version, lambda rows: split(rows, line, at), actor, seen)


def _mend(
    version: DraftVersion,
    mending: Callable[[list[Paragraph]], list[Paragraph]],
    actor: Actor,
    seen: int | None,
) -> ParsedText:
    with change(actor) as journal:
        draft = held(version.draft)
        authorised(draft, Permission.DRAFT_PREPARE, actor)
        row = DraftVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        insist(sealed_refusal(sealed=row.sealed_at is not None))
        if seen is not None and seen != row.revision:
            raise Refused(_changed_meanwhile())
        paragraphs = mending(paragraphs_of(row))
        parsed = parse(paragraphs)
        row.paragraphs = paragraphs_data(paragraphs)
        row.revision += 1
        row.save(update_fields=["paragraphs", "revision"])
        write_provisions(row, parsed, origins(row.made_from, parsed))
        journal.record(AuditTag.DRAFT_MENDED, row, {"draft": draft.pk, "revision": row.revision})
    version.paragraphs, version.revision = row.paragraphs, row.revision
    return parsed


def origins(before: DraftVersion | None, parsed: ParsedText) -> dict[str, int]:
    """By its words and numbers: from each eId of a new text to the provision it was."""
    if before is None:
        return {}
    rows: Sequence[Provision] = provisions_of(before)
    keys = {row.eid: row.pk for row in rows}
    matching = match_versions(parts_of(rows), parsed.parts)
    return {eid: keys[former] for eid, former in matching.same.items()}


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in _MARKS else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        Refusal(
            "draft.encoding",
            gettext_noop("The text is not UTF-8. Save it as UTF-8 or DOCX and try again."),
            {},
            "file",
        )
    )


_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _changed_meanwhile() -> Refusal:
    return Refusal(
        "draft.changed_meanwhile",
        gettext_noop("Somebody else changed this draft just now. Look at it again first."),
    )
