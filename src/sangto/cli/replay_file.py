"""The shape of a file that tells of a real consultation on a draft."""

from __future__ import annotations

from datetime import date
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sangto.consultation.domain.answers import AnswerKind
from sangto.consultation.domain.comments import CommentKind, DispositionKind
from sangto.consultation.domain.drafts import DraftKind


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArticleShape(_Shape):
    """``points`` names, for the number of a clause, the letters of its points."""

    article: int
    title: str
    clauses: int = 0
    points: dict[int, list[str]] = Field(default_factory=dict)


class ChapterShape(_Shape):
    chapter: str
    title: str
    articles: list[ArticleShape]


class LetterShape(_Shape):
    number: str
    date: date


class DraftShape(_Shape):
    title: str
    kind: DraftKind
    drafting_agency: str
    request: LetterShape
    structure: list[ChapterShape]


class CommentShape(_Shape):
    """``provision`` is cited (``Điều 7 khoản 4``) or a place such as ``form``."""

    provision: str
    kind: CommentKind
    summary: str
    disposition: DispositionKind | None = None
    explanation: str = ""


class ReplyShape(_Shape):
    agency: str
    number: str
    date: date
    stance: AnswerKind
    answered_by: str = ""
    comments: list[CommentShape] = Field(default_factory=list)


class StepShape(_Shape):
    step: Literal["request", "consolidated_table", "first_submission", "submission", "appraisal"]
    date: date
    number: str = ""
    replaces: str = ""


class Expected(_Shape):
    asked: int
    answered: int
    silent: int
    agreed_without_comment: int
    agreed_with_comments: int
    comments: int
    by_disposition: dict[DispositionKind, int]
    first_reply: date
    last_reply: date


class ReplayFile(_Shape):
    draft: DraftShape
    asked: int
    replies: list[ReplyShape]
    timeline: list[StepShape]
    expect: Expected


class ReplayFileError(Exception):
    """The file can not be replayed; the message says where it is wrong."""


def read_replay(text: str) -> ReplayFile:
    """Raises :class:`ReplayFileError`."""
    try:
        found = ReplayFile.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ReplayFileError(str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "-"
        raise ReplayFileError(f"{place}: {first['msg']}") from None
    if len({reply.agency for reply in found.replies}) > found.asked:
        raise ReplayFileError("asked: more agencies replied than were asked")
    return found


def text_of(draft: DraftShape) -> str:
    """A text with the structure of the draft. Its sentences are ours: only the titles are told."""
    lines = [
        draft.title.upper(),
        "Căn cứ các luật có liên quan (câu mẫu);",
        f"Theo đề nghị của {draft.drafting_agency} (câu mẫu).",
    ]
    for chapter in draft.structure:
        lines.append(f"Chương {chapter.chapter}. {chapter.title}")
        for article in chapter.articles:
            lines.append(f"Điều {article.article}. {article.title}")
            for clause in range(1, article.clauses + 1):
                letters = article.points.get(clause, [])
                place = f"khoản {clause} Điều {article.article}"
                end = ", gồm:" if letters else "."
                lines.append(f"{clause}. Nội dung của {place} (câu mẫu){end}")
                lines += [f"{letter}) Nội dung của điểm {letter} {place};" for letter in letters]
    return "\n".join([*lines, "TM. ỦY BAN NHÂN DÂN"])
