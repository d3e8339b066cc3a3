"""Drafts in every state, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from sangto.consultation.domain.comments import (
    CommentKind,
    CommentText,
    Decision,
    DispositionKind,
    TextChange,
)
from sangto.consultation.domain.drafts import DraftKind
from sangto.consultation.models import Comment, DraftVersion, OpinionRound
from sangto.consultation.services import (
    DraftSource,
    close_round,
    dispose,
    give_comment,
    import_draft,
    open_draft_round,
    submit_draft,
)
from sangto.kernel.actor import Role
from sangto.organisations.models import Agency
from sangto.organisations.queries import today
from tests.factories.cases import World
from tests.factories.consultation import request, request_to

TEXT = """\
QUY CHẾ
Căn cứ Luật mẫu;
Chương I
QUY ĐỊNH CHUNG
Điều 1. Mục đích
1. Thiết lập cơ chế phối hợp.
2. Nâng cao trách nhiệm:
a) Của cơ quan chủ trì;
b) Của cơ quan phối hợp;
c) Của người đứng đầu.
Điều 2. Tổ chức thực hiện
TM. ỦY BAN NHÂN DÂN
"""
POINT_B = "art_1__clause_2__point_b"


def made_draft(world: World, text: str = TEXT, **fields: Any) -> DraftVersion:
    """Brought in by the lead agency."""
    values = {"title": "Quy chế mẫu", "kind": DraftKind.REGULATION, **fields}
    return import_draft(source=DraftSource(text=text), actor=world.officer(), **values)


def consulted(
    world: World, agencies: Sequence[Agency] = (), *, now: datetime | None = None, **fields: Any
) -> tuple[DraftVersion, OpinionRound]:
    """With a round that is open; the health and the trade department are asked."""
    version = made_draft(world, now=now, **fields)
    opinion_round = open_draft_round(
        draft=version.draft,
        request=request(agencies or [world.health, world.trade], known=""),
        actor=world.officer(),
        now=now,
    )
    version.refresh_from_db()
    return version, opinion_round


def comment_text(
    anchor: str = POINT_B, text: str = "Viết lại điểm này.", **more: Any
) -> CommentText:
    return CommentText(anchor=anchor, kind=more.pop("kind", CommentKind.AMEND), text=text, **more)


def commented(world: World, opinion_round: OpinionRound, agency: Agency, **fields: Any) -> Comment:
    """By a focal officer's account."""
    return give_comment(
        invitation=request_to(opinion_round, agency),
        comment=comment_text(**fields),
        actor=world.actor(agency, Role.FOCAL_OFFICER),
    )


def closed(world: World, opinion_round: OpinionRound) -> OpinionRound:
    return close_round(opinion_round=opinion_round, actor=world.officer())


def decision(
    kind: DispositionKind = DispositionKind.ACCEPTED,
    change: TextChange = TextChange.NONE,
    wording: str = "",
    explanation: str = "Đã điều chỉnh như đề xuất",
) -> Decision:
    return Decision(kind, explanation, change, wording)


def submitted(world: World, agency: Agency) -> DraftVersion:
    """One comment of ``agency``, accepted; the submission is made."""
    version, opinion_round = consulted(world, [agency])
    comment = commented(world, opinion_round, agency)
    closed(world, opinion_round)
    dispose(comment=comment, decision=decision(), actor=world.officer())
    submit_draft(
        draft=version.draft,
        number="40/TTr-STTTT",
        on=today(timezone.now()),
        actor=world.officer(),
    )
    version.draft.refresh_from_db()
    return version
