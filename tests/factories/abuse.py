"""Reports to providers in every state, through the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from sangto.cases.models import Case
from sangto.handling.domain.abuse import (
    AbuseAction,
    AbuseFormat,
    AbuseState,
    ProviderKind,
    TargetKind,
)
from sangto.handling.domain.abuse_rules import AbuseContent
from sangto.handling.models import AbuseReport, ProviderContact
from sangto.handling.queries.abuse import content_digest
from sangto.handling.services import (
    ProviderEntry,
    add_abuse_evidence,
    add_provider,
    approve_abuse_report,
    draft_abuse_report,
    send_abuse_report,
    settle_abuse_report,
)
from sangto.kernel.actor import Actor, Role
from sangto.kernel.categories import Category
from tests.factories.cases import World, categorised

SCAM = b"Received: from bad.example\nFrom: x <x@bad.example>\nTo: an@mau.example\n\nPay now\n"
PAGE = "https://nop-phat-nguoi.example/thanh-toan"
ACCOUNT = "https://www.facebook.com/so.khcn.gia.mao"
INJECTED = "https://truong-mau.example/wp/slot-88.html"


def entry(kind: ProviderKind = ProviderKind.HOST, **changes: Any) -> ProviderEntry:
    return replace(
        ProviderEntry(
            name="Nhà cung cấp Mẫu",
            kind=kind,
            address=f"abuse@{kind.value}.example",
            format=AbuseFormat.XARF,
            language="en",
            source="https://nha-cung-cap.example/abuse",
            covers=("example",),
        ),
        **changes,
    )


def provider(
    world: World, kind: ProviderKind = ProviderKind.HOST, **changes: Any
) -> ProviderContact:
    made = entry(kind, **changes)
    known = ProviderContact.objects.filter(address=made.address).first()
    return known or add_provider(network=world.network, entry=made, actor=world.officer())


def content(category: Category = Category.FRAUD, **changes: Any) -> AbuseContent:
    """What belongs into a report of this category, whole."""
    whole = AbuseContent(
        ground="credential_form",
        target_kind=TargetKind.PAGE,
        address=PAGE,
        facts="A form asks for the card number and the code of the bank.",
    )
    if category is Category.IMPERSONATION:
        whole = replace(
            whole,
            target_kind=TargetKind.ACCOUNT,
            address=ACCOUNT,
            victim_statement="Sở đã xác nhận bằng văn bản ngày 2/3: đây không phải trang của Sở.",
            solicitation="money",
            not_a_parody=True,
        )
    if category is Category.COMPROMISED_SITE:
        whole = replace(
            whole,
            ground="injected_page",
            address=INJECTED,
            owner_told_on=timezone.localdate() - timedelta(days=3),
            owner_told_how="E-mail to the school, answered by nobody",
        )
    return replace(whole, **changes)


def kind_for(category: Category) -> ProviderKind:
    return ProviderKind.PLATFORM if category is Category.IMPERSONATION else ProviderKind.HOST


def drafted(
    world: World,
    category: Category = Category.FRAUD,
    *,
    case: Case | None = None,
    actor: Actor | None = None,
    evidence: bool = True,
    to: ProviderContact | None = None,
    **changes: Any,
) -> AbuseReport:
    officer = actor or world.officer()
    report = draft_abuse_report(
        case=case or categorised(world, category),
        provider=to or provider(world, kind_for(category)),
        content=content(category, **changes),
        actor=officer,
    )
    if evidence:
        add_abuse_evidence(report=report, content=SCAM, media_type="text/plain", actor=officer)
    return report


def approver(world: World) -> Actor:
    return world.actor(world.lead, Role.APPROVER)


def approved(world: World, category: Category = Category.FRAUD, **arguments: Any) -> AbuseReport:
    report = drafted(world, category, **arguments)
    return approve_abuse_report(
        report=report, read_digest=content_digest(report), actor=approver(world)
    )


def sent(world: World, category: Category = Category.FRAUD, **arguments: Any) -> AbuseReport:
    report = approved(world, category, **arguments)
    return send_abuse_report(report=report, actor=world.officer())


_WAYS = {
    AbuseState.ACKNOWLEDGED: AbuseAction.ACKNOWLEDGE,
    AbuseState.ACTIONED: AbuseAction.ACTION,
    AbuseState.REFUSED: AbuseAction.REFUSE,
    AbuseState.NO_ANSWER: AbuseAction.GIVE_UP,
    AbuseState.GONE: AbuseAction.FIND_GONE,
}


def in_state(world: World, state: AbuseState, **arguments: Any) -> AbuseReport:
    match state:
        case AbuseState.DRAFT:
            return drafted(world, **arguments)
        case AbuseState.APPROVED:
            return approved(world, **arguments)
        case AbuseState.SENT:
            return sent(world, **arguments)
    return settle_abuse_report(
        report=sent(world, **arguments),
        action=_WAYS[state],
        note="Nhà cung cấp trả lời",
        actor=world.officer(),
    )
