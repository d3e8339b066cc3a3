"""Fill the inbox with rows up to a size: claims that wait for triage, and their reports."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from django.db.models import Model

BATCH = 2_000
WORDS = (
    "trúng thưởng xe máy",
    "khóa tài khoản ngân hàng",
    "phạt nguội phải nộp ngay",
    "cắt điện trong hai giờ",
    "bưu kiện chờ đóng phí",
    "việc nhẹ hoa hồng cao",
    "người thân đang cấp cứu",
)


def main(claims: int, reports: int) -> None:
    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from sangto.intake.domain.reports import Channel, OriginKind
    from sangto.intake.models import Report
    from sangto.kernel.text import folded
    from sangto.matching.domain.kinds import LinkMethod, LinkState
    from sangto.matching.models import Claim, ReportLink
    from sangto.organisations.models import Territory
    from sangto.organisations.queries import current_network

    network = current_network()
    now = timezone.now()
    places = list(Territory.objects.filter(network=network))
    had_claims, had_reports = Claim.objects.count(), Report.objects.count()
    text = "Tin nhắn số {} báo trúng thưởng xe máy, yêu cầu chuyển phí hồ sơ trước 17 giờ"

    def claim(number: int) -> Claim:
        title = f"Tin báo {WORDS[number % len(WORDS)]} ở tổ {number % 97}, mã số {number}"
        return Claim(
            reference=f"ND-26-B{number:05d}",
            network=network,
            title=title,
            title_folded=folded(title),
            created_at=now - timedelta(minutes=number % 10_000),
        )

    def report(number: int) -> Report:
        received = now - timedelta(minutes=number % 10_000)
        said = text.format(number)
        return Report(
            reference=f"PA-26-B{number:06d}",
            receipt_digest=f"bench-{number}",
            idempotency_digest=f"bench-{number}",
            network=network,
            channel=Channel.WEB.value,
            origin=OriginKind.CITIZEN.value,
            language="vi",
            text=said,
            folded=folded(said),
            territory=places[number % len(places)],
            money_lost=number * 1_000 if number % 7 == 0 else None,
            consent_version="2026-01",
            received_at=received,
            due_at=received + timedelta(days=6),
        )

    def link(report: int, claim: int) -> ReportLink:
        return ReportLink(
            report_id=report,
            claim_id=claim,
            method=LinkMethod.NEW.value,
            score=1.0,
            state=LinkState.AUTO.value,
            linked_at=now,
        )

    with transaction.atomic():
        _insert(claim(number) for number in range(had_claims, claims))
        every = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
        _insert(report(number) for number in range(had_reports, reports))
        loose = Report.objects.filter(claim_link__isnull=True).order_by("pk")
        fresh = list(loose.values_list("pk", flat=True))
        _insert(link(row, every[place % len(every)]) for place, row in enumerate(fresh))
    _refresh(every)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert(rows: Iterable[Model]) -> None:
    """One prepared statement for all rows of a kind: with a hundred thousand of them, what counts
    is how long each takes in Python."""
    from django.db import connection

    every = iter(rows)
    while batch := list(islice(every, BATCH)):
        model = type(batch[0])
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        table = connection.ops.quote_name(model._meta.db_table)
        marks = ", ".join(["%s"] * len(fields))

        def values(row: Model, fields: list[Any] = fields) -> list[Any]:
            return [
                field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields
            ]

        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of our own
                [values(row) for row in batch],
            )


def _refresh(claims: list[int]) -> None:
    from django.db import transaction

    from sangto.audit.locks import write_lock
    from sangto.cases.services import refresh_entries

    for start in range(0, len(claims), 500):
        with write_lock(), transaction.atomic():
            refresh_entries(claims=claims[start : start + 500])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
