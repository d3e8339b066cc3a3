"""What goes to a provider: XARF v4, ARF (RFC 5965) and plain mail with defanged addresses.

Plain functions over plain values; nothing is sent and nothing is stored here.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import xarf

from sangto import __version__
from sangto.handling.domain.abuse import (
    AbuseFormat,
    AbuseGround,
    TargetKind,
)
from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.notices.domain.attachments import FEEDBACK_REPORT_TYPE, MailAttachment

RFC822 = "message/rfc822"
#: Who got a mail is nobody's matter but theirs; the provider needs the rest (RFC 6650, 5.5).
_RECEIVERS = ("to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_PLACE = re.compile(r"\{([a-z_]*)\}")
PLACES = frozenset({"reference", "target", "ground", "facts", "evidence", "agency", "reply_to"})


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    media_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ProviderNotice:
    """Everything that a provider is told. ``subject`` and ``body`` are a template's."""

    reference: str
    category: Category
    ground: AbuseGround
    target_kind: TargetKind
    format: AbuseFormat
    address: str
    host: str
    facts: str
    malware_sha256: str
    ground_words: str
    agency: str
    reply_to: str
    our_domain: str
    approved_at: datetime
    evidence: tuple[EvidenceFile, ...]
    subject: str
    body: str


def defanged(text: str) -> str:
    """An address that nobody opens by mistake: ``hxxps://bad[.]example/a``."""
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "", text
    place, slash, path = rest.partition("/")
    shown = place.replace(".", "[.]") + slash + path
    return f"{scheme.replace('t', 'x')}://{shown}" if mark else shown


def template_refusal(subject: str, body: str) -> Refusal | None:
    unknown = sorted(set(_PLACE.findall(subject + body)) - PLACES)
    if unknown:
        return Refusal(
            "abuse.template_place",
            gettext_noop("The text has no place “{%(place)s}”."),
            {"place": unknown[0]},
            "body",
        )
    if "{target}" in subject or not subject.strip() or "{target}" not in body:
        return Refusal(
            "abuse.template_target",
            gettext_noop("The text names the {target}, its subject does not."),
            {},
            "body",
        )
    return None


def mail_text(notice: ProviderNotice) -> tuple[str, str]:
    """Subject and body. Addresses are defanged, also where the officer wrote them out."""
    facts = re.sub(r"(?i)\bhttps?://\S+", lambda found: defanged(found[0]), notice.facts)
    values = {
        "reference": notice.reference,
        "target": defanged(notice.address),
        "ground": notice.ground_words,
        "facts": facts.replace(notice.address, defanged(notice.address)),
        "evidence": "\n".join(
            f"- {name}: SHA-256 {one.sha256}" for name, one in named_evidence(notice)
        ),
        "agency": notice.agency,
        "reply_to": notice.reply_to,
    }
    if notice.malware_sha256:
        values["facts"] += f"\nSHA-256: {notice.malware_sha256}"
    return _filled(notice.subject, values), _filled(notice.body, values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def named_evidence(notice: ProviderNotice) -> list[tuple[str, EvidenceFile]]:
    endings = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "text/plain": "txt"}
    return [
        (f"evidence-{number}.{endings.get(one.media_type, 'pdf')}", one)
        for number, one in enumerate(notice.evidence, start=1)
    ]


def attachments_of(notice: ProviderNotice) -> list[MailAttachment]:
    """What goes with the mail; :class:`ValueError` where the report is not valid XARF."""
    if notice.format is AbuseFormat.XARF:
        return [
            MailAttachment(f"{notice.reference}.xarf.json", "application/json", xarf_json(notice))
        ]
    if notice.format is AbuseFormat.ARF:
        mail = reported_mail(notice)
        return [
            MailAttachment("feedback-report", FEEDBACK_REPORT_TYPE, feedback_report(notice)),
            MailAttachment("reported.eml", RFC822, mail or b"\r\n"),
        ]
    return [
        MailAttachment(name, one.media_type, one.content) for name, one in named_evidence(notice)
    ]


_XARF_TYPES: dict[AbuseGround, tuple[str, dict[str, object]]] = {
    AbuseGround.CREDENTIAL_FORM: ("phishing", {"attack_vector": "phishing"}),
    AbuseGround.PAYMENT_REQUEST: ("fraud", {"attack_vector": "fraud", "fraud_type": "other"}),
    AbuseGround.FORGED_DOCUMENT: ("fraud", {"attack_vector": "fraud", "fraud_type": "other"}),
    AbuseGround.MALWARE_HASH: ("malware", {"attack_vector": "malware"}),
    AbuseGround.INJECTED_PAGE: (
        "remote_compromise",
        {"attack_vector": "remote_compromise", "compromise_type": "other"},
    ),
}


def xarf_json(notice: ProviderNotice) -> bytes:
    """One incident as XARF v4, checked against the schema. Nothing internal is in it: the package
    takes an ``_internal`` part, we never make one and take it out again if it appears."""
    kind, fields = _XARF_TYPES[notice.ground]
    org = {"org": notice.agency[:200], "contact": notice.reply_to, "domain": notice.our_domain}
    is_name = notice.host.replace(".", "").isdecimal() is False and ":" not in notice.host
    extra: dict[str, Any] = dict(fields)
    if is_name:
        extra["domain"] = notice.host
    if notice.malware_sha256:
        extra["file_hashes"] = {"sha256": notice.malware_sha256}
    if notice.category is Category.IMPERSONATION and kind == "fraud":
        extra["fraud_type"] = "government_impersonation"
    made = xarf.create_report(
        category="content",
        type=kind,
        source_identifier=notice.host,
        reporter=org,
        sender=org,
        url=notice.address if "://" in notice.address else f"https://{notice.address}/",
        description=notice.facts,
        evidence_source="user_report",
        verification_method="manual",
        verified_at=notice.approved_at.isoformat(),
        evidence=[_xarf_evidence(name, one) for name, one in named_evidence(notice)],
        **extra,
    )
    if made.errors or made.report is None:
        raise ValueError("; ".join(f"{error.field}: {error.message}" for error in made.errors))
    data = made.report.model_dump(mode="json", by_alias=True, exclude_none=True)
    data.pop("_internal", None)
    data["report_id"] = str(uuid5(NAMESPACE_URL, f"{notice.our_domain}/{notice.reference}"))
    data["timestamp"] = notice.approved_at.isoformat()
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8")


def _xarf_evidence(name: str, one: EvidenceFile) -> dict[str, object]:
    return {
        "content_type": one.media_type,
        "description": name,
        "payload": b64encode(one.content).decode("ascii"),
        "hash": f"sha256:{one.sha256}",
        "size": len(one.content),
    }


def feedback_report(notice: ProviderNotice) -> bytes:
    """The machine-readable part of an ARF mail (RFC 5965, 3)."""
    where = "Reported-Domain"
    if ":" in notice.host or notice.host.replace(".", "").isdecimal():
        where = "Source-IP"
    lines = [
        "Feedback-Type: fraud",
        f"User-Agent: SangTo/{__version__}",
        "Version: 1",
        f"{where}: {notice.host}",
        f"Arrival-Date: {format_datetime(notice.approved_at)}",
        "Incidents: 1",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def reported_mail(notice: ProviderNotice) -> bytes | None:
    """The mail among the evidence, without whom it went to; None where there is none."""
    for one in notice.evidence:
        if one.media_type == "text/plain":
            mail = message_from_bytes(one.content)
            if mail["from"] and (mail["received"] or mail["message-id"]):
                return _without_receivers(mail)
    return None


def _without_receivers(mail: Message) -> bytes:
    for name in _RECEIVERS:
        if mail[name]:
            del mail[name]
            mail[name.title()] = "redacted@redacted.invalid"
    return mail.as_bytes()


def paper_refusal(notice: ProviderNotice) -> Refusal | None:
    """Why nothing can be sent in this format with this evidence."""
    if notice.format is AbuseFormat.ARF and reported_mail(notice) is None:
        return Refusal(
            "abuse.no_mail",
            gettext_noop(
                "Add the e-mail itself as a text file with all its header lines. Without it "
                "there is no report about an e-mail."
            ),
            {},
            "added",
        )
    try:
        attachments_of(notice)
    except ValueError:
        return Refusal(
            "abuse.not_valid",
            gettext_noop("The report does not fit the format that this provider takes."),
        )
    return None
