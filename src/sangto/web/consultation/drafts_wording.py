"""Words of drafts: states, parts, comments, decisions, and the steps of their way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sangto.consultation.domain.comments import (
    Anchor,
    CommentKind,
    DispositionKind,
    TextChange,
)
from sangto.consultation.domain.consolidated import Column
from sangto.consultation.domain.draft_workflow import StepKind
from sangto.consultation.domain.drafts import DraftKind, DraftOutcome, DraftState, PartKind
from sangto.consultation.domain.recognition import Doubt, LineKind
from sangto.documents.rendering.docx_reading import NOTE_WORDS
from sangto.web.consultation.meeting_wording import Look
from sangto.web.templatetags.rating_looks import Tone

Words = Mapping[str, str | Promise]

DRAFT_STATES: Mapping[str, Look] = {
    DraftState.PREPARING: Look(pgettext_lazy("draft", "Being prepared"), Tone.PLAIN, "draft"),
    DraftState.CONSULTING: Look(pgettext_lazy("draft", "Agencies are asked"), Tone.PLAIN, "sent"),
    DraftState.DECIDING: Look(
        pgettext_lazy("draft", "Comments are decided"), Tone.CAUTION, "waiting"
    ),
    DraftState.SUBMITTED: Look(pgettext_lazy("draft", "Submitted"), Tone.PLAIN, "forward"),
    DraftState.APPRAISED: Look(pgettext_lazy("draft", "Appraised"), Tone.PLAIN, "search"),
    DraftState.VOTING: Look(pgettext_lazy("draft", "Members vote"), Tone.CAUTION, "people"),
    DraftState.CLOSED: Look(pgettext_lazy("draft", "Finished"), Tone.UNKNOWN, "done"),
}
OUTCOMES: Words = {
    DraftOutcome.ISSUED: pgettext_lazy("draft", "Issued"),
    DraftOutcome.DROPPED: pgettext_lazy("draft", "Dropped"),
}
DRAFT_KINDS: Words = {
    DraftKind.REGULATION: _("Regulation, issued with a decision"),
    DraftKind.DECISION: _("Decision"),
    DraftKind.PLAN: _("Plan"),
    DraftKind.PROGRAMME: _("Programme"),
    DraftKind.DIRECTIVE: _("Directive"),
    DraftKind.RESOLUTION: _("Resolution"),
    DraftKind.OTHER: _("Another text"),
}
PART_NAMES: Words = {
    PartKind.OPENING: pgettext_lazy("part of a text", "Opening"),
    PartKind.LEGAL_BASES: pgettext_lazy("part of a text", "Legal bases"),
    PartKind.CHAPTER: pgettext_lazy("part of a text", "Chapter"),
    PartKind.SECTION: pgettext_lazy("part of a text", "Section"),
    PartKind.DIVISION: pgettext_lazy("part of a text", "Part with a Roman numeral (I.)"),
    PartKind.ARTICLE: pgettext_lazy("part of a text", "Article"),
    PartKind.CLAUSE: pgettext_lazy("part of a text", "Clause"),
    PartKind.POINT: pgettext_lazy("part of a text", "Point"),
    PartKind.SIGNATURE: pgettext_lazy("part of a text", "Signature and recipients"),
    PartKind.ANNEX: pgettext_lazy("part of a text", "Annex"),
}
#: What a paragraph can be said to be by hand.
LINE_KINDS: Words = {
    **PART_NAMES,
    LineKind.TEXT: pgettext_lazy("part of a text", "Text of the provision above"),
}
DOUBTS: Words = {
    Doubt.NO_ARTICLES: _("The text has no article. It can be commented on as a whole."),
    Doubt.BELONGS_NOWHERE: _("It belongs to no article."),
    Doubt.ARTICLE_WITHOUT_DOT: _("It looks like an article, but no dot follows the number."),
    Doubt.NOT_ROMAN: _("The number of the chapter is no Roman numeral."),
    Doubt.OUTSIDE_ARTICLE: _("A clause or point that stands in no article."),
    Doubt.OUT_OF_SEQUENCE: _("A number is missing before it."),
    Doubt.TWICE: _("This number was there already."),
    Doubt.NOT_A_LETTER: _("Points do not use this letter."),
    Doubt.SUB_NUMBER: _("A number such as 1.1. is not part of the official layout."),
    Doubt.UNKNOWN_LEVEL: _("A level that is not recognised."),
}
COMMENT_KINDS: Words = {
    CommentKind.AMEND: pgettext_lazy("comment", "Change the wording"),
    CommentKind.ADD: pgettext_lazy("comment", "Add something"),
    CommentKind.DELETE: pgettext_lazy("comment", "Leave it out"),
    CommentKind.FORMAT: pgettext_lazy("comment", "Layout or typing"),
    CommentKind.GENERAL: pgettext_lazy("comment", "General remark"),
}
DECISIONS: Mapping[str, Look] = {
    DispositionKind.ACCEPTED: Look(pgettext_lazy("comment", "Accepted"), Tone.GOOD, "done"),
    DispositionKind.PARTLY_ACCEPTED: Look(
        pgettext_lazy("comment", "Partly accepted"), Tone.PLAIN, "partly_true"
    ),
    DispositionKind.REJECTED: Look(
        pgettext_lazy("comment", "Not accepted"), Tone.UNKNOWN, "refused"
    ),
}
UNDECIDED = Look(pgettext_lazy("comment", "Not decided yet"), Tone.CAUTION, "waiting")
TEXT_CHANGES: Words = {
    TextChange.NONE: _("The text stays as it is"),
    TextChange.REPLACE: _("Replace the wording of the provision"),
    TextChange.INSERT_AFTER: _("Put a new provision behind it"),
    TextChange.DELETE: _("Take the provision out"),
}
STEP_NAMES: Words = {
    StepKind.REQUEST: _("Official letter that asks agencies"),
    StepKind.TABLE: _("Consolidated table made"),
    StepKind.SUBMISSION: pgettext_lazy("draft", "Submitted"),
    StepKind.APPRAISAL: pgettext_lazy("draft", "Appraised"),
    StepKind.VOTE: _("Members voted"),
    StepKind.END: pgettext_lazy("draft", "Finished"),
}
COLUMN_NAMES: Words = {
    Column.NUMBER: pgettext_lazy("column", "Number"),
    Column.PLACE: pgettext_lazy("column", "Provision"),
    Column.WORDING: pgettext_lazy("column", "Wording of the draft"),
    Column.AGENCY: pgettext_lazy("column", "Agency"),
    Column.LETTER: pgettext_lazy("column", "Letter"),
    Column.KIND: pgettext_lazy("column", "Kind of comment"),
    Column.COMMENT: pgettext_lazy("column", "Comment"),
    Column.PROPOSED: pgettext_lazy("column", "Proposed wording"),
    Column.DECISION: pgettext_lazy("column", "Decision"),
    Column.EXPLANATION: pgettext_lazy("column", "Explanation"),
    Column.RESULT: pgettext_lazy("column", "Resulting wording"),
}
PLACES: Words = {
    Anchor.WHOLE: pgettext_lazy("place in a text", "The whole draft"),
    Anchor.FORM: pgettext_lazy("place in a text", "Form and layout"),
    Anchor.LEGAL_BASES: pgettext_lazy("place in a text", "Legal bases"),
    Anchor.SIGNATURE: pgettext_lazy("place in a text", "Signature"),
    PartKind.OPENING: pgettext_lazy("place in a text", "Opening"),
}
_CITED: Words = {
    "chp": pgettext_lazy("cited", "Chapter"),
    "sec": pgettext_lazy("cited", "Section"),
    "dvs": pgettext_lazy("cited", "Part"),
    "art": pgettext_lazy("cited", "Article"),
    "clause": pgettext_lazy("cited", "clause"),
    "point": pgettext_lazy("cited", "point"),
    "annex": pgettext_lazy("cited", "Annex"),
}


def place_name(anchor: str) -> str:
    """As it is cited, in the language of the page: ``Article 7 clause 4 point đ``."""
    if anchor in PLACES:
        return str(PLACES[anchor])
    said = []
    for piece in anchor.split("__"):
        prefix, _underscore, number = piece.partition("_")
        if prefix not in _CITED or not number:
            return anchor
        said.append(f"{_CITED[prefix]} {number}")
    return " ".join(said)


def left_out_words(codes: Iterable[str]) -> list[str]:
    """A sentence for each thing that a file held and that was not taken."""
    known = {note.value: words for note, words in NOTE_WORDS.items()}
    return [gettext(known[code]) for code in codes if code in known]
