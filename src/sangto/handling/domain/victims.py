"""What somebody does who was harmed: a checklist by kind, and the complaint as their own letter.

Nothing here is stored. What a person types goes into their document and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sangto.documents.domain.official import (
    Align,
    Block,
    Bullets,
    DocumentKind,
    Issuer,
    OfficialContent,
    Paragraph,
    Run,
    Signature,
    date_words,
)

TEXT_LENGTH = 5000
_BLANK = "……………………………………"


class Harm(StrEnum):
    MONEY_SENT = "money_sent"
    CODES_GIVEN = "codes_given"
    APP_INSTALLED = "app_installed"
    IMPERSONATED = "impersonated"
    PRIVATE_DATA = "private_data"
    CHILD = "child"


class Call(StrEnum):
    """Which number of the options stands under a step."""

    BANKS = "banks"
    POLICE = "police"
    CHILDREN = "children"
    SPAM = "spam"
    CONSUMERS = "consumers"


class Addressee(StrEnum):
    POLICE = "police"
    BANK = "bank"
    CONSUMERS = "consumers"


#: In the order of their urgency. The words are the pages' (``web.handling.victims_wording``).
STEPS: dict[Harm, tuple[tuple[str, tuple[Call, ...]], ...]] = {
    Harm.MONEY_SENT: (
        ("call_bank", (Call.BANKS,)),
        ("stop_paying", ()),
        ("keep_evidence", ()),
        ("change_passwords", ()),
        ("complain", (Call.POLICE,)),
    ),
    Harm.CODES_GIVEN: (
        ("call_bank", (Call.BANKS,)),
        ("change_passwords", ()),
        ("end_sessions", ()),
        ("keep_evidence", ()),
        ("complain", (Call.POLICE,)),
    ),
    Harm.APP_INSTALLED: (
        ("cut_the_line", ()),
        ("call_bank", (Call.BANKS,)),
        ("reset_phone", ()),
        ("change_passwords", ()),
        ("complain", (Call.POLICE,)),
    ),
    Harm.IMPERSONATED: (
        ("keep_evidence", ()),
        ("tell_contacts", ()),
        ("report_account", ()),
        ("complain", (Call.POLICE,)),
    ),
    Harm.PRIVATE_DATA: (
        ("not_your_fault", ()),
        ("keep_evidence_private", ()),
        ("report_to_platform", ()),
        ("complain", (Call.POLICE,)),
    ),
    Harm.CHILD: (
        ("call_child_hotline", (Call.CHILDREN,)),
        ("stay_with_child", ()),
        ("send_no_pictures", ()),
        ("danger_now", (Call.POLICE,)),
    ),
}
#: Whom a complaint can go to; about a child nobody is asked to write first.
ADDRESSEES: dict[Harm, tuple[Addressee, ...]] = {
    Harm.MONEY_SENT: (Addressee.POLICE, Addressee.BANK, Addressee.CONSUMERS),
    Harm.CODES_GIVEN: (Addressee.POLICE, Addressee.BANK),
    Harm.APP_INSTALLED: (Addressee.POLICE, Addressee.BANK),
    Harm.IMPERSONATED: (Addressee.POLICE,),
    Harm.PRIVATE_DATA: (Addressee.POLICE,),
    Harm.CHILD: (Addressee.POLICE,),
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the person chose to write; empty texts leave a dotted line to be filled in by hand."""

    harm: Harm
    addressee: Addressee
    addressee_name: str = ""
    full_name: str = ""
    contact: str = ""
    happened_on: date | None = None
    happened: str = ""
    amount: str = ""
    paid_to: str = ""
    evidence: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()


_TITLES = {
    Addressee.POLICE: "ĐƠN TRÌNH BÁO",
    Addressee.BANK: "ĐƠN ĐỀ NGHỊ TRA SOÁT, PHONG TỎA",
    Addressee.CONSUMERS: "ĐƠN PHẢN ÁNH",
}
_SUBJECTS = {
    Harm.MONEY_SENT: "Về việc bị lừa đảo chiếm đoạt tiền",
    Harm.CODES_GIVEN: "Về việc bị lừa lấy mật khẩu, mã xác thực",
    Harm.APP_INSTALLED: "Về việc bị lừa cài ứng dụng độc hại",
    Harm.IMPERSONATED: "Về việc bị mạo danh",
    Harm.PRIVATE_DATA: "Về việc thông tin, hình ảnh riêng tư bị phát tán hoặc bị đe dọa phát tán",
    Harm.CHILD: "Về việc trẻ em gặp nguy hiểm",
}
_NAMES = {
    Addressee.POLICE: "Công an xã, phường nơi tôi cư trú",
    Addressee.BANK: "Ngân hàng nơi tôi mở tài khoản",
    Addressee.CONSUMERS: "Cơ quan bảo vệ quyền lợi người tiêu dùng",
}


def complaint_document(complaint: Complaint, *, today: date) -> OfficialContent:
    """The letter in Vietnamese, as such letters look; the person signs it by hand."""
    blocks: list[Block] = [
        _line("Tôi tên là", complaint.full_name),
        _line("Liên hệ", complaint.contact),
        _line(
            "Thời gian xảy ra", date_words(complaint.happened_on) if complaint.happened_on else ""
        ),
        Paragraph("Tôi xin trình bày sự việc như sau:", bold=True),
        *(Paragraph(part) for part in (complaint.happened.split("\n") or [""]) if part.strip()),
    ]
    if not complaint.happened.strip():
        blocks += [Paragraph(_BLANK * 3, indent=False)] * 4
    if complaint.harm in (Harm.MONEY_SENT, Harm.CODES_GIVEN, Harm.APP_INSTALLED):
        blocks += [
            _line("Số tiền bị mất", complaint.amount),
            _line("Tiền đã chuyển đến (tài khoản, ngân hàng, ví)", complaint.paid_to),
        ]
    if complaint.evidence:
        blocks += [Paragraph("Tài liệu kèm theo:", bold=True), Bullets(complaint.evidence)]
    if complaint.wants:
        blocks += [Paragraph("Tôi đề nghị:", bold=True), Bullets(complaint.wants)]
    blocks += [
        Paragraph("Tôi cam đoan những điều trình bày trên là đúng sự thật."),
        Paragraph(f"………………, {date_words(today)}", align=Align.RIGHT, italic=True, indent=False),
    ]
    return OfficialContent(
        kind=DocumentKind.CONSOLIDATED_TABLE,
        title=_TITLES[complaint.addressee],
        issuer=Issuer(name="", place="", symbol=""),
        subject=_SUBJECTS[complaint.harm],
        addressees=(complaint.addressee_name.strip() or _NAMES[complaint.addressee],),
        blocks=tuple(blocks),
        signature=Signature(position="Người làm đơn", name=complaint.full_name),
    )


def _line(label: str, value: str) -> Paragraph:
    return Paragraph((Run(f"{label}: "), Run(value.strip() or _BLANK)))


def _day(on: date | None) -> str:
    return date_words(on) if on is not None else ""
