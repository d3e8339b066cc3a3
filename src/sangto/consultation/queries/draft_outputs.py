"""What goes out of a consultation on a draft: its table, its submission, the draft itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sangto.consultation.domain.answers import FINAL_KINDS, AnswerKind
from sangto.consultation.domain.comments import CommentKind, DispositionKind
from sangto.consultation.domain.consolidated import (
    DOCUMENT_COLUMNS,
    SHEET_COLUMNS,
    Column,
    Consultation,
    Source,
    TableRow,
    document_of,
    letter_words,
    place_of,
    sheet_of,
)
from sangto.consultation.domain.draft_workflow import RoundPurpose, StepKind
from sangto.consultation.domain.drafts import DraftKind
from sangto.consultation.domain.submission import SubmissionText, draft_document, submission_of
from sangto.consultation.models import (
    Draft,
    DraftStep,
    DraftVersion,
    Opinion,
    Provision,
    RoundInvitation,
)
from sangto.consultation.queries.dispositions import (
    CommentTable,
    PlacedComment,
    comment_table,
    draft_figures,
)
from sangto.consultation.queries.drafts import latest_version, parts_of, provisions_of
from sangto.documents.domain.official import OfficialContent, Signature, date_words
from sangto.documents.domain.sheets import Sheet
from sangto.documents.queries.registers import issuer_of
from sangto.documents.queries.signing import usual_signature
from sangto.kernel.text import collation_key


def consolidated_rows(draft: Draft, table: CommentTable | None = None) -> list[TableRow]:
    """One for each comment, or for each group that says the same, in the order of the text. Two
    queries more than the table."""
    table = table or comment_table(draft)
    letters = _letters(draft)
    rows: list[TableRow] = []
    for place in table.places:
        told: set[int] = set()
        for one in place.comments:
            if one.comment.pk in told:
                continue
            same = [
                other for other in place.comments if other.comment.pk in {*one.same, one.comment.pk}
            ]
            told.update(other.comment.pk for other in same)
            rows.append(_row(place.words, one, same, letters))
    return rows


def consolidated_document(
    draft: Draft,
    *,
    columns: Sequence[Column] = DOCUMENT_COLUMNS,
    signed_on: date | None = None,
    signature: Signature | None = None,
    place: str = "",
) -> OfficialContent:
    """The consolidated table as an official document in landscape; it takes no number."""
    submission = _last_step(draft, StepKind.SUBMISSION)
    table = _last_step(draft, StepKind.TABLE)
    on = signed_on or (table.on if table is not None else None)
    attached = ""
    if submission is not None:
        attached = f"Kèm theo Tờ trình số {submission.number} {date_words(submission.on)}"
    return document_of(
        consultation_of(draft),
        consolidated_rows(draft),
        issuer_of(draft.drafting_agency, place=place),
        columns=columns,
        signed_on=on,
        attached_to=attached,
        signature=signature,
    )


def consolidated_sheet(draft: Draft, *, columns: Sequence[Column] = SHEET_COLUMNS) -> Sheet:
    return sheet_of(draft.reference, consolidated_rows(draft), columns)


def submission_document(
    draft: Draft,
    *,
    text: SubmissionText,
    signed_on: date | None = None,
    signature: Signature | None = None,
    place: str = "",
) -> OfficialContent:
    """The submission, prefilled; its number comes from the register when it is issued."""
    return submission_of(
        title=draft.title,
        kind=DraftKind(draft.kind),
        parts=parts_of(provisions_of(latest_version(draft))),
        consultation=consultation_of(draft),
        text=text,
        issuer=issuer_of(draft.drafting_agency, place=place),
        signed_on=signed_on,
        signature=signature or usual_signature(draft.drafting_agency),
    )


def version_document(version: DraftVersion, *, place: str = "") -> OfficialContent:
    """A version in the official layout."""
    draft = version.draft
    return draft_document(
        title=draft.title,
        kind=DraftKind(draft.kind),
        parts=parts_of(provisions_of(version)),
        issuer=issuer_of(draft.drafting_agency, place=place),
    )


def consultation_of(draft: Draft) -> Consultation:
    """The numbers and names over all rounds for comments on this draft."""
    figures = draft_figures(draft)
    requests = list(
        RoundInvitation.objects.filter(
            round__on_draft__draft=draft,
            round__on_draft__purpose=RoundPurpose.COMMENTS.value,
            round__opened_at__isnull=False,
        )
        .exclude(round__state="cancelled")
        .select_related("agency", "round")
    )
    agreed = set(
        Opinion.objects.filter(
            invitation__in=requests, latest=True, kind=AnswerKind.AGREE.value
        ).values_list("invitation_id", flat=True)
    )
    first = min((row.round.opened_at for row in requests if row.round.opened_at), default=None)
    asked = _first_step(draft, StepKind.REQUEST)
    return Consultation(
        title=draft.title,
        asked=figures.asked,
        answered=figures.answered,
        agreed=_names(row for row in requests if row.pk in agreed),
        silent=_names(row for row in requests if row.answered_at is None),
        with_comments=figures.agreed_with_comments,
        comments=figures.comments,
        undecided=figures.undecided,
        by_disposition={
            kind: figures.by_disposition.get(kind.value, 0) for kind in DispositionKind
        },
        request=asked.number if asked is not None else "",
        asked_on=asked.on if asked is not None else (first.date() if first is not None else None),
    )


def _row(
    words: str, one: PlacedComment, same: Sequence[PlacedComment], letters: dict[int, str]
) -> TableRow:
    provision = one.provision
    decision = one.decision
    result = next(
        (other.decision.wording for other in same if other.decision and other.decision.wording), ""
    )
    sources = {
        other.comment.agency_id: Source(
            other.comment.agency.name, letters.get(other.comment.invitation_id, "")
        )
        for other in same
    }
    return TableRow(
        place=place_of(one.place, provision.heading) if provision is not None else words,
        wording=_wording(one.comment.provision),
        sources=tuple(sources.values()),
        kind=CommentKind(one.comment.kind),
        comment=one.comment.text,
        proposed=one.comment.proposed_wording,
        decision=DispositionKind(decision.kind) if decision is not None else None,
        explanation=decision.explanation if decision is not None else "",
        result=result,
        number=len(same),
    )


def _wording(provision: Provision | None) -> str:
    if provision is None:
        return ""
    return "\n".join(text for text in (provision.heading, provision.text) if text)


def _letters(draft: Draft) -> dict[int, str]:
    """Of each request on this draft, the number and date of the letter that answered it."""
    rows = Opinion.objects.filter(
        invitation__round__on_draft__draft=draft,
        latest=True,
        kind__in=[kind.value for kind in FINAL_KINDS],
    ).values_list("invitation_id", "letter_number", "letter_date")
    return {key: letter_words(number, on) for key, number, on in rows if number}


def _last_step(draft: Draft, kind: StepKind) -> DraftStep | None:
    return DraftStep.objects.filter(draft=draft, kind=kind.value).order_by("-on", "-pk").first()


def _first_step(draft: Draft, kind: StepKind) -> DraftStep | None:
    return DraftStep.objects.filter(draft=draft, kind=kind.value).order_by("on", "pk").first()


def _names(requests: Iterable[RoundInvitation]) -> tuple[str, ...]:
    return tuple(sorted((row.agency.name for row in requests), key=collation_key))
