"""Submissions and reports for tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.domain.submission import Submission
from sangto.intake.models import Report
from sangto.intake.services import Submitted, submit_report
from sangto.kernel.actor import Actor, public_actor
from sangto.kernel.text import folded
from sangto.organisations.models import Network

_NUMBER = count(1)


def make_submission(**values: Any) -> Submission:
    return Submission(
        **{
            "text": "Bạn có bưu kiện chưa trả phí, bấm vào http://buu-kien.example để nộp 19.000đ",
            "consent_version": CONSENT_VERSION,
            **values,
        }
    )


def submit(
    *,
    key: str = "",
    channel: Channel = Channel.WEB,
    origin: OriginKind = OriginKind.CITIZEN,
    actor: Actor | None = None,
    agency: Any = None,
    received_at: Any = None,
    **values: Any,
) -> Submitted:
    """Through the service; ``values`` are the submission's. Needs a network."""
    return submit_report(
        submission=make_submission(**values),
        channel=channel,
        origin=origin,
        idempotency_key=key or f"key-of-test-{next(_NUMBER)}",
        actor=actor or public_actor(),
        agency=agency,
        received_at=received_at,
    )


def make_report(network: Network, **values: Any) -> Report:
    """A row only: received now, due in a week, without audit record, task or receipt."""
    number = next(_NUMBER)
    text = values.get("text", f"Tin nhắn lạ số {number}")
    now = timezone.now()
    return Report.objects.create(
        **{
            "reference": f"PA-26-T{number:05d}",
            "receipt_digest": f"{number:064x}",
            "network": network,
            "channel": Channel.WEB.value,
            "origin": OriginKind.CITIZEN.value,
            "language": "vi",
            "text": text,
            "folded": folded(text),
            "consent_version": CONSENT_VERSION,
            "received_at": now,
            "due_at": now + timedelta(days=7),
            **values,
        }
    )
