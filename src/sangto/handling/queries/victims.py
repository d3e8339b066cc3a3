"""What a holder of a receipt takes home, and what senders passed on to an agency."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import QuerySet
from django.utils import timezone

from sangto.audit.queries import events_about
from sangto.cases.queries import JOINED
from sangto.documents.domain.files import ENDINGS
from sangto.documents.queries import content_of
from sangto.intake.models import Report, ReportAddition, ReportDisclosure, ReportImage
from sangto.intake.permissions import may_read_by_disclosure
from sangto.intake.queries import report_by_receipt
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.models import Agency
from sangto.organisations.models.validity import valid_on
from sangto.organisations.queries import competent_agency

PACK_BYTES = 25_000_000
_README = (
    "Gói chứng cứ này do chính người gửi phản ánh lấy về bằng mã biên nhận.\n"
    "phan-anh.txt: nội dung đã gửi. anh-*: ảnh đã gửi. tep-*: tệp người gửi bỏ thêm vào gói.\n"
    "nhat-ky.json: trích nhật ký niêm phong về phản ánh này; mỗi dòng có mã băm để đối chiếu.\n"
    "SHA256SUMS: mã SHA-256 của từng tệp (kiểm tra: sha256sum -c SHA256SUMS).\n\n"
    "The sender of the report took this pack with the receipt code. SHA256SUMS lists the digest of "
    "each file; nhat-ky.json is what the sealed record says about the report.\n"
)


def evidence_pack(
    receipt: str, *, extra: tuple[tuple[str, bytes], ...] = (), now: datetime | None = None
) -> bytes:
    """A ZIP of everything that this sender sent, of ``extra`` files (ending and bytes), of a list
    of digests, and of what the record says about the report. Made in memory, kept nowhere.

    :class:`NotVisible` for a code that leads nowhere. Two packs of the same day differ by nothing
    but their files: no time of making is in them.
    """
    report = report_by_receipt(receipt, now or timezone.now())
    if report is None:
        raise NotVisible
    files: dict[str, bytes] = {
        "LUU-Y.txt": _README.encode("utf-8"),
        "phan-anh.txt": _text_of(report).encode("utf-8"),
        "nhat-ky.json": _record_of(report).encode("utf-8"),
    }
    images = ReportImage.objects.filter(report=report).select_related("file")
    for number, image in enumerate(images, start=1):
        ending = ENDINGS.get(image.file.media_type, "bin")
        files[f"anh-{number}.{ending}"] = content_of(image.file)
    for number, (ending, content) in enumerate(extra, start=1):
        files[f"tep-{number}.{ending}"] = content
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name in sorted(files):
            made.writestr(name, files[name])
        made.writestr("SHA256SUMS", sums)
    return buffer.getvalue()


def _text_of(report: Report) -> str:
    parts = [
        f"{report.reference}",
        f"{timezone.localtime(report.received_at):%d/%m/%Y %H:%M}",
        report.text,
        report.link,
        report.reason,
    ]
    for addition in ReportAddition.objects.filter(report=report).order_by("pk"):
        parts += [f"{timezone.localtime(addition.received_at):%d/%m/%Y %H:%M}", addition.text]
    return "\n\n".join(part for part in parts if part) + "\n"


def _record_of(report: Report) -> str:
    """Without people and agencies: what was done, when, and the digests that prove it."""
    lines = [
        {
            "id": event.pk,
            "at": event.at.isoformat(),
            "tag": event.tag,
            "details_digest": event.details_digest,
            "leaf_hash": event.leaf_hash,
        }
        for event in events_about(report)
    ]
    return json.dumps({"reference": report.reference, "events": lines}, indent=1) + "\n"


def possible_authorities(report: Report) -> list[Agency]:
    """Members that may be competent for the sender's own complaint: the police, and who is
    competent for the category. None where a child is in danger: there the hotline comes first and
    the desk sends nothing (SCOPE.md 8)."""
    today = timezone.localdate()
    link = report_category(report)
    if link is Category.CHILD_SAFETY or report.content_deleted_at is not None:
        return []
    found = list(
        Agency.objects.filter(
            valid_on(today), network=report.network_id, kind=AgencyKind.POLICE.value
        ).order_by("slug")
    )
    if link is not None:
        other = competent_agency(report.network, link.value, report.territory, today)
        if other is not None and other not in found:
            found.append(other)
    taken = set(report.disclosures.values_list("agency_id", flat=True))
    return [agency for agency in found if agency.pk not in taken and not agency.is_lead]


def report_category(report: Report) -> Category | None:
    """Of the claim that it repeats, once somebody chose it."""
    category = (
        Report.objects.filter(pk=report.pk, claim_link__state__in=JOINED)
        .values_list("claim_link__claim__category", flat=True)
        .first()
    )
    return Category(category) if category else None


def passed_on_to(actor: Actor) -> QuerySet[ReportDisclosure]:
    """What senders let the actor's agency read, the newest first; nothing for others."""
    if actor.agency_id is None or not may_read_by_disclosure(actor):
        return ReportDisclosure.objects.none()
    return (
        ReportDisclosure.objects.filter(agency_id=actor.agency_id)
        .select_related("report")
        .order_by("-granted_at", "-pk")
    )
