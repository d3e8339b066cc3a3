"""The contact book, and one scam whose domain and page are reported to providers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sangto.cases.models import Case
from sangto.handling.domain.abuse import AbuseAction, AbuseFormat, ProviderKind, TargetKind
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
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.organisations.models import Network

Step = Callable[[], object]

_BOOK = (
    ProviderEntry(
        name="Nhà đăng ký tên miền Mẫu",
        kind=ProviderKind.REGISTRAR,
        address="abuse@nhadangky.example",
        format=AbuseFormat.XARF,
        language="vi",
        source="Trang liên hệ của nhà đăng ký, nhadangky.example/abuse",
        covers=("example",),
    ),
    ProviderEntry(
        name="Máy chủ Mẫu",
        kind=ProviderKind.HOST,
        address="abuse@maychu.example",
        format=AbuseFormat.MAIL,
        language="vi",
        source="Công văn trả lời của Máy chủ Mẫu",
        covers=("example",),
    ),
    ProviderEntry(
        name="Example Mail",
        kind=ProviderKind.HOST,
        address="fbl@mail.example",
        format=AbuseFormat.ARF,
        language="en",
        source="mail.example/postmaster",
    ),
)
_PAGES = (
    ("https://nop-phat-csgt.example/thanh-toan", ()),
    ("https://nop-phat-csgt.example/dang-nhap", (AbuseAction.ACKNOWLEDGE,)),
    ("https://nop-phat-csgt.example/xac-minh", (AbuseAction.ACKNOWLEDGE, AbuseAction.ACTION)),
    ("https://nop-phat-csgt.example/cu", (AbuseAction.GIVE_UP,)),
)
_DOMAIN = "nop-phat-csgt.example"
_FACTS = "Trang có biểu mẫu hỏi số thẻ, mật khẩu và mã OTP, mang hình ảnh của cơ quan nhà nước."


def abuse_steps(network: Network, officer: Actor, approver: Actor) -> Iterator[Step]:
    for entry in _BOOK:
        yield partial(_provider, network, entry, officer)
    yield partial(_reports, network, officer, approver)


def _provider(network: Network, entry: ProviderEntry, officer: Actor) -> None:
    if not ProviderContact.objects.filter(network=network, address=entry.address).exists():
        add_provider(network=network, entry=entry, actor=officer)


def _reports(network: Network, officer: Actor, approver: Actor) -> None:
    """Drafts first, so that the demo has something to approve; then one in each later state."""
    case = Case.objects.filter(
        network=network,
        category=Category.FRAUD.value,
        claim__indicators__value=_DOMAIN,
    ).first()
    host = ProviderContact.objects.filter(network=network, address=_BOOK[1].address).first()
    registrar = ProviderContact.objects.filter(network=network, address=_BOOK[0].address).first()
    if case is None or host is None or registrar is None:
        return
    if AbuseReport.objects.filter(case__network=network).exists():
        return
    _written(case, registrar, _DOMAIN, TargetKind.DOMAIN, officer)
    for address, actions in _PAGES:
        report = _written(case, host, address, TargetKind.PAGE, officer)
        approve_abuse_report(report=report, read_digest=content_digest(report), actor=approver)
        send_abuse_report(report=report, actor=officer)
        for action in actions:
            settle_abuse_report(report=report, action=action, actor=officer)


def _written(
    case: Case, provider: ProviderContact, address: str, kind: TargetKind, officer: Actor
) -> AbuseReport:
    report = draft_abuse_report(
        case=case,
        provider=provider,
        content=AbuseContent(
            ground="credential_form", target_kind=kind, address=address, facts=_FACTS
        ),
        actor=officer,
    )
    note = f"{address}: biểu mẫu hỏi số thẻ và mã OTP (ghi lại khi mở trang).\n"
    add_abuse_evidence(
        report=report, content=note.encode("utf-8"), media_type="text/plain", actor=officer
    )
    return report
