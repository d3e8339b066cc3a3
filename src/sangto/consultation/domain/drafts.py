"""What a draft is, where the work on it stands, and which parts a text has."""

from __future__ import annotations

from enum import StrEnum


class DraftKind(StrEnum):
    """What the text becomes when it is issued. A regulation is issued with a decision."""

    REGULATION = "regulation"
    DECISION = "decision"
    PLAN = "plan"
    PROGRAMME = "programme"
    DIRECTIVE = "directive"
    RESOLUTION = "resolution"
    OTHER = "other"


class DraftState(StrEnum):
    PREPARING = "preparing"
    CONSULTING = "consulting"
    DECIDING = "deciding"
    SUBMITTED = "submitted"
    APPRAISED = "appraised"
    VOTING = "voting"
    CLOSED = "closed"


class DraftOutcome(StrEnum):
    NONE = ""
    ISSUED = "issued"
    DROPPED = "dropped"


class PartKind(StrEnum):
    """The kinds of provisions, and the parts of a text that are none. A division (``I.``) is the
    highest part of a text without articles, such as a plan."""

    OPENING = "opening"
    LEGAL_BASES = "legal_bases"
    CHAPTER = "chapter"
    SECTION = "section"
    DIVISION = "division"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    SIGNATURE = "signature"
    ANNEX = "annex"
