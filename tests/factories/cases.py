"""Claims with their reports, and cases in every state, inside a small network.

Rows only, except :func:`categorised` and its followers, which go through the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from sangto.cases.domain.checklist import AnswerState
from sangto.cases.domain.states import CaseAction
from sangto.cases.models import Case, ChecklistAnswer
from sangto.cases.queries import checklist_items
from sangto.cases.services import (
    archive_claim,
    confirm_category,
    move,
    open_case,
    refresh_entries,
    set_category,
)
from sangto.documents.models import StoredFile
from sangto.intake.domain.reports import Channel, OriginKind, ReportStatus
from sangto.intake.models import Report, ReportImage
from sangto.kernel.actor import Actor, Role, operator_actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.text import folded
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.models import Claim, ReportLink
from sangto.organisations.models import Agency, Network
from tests.factories.organisations import demo_agency, load_demo_network, make_actor

_NUMBER = count(1)


@dataclass(frozen=True)
class World:
    """The demo network. ``lead``, ``health`` and ``trade`` are agencies under ``committee``;
    ``press`` stands outside the administration."""

    network: Network
    committee: Agency
    lead: Agency
    health: Agency
    trade: Agency
    police: Agency
    commune: Agency
    press: Agency

    def actor(self, agency: Agency, *roles: Role) -> Actor:
        return make_actor(agency, *(roles or (Role.DESK_OFFICER,)))

    def officer(self) -> Actor:
        return self.actor(self.lead)


def make_world() -> World:
    network = load_demo_network()
    return World(
        network=network,
        committee=demo_agency("ubnd"),
        lead=demo_agency("so-khcn"),
        health=demo_agency("so-y-te"),
        trade=demo_agency("so-cong-thuong"),
        police=demo_agency("congan"),
        commune=demo_agency("xa-suoi-trong"),
        press=demo_agency("bao-mau"),
    )


def make_claim(network: Network, **fields: Any) -> Claim:
    return Claim.objects.create(reference=f"ND-26-{next(_NUMBER):06d}", network=network, **fields)


def make_report(
    claim: Claim, text: str = "", origin: OriginKind = OriginKind.CITIZEN, **fields: Any
) -> Report:
    """A report that repeats the claim; ``fields`` go to its row."""
    number = next(_NUMBER)
    archived = origin is OriginKind.ARCHIVE
    text = text or f"Tin nhắn số {number} báo trúng thưởng, yêu cầu chuyển phí"
    received = fields.pop("received_at", timezone.now())
    state = fields.pop("state", LinkState.AUTO)
    values = {
        "reference": f"PA-26-{number:06d}",
        "receipt_digest": f"receipt-{number}",
        "network": claim.network,
        "channel": (Channel.ARCHIVE if archived else Channel.WEB).value,
        "origin": origin.value,
        "language": "vi",
        "text": text,
        "folded": folded(text),
        "consent_version": "2026-01",
        "received_at": received,
        "due_at": received + timedelta(days=6),
        **fields,
    }
    if archived:
        values |= {"status": ReportStatus.ANSWERED.value, "answered_at": received}
    report = Report.objects.create(**values)
    ReportLink.objects.create(
        report=report,
        claim=claim,
        method=LinkMethod.NEW.value,
        score=1.0,
        state=LinkState(state).value,
    )
    refresh_entries(claims=[claim.pk])
    return report


def reported_claim(world: World, reports: int = 1, **fields: Any) -> Claim:
    claim = make_claim(world.network)
    for _ in range(reports):
        make_report(claim, **fields)
    return claim


def opened(world: World, *, claim: Claim | None = None, actor: Actor | None = None) -> Case:
    return open_case(claim=claim or reported_claim(world), actor=actor or world.officer())


def choice(category: Category, **changes: Any) -> dict[str, Any]:
    """Arguments of ``set_category`` that are complete for this category."""
    topics = {Category.FACTUAL_CLAIM: "health", Category.SERVICE_FEEDBACK: "health_service"}
    return {
        "category": category,
        "topic": topics.get(category, ""),
        "subject_agency": None,
        "title": "Tin nhắn báo trúng thưởng",
        "title_en": "A message about a prize",
        "checks": RULES[category].checks,
        **changes,
    }


def categorised(
    world: World,
    category: Category = Category.FRAUD,
    *,
    claim: Claim | None = None,
    actor: Actor | None = None,
    **changes: Any,
) -> Case:
    actor = actor or world.officer()
    case = opened(world, claim=claim, actor=actor)
    case = set_category(case=case, actor=actor, **choice(category, **changes))
    answer_all(case)
    return case


def answer_all(case: Case) -> None:
    """Every item of the checklist is done; rows only."""
    user, agency = case.checks.values_list("user_id", "agency_id")[0]
    ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(
            case=case,
            category=case.category,
            code=item.code,
            state=AnswerState.DONE.value,
            evidence="Đã làm",
            user_id=user,
            agency_id=agency,
        )
        for item in checklist_items(case)
    )


def confirmed(world: World, **changes: Any) -> Case:
    """A factual claim that the newspaper confirmed."""
    case = categorised(world, Category.FACTUAL_CLAIM, **changes)
    actor = world.actor(world.press)
    return confirm_category(case=case, checks=RULES[Category.FACTUAL_CLAIM].checks, actor=actor)


def signing(world: World, category: Category = Category.FRAUD) -> Case:
    officer = world.officer()
    case = categorised(world, category, actor=officer)
    return move(case=case, action=CaseAction.SUBMIT, actor=officer)


def published(world: World) -> Case:
    case = signing(world)
    return move(case=case, action=CaseAction.PUBLISH, actor=world.actor(world.lead, Role.APPROVER))


def archived(world: World, category: Category = Category.FRAUD) -> Case:
    """A closed record of an archive."""
    case = archive_claim(
        claim=reported_claim(world, origin=OriginKind.ARCHIVE, received_at=hour(1)),
        category=category,
        topic="",
        closed_at=hour(3),
        actor=operator_actor("import"),
    )
    assert case is not None
    return case


def hour(day: int, clock: int = 9) -> datetime:
    """A moment in July 2026, in UTC."""
    return datetime(2026, 7, day, clock, tzinfo=UTC)


def with_picture(report: Report) -> StoredFile:
    """Give the report a screenshot; no bytes are stored."""
    number = next(_NUMBER)
    file = StoredFile.objects.create(
        purpose="screenshot",
        media_type="image/png",
        size=1,
        sha256=f"{number:064x}",
        storage_name=f"screenshot/00/{number}",
        title="",
        created_at=timezone.now(),
    )
    ReportImage.objects.create(report=report, file=file, width=1, height=1)
    return file
