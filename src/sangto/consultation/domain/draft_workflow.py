"""The way of a draft: prepared, consulted on, decided, submitted, appraised, voted on, closed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.consultation.domain.drafts import DraftState
from sangto.consultation.permissions import Permission
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow

MOST_TITLE = 300
MOST_PARAGRAPHS = 20_000
MOST_CHARACTERS = 2_000_000
MOST_NUMBER = 60
MOST_NOTE = 2_000


class DraftAction(StrEnum):
    CONSULT = "consult"
    DECIDE = "decide"
    MAKE_VERSION = "make_version"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    APPRAISE = "appraise"
    VOTE = "vote"
    ISSUE = "issue"
    DROP = "drop"


class StepKind(StrEnum):
    """What is dated on the way of a draft."""

    REQUEST = "request"
    TABLE = "consolidated_table"
    SUBMISSION = "submission"
    APPRAISAL = "appraisal"
    VOTE = "vote"
    END = "end"


class RoundPurpose(StrEnum):
    COMMENTS = "comments"
    VOTE = "vote"


def _row(
    action: DraftAction,
    source: DraftState,
    target: DraftState,
    permission: Permission,
    tag: AuditTag,
) -> Transition:
    return Transition(action.value, source.value, target.value, permission.value, tag.value)


_S, _A, _P, _T = DraftState, DraftAction, Permission, AuditTag

DRAFT_WORKFLOW = Workflow(
    "draft",
    states=[state.value for state in DraftState],
    initial=DraftState.PREPARING.value,
    rows=[
        *(
            _row(_A.CONSULT, state, _S.CONSULTING, _P.DRAFT_CONSULT, _T.DRAFT_ROUND_PREPARED)
            for state in (_S.PREPARING, _S.CONSULTING, _S.DECIDING)
        ),
        _row(_A.DECIDE, _S.CONSULTING, _S.DECIDING, _P.DRAFT_DISPOSE, _T.DRAFT_DECIDING),
        *(
            _row(_A.MAKE_VERSION, state, state, _P.DRAFT_PREPARE, _T.DRAFT_VERSION_MADE)
            for state in (_S.PREPARING, _S.DECIDING)
        ),
        _row(_A.SUBMIT, _S.DECIDING, _S.SUBMITTED, _P.DRAFT_SUBMIT, _T.DRAFT_SUBMITTED),
        _row(_A.SUBMIT, _S.SUBMITTED, _S.SUBMITTED, _P.DRAFT_SUBMIT, _T.DRAFT_SUBMITTED),
        *(
            _row(_A.TAKE_BACK, state, _S.DECIDING, _P.DRAFT_SUBMIT, _T.DRAFT_TAKEN_BACK)
            for state in (_S.SUBMITTED, _S.APPRAISED, _S.VOTING)
        ),
        _row(_A.APPRAISE, _S.SUBMITTED, _S.APPRAISED, _P.DRAFT_APPRAISE, _T.DRAFT_APPRAISED),
        *(
            _row(_A.VOTE, state, _S.VOTING, _P.DRAFT_CONSULT, _T.DRAFT_VOTING)
            for state in (_S.APPRAISED, _S.VOTING)
        ),
        *(
            _row(_A.ISSUE, state, _S.CLOSED, _P.DRAFT_SUBMIT, _T.DRAFT_CLOSED)
            for state in (_S.SUBMITTED, _S.APPRAISED, _S.VOTING)
        ),
        *(
            _row(_A.DROP, state, _S.CLOSED, _P.DRAFT_SUBMIT, _T.DRAFT_CLOSED)
            for state in DraftState
            if state is not _S.CLOSED
        ),
    ],
)


def text_refusal(*, title: str, paragraphs: int, characters: int) -> Refusal | None:
    """Whether this is a draft at all. One without articles is taken, and its page says so."""
    if not title:
        return _refusal("title_missing", gettext_noop("Give the draft a title."), "title")
    if len(title) > MOST_TITLE:
        return _refusal(
            "title_long",
            gettext_noop("The title may have at most %(limit)s characters."),
            "title",
            limit=MOST_TITLE,
        )
    return content_refusal(paragraphs=paragraphs, characters=characters)


def content_refusal(*, paragraphs: int, characters: int) -> Refusal | None:
    if not characters:
        return _refusal(
            "empty",
            gettext_noop("There is no text in it. Is it a scan? Bring in a DOCX or text file."),
            "file",
        )
    if paragraphs > MOST_PARAGRAPHS or characters > MOST_CHARACTERS:
        return _refusal(
            "too_long",
            gettext_noop("This text is too long for one draft. Bring its parts in one by one."),
            "file",
        )
    return None


def sealed_refusal(*, sealed: bool) -> Refusal | None:
    if not sealed:
        return None
    return _refusal(
        "sealed",
        gettext_noop("Agencies were asked on this version. Make a new one to change its text."),
    )


def round_refusal(*, unfinished: int) -> Refusal | None:
    if not unfinished:
        return None
    return _refusal(
        "round_runs",
        gettext_noop("A round on this draft is not closed. There is one at a time."),
    )


def deciding_refusal(*, state: DraftState) -> Refusal | None:
    if state is DraftState.DECIDING:
        return None
    if state is DraftState.PREPARING:
        return _refusal("not_asked", gettext_noop("Nobody was asked about this draft yet."))
    return _refusal(
        "decided_already",
        gettext_noop("The draft was submitted. Take it back to decide about comments again."),
    )


def letter_refusal(
    *, number: str, on: date | None, today: date, field: str = "number"
) -> Refusal | None:
    """A dated step that a letter or decision proves."""
    if not number.strip():
        return _refusal("number_missing", gettext_noop("Enter the number of the document."), field)
    if len(number) > MOST_NUMBER:
        return _refusal(
            "number_long",
            gettext_noop("The number may have at most %(limit)s characters."),
            field,
            limit=MOST_NUMBER,
        )
    return date_refusal(on=on, today=today)


def date_refusal(*, on: date | None, today: date) -> Refusal | None:
    if on is None:
        return _refusal("date_missing", gettext_noop("Enter the date of the document."), "on")
    if on > today:
        return _refusal("date_future", gettext_noop("This date lies in the future."), "on")
    return None


def submitting_refusal(*, undecided: int) -> Refusal | None:
    if not undecided:
        return None
    return _refusal(
        "undecided",
        gettext_noop("%(number)s comments have no decision yet. Decide about each of them first."),
        number=undecided,
    )


def appraising_refusal(*, drafted_by_own: bool, note: str) -> Refusal | None:
    """Whoever drafts a text does not appraise it."""
    if drafted_by_own:
        return _refusal(
            "own_appraisal",
            gettext_noop("Your agency drafts this text. Another one has to appraise it."),
        )
    if len(note) > MOST_NOTE:
        return _refusal(
            "note_long",
            gettext_noop("The text may have at most %(limit)s characters."),
            "note",
            limit=MOST_NOTE,
        )
    return None


def _refusal(code: str, message: str, field: str | None = None, **params: object) -> Refusal:
    return Refusal(f"draft.{code}", message, params, field)
