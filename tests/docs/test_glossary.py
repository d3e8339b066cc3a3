"""The glossary has every word that the code uses for what people see."""

from __future__ import annotations

from enum import StrEnum

import pytest
from django.apps import apps
from docs.generate import ROOT

from sangto.cases.domain.checklist import AnswerState
from sangto.cases.domain.copies import CopyReason
from sangto.cases.domain.inbox import Part
from sangto.cases.domain.states import CaseOutcome, CaseStatus, Visibility
from sangto.consultation.domain.answers import AnswerKind, AnswerVia
from sangto.consultation.domain.comments import CommentKind, DispositionKind
from sangto.consultation.domain.drafts import DraftKind, DraftOutcome, DraftState, PartKind
from sangto.consultation.domain.invitations import InvitationState
from sangto.consultation.domain.meetings import MeetingState, MinutesAnswer, Reply
from sangto.consultation.domain.rounds import RoundState
from sangto.documents.domain.registers import DocumentState
from sangto.intake.domain.reports import Channel, OriginKind, ReportOutcome, ReportStatus
from sangto.kernel.actor import ActorKind, Role
from sangto.kernel.categories import Category, IndicatorKind, Measure, Rating, Step, Topic
from sangto.matching.domain.kinds import LinkState
from sangto.notices.domain.messages import MessageState
from sangto.organisations.domain.kinds import AgencyKind, NamedBy, TeamRole
from sangto.queue.domain.tasks import TaskState
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.queries import CheckOutcome

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
LISTS: tuple[type[StrEnum], ...] = (
    Role,
    ActorKind,
    AgencyKind,
    Category,
    Rating,
    Measure,
    Step,
    Topic,
    IndicatorKind,
    OriginKind,
    Channel,
    Part,
    AnswerState,
    CopyReason,
    TeamRole,
    NamedBy,
    AnswerKind,
    AnswerVia,
    DraftKind,
    PartKind,
    CommentKind,
    DispositionKind,
)
STATES: dict[str, tuple[type[StrEnum], ...]] = {
    "report, status": (ReportStatus,),
    "report and case, outcome": (ReportOutcome, CaseOutcome),
    "link of a report": (LinkState,),
    "case, status": (CaseStatus,),
    "case, visibility": (Visibility,),
    "document": (DocumentState,),
    "version": (VersionStatus,),
    "check of a message": (CheckOutcome,),
    "opinion round": (RoundState,),
    "opinion request": (InvitationState,),
    "draft, state": (DraftState,),
    "draft, outcome": (DraftOutcome,),
    "meeting": (MeetingState,),
    "invitation to a meeting": (Reply,),
    "minutes": (MinutesAnswer,),
    "e-mail": (MessageState,),
    "task": (TaskState,),
}


def models() -> list[str]:
    return sorted(
        model.__name__ for model in apps.get_models() if model.__module__.startswith("sangto.")
    )


@pytest.mark.parametrize("name", models())
def test_each_model_has_its_row(name: str) -> None:
    assert f"\n| `{name}` | " in GLOSSARY


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_each_member_of_a_closed_list_is_there(kind: type[StrEnum]) -> None:
    assert [member.value for member in kind if f"`{member.value}`" not in GLOSSARY] == []


@pytest.mark.parametrize("what", STATES)
def test_each_state_has_its_row(what: str) -> None:
    wanted = {member.value for kind in STATES[what] for member in kind if member.value}
    rows = [line.split("|") for line in GLOSSARY.splitlines() if line.startswith(f"| {what} |")]
    assert {row[2].strip().strip("`") for row in rows} == wanted


def test_each_term_has_both_languages() -> None:
    empty = [
        line
        for line in GLOSSARY.splitlines()
        if line.startswith("| ") and not all(cell.strip() for cell in line.strip("|").split("|"))
    ]
    assert empty == []
