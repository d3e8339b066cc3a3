"""Many verdicts and many entries, without services; and what a list, a search, a feed and a dump
of them cost, beside a bare query of the same rows."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from typing import Any

import django

_BATCH = 2000


def main(verdicts: int, entries: int) -> None:
    django.setup()
    from django.conf import settings

    settings.SANGTO_PAGE_SECONDS = 0
    _fill(verdicts, entries)
    json.dump(dict(_measured()), sys.stdout)


def _fill(verdicts: int, entries: int) -> None:
    """Up to so many of each; what is there already counts."""
    from django.utils import timezone

    from sangto.audit.services import change, seal_pending
    from sangto.audit.tags import AuditTag
    from sangto.cases.models import Case
    from sangto.intake.models import Report
    from sangto.kernel.actor import system_actor
    from sangto.kernel.text import folded
    from sangto.matching.models import Claim
    from sangto.organisations.models import Agency, User
    from sangto.transparency.domain.entries import SUBJECT, canonical, leaf_of, texts_digest
    from sangto.transparency.models import RegisterEntry, RegisterTotal
    from sangto.verdicts.models import Verdict, VerdictVersion

    now = timezone.now()
    lead = Agency.objects.get(is_lead=True)
    writer, signer = list(User.objects.order_by("pk")[:2])
    have = VerdictVersion.objects.filter(status="published").count()
    origin = Report.objects.filter(origin="citizen").order_by("pk")[0]
    wanted = range(have, verdicts)
    claims = Claim.objects.bulk_create(
        (Claim(reference=f"ND-80-{n:08d}", network=lead.network, category="fraud") for n in wanted),
        batch_size=_BATCH,
    )
    cases = Case.objects.bulk_create(
        (
            Case(
                reference=f"VV-80-{n:08d}",
                network=lead.network,
                claim=claim,
                category="fraud",
                status="closed",
                outcome="verdict",
                visibility="public",
                owner=lead,
                owner_kind=lead.kind,
                origin_report=origin,
                origin_kind=origin.origin,
                opened_at=now,
                due_at=now,
                closed_at=now,
            )
            for n, claim in zip(wanted, claims, strict=True)
        ),
        batch_size=_BATCH,
    )
    made = Verdict.objects.bulk_create(
        (
            Verdict(reference=f"KL-80-{n:08d}", claim=claim, case=case, origin="own")
            for n, claim, case in zip(wanted, claims, cases, strict=True)
        ),
        batch_size=_BATCH,
    )
    VerdictVersion.objects.bulk_create(
        (
            VerdictVersion(
                verdict=verdict,
                number=1,
                status="published",
                category="fraud",
                rating="scam",
                title=f"Tin nhắn số {n} báo trúng thưởng xe máy là giả",
                title_folded=folded(f"Tin nhắn số {n} báo trúng thưởng xe máy là giả"),
                summary="Đây là lừa đảo. Không có giải thưởng nào, đừng chuyển tiền trước.",
                explanation="Không cơ quan nào thu phí nhận thưởng qua tin nhắn. " * 6,
                valid_until=(now + timedelta(days=180)).date(),
                drafted_by=writer,
                drafted_agency=lead,
                approved_by=signer,
                approver_agency=lead,
                published_at=now - timedelta(minutes=n),
            )
            for n, verdict in zip(wanted, made, strict=True)
        ),
        batch_size=_BATCH,
    )
    last = RegisterEntry.objects.count()
    job = system_actor("register.enter")
    for begin in range(last + 1, entries + 1, _BATCH):
        rows = []
        for number in range(begin, min(begin + _BATCH, entries + 1)):
            texts = {"title": f"Tin nhắn số {number} báo trúng thưởng", "facts": "Đây là lừa đảo."}
            core = canonical(
                {
                    "shape": 1, "number": number, "reference": f"SM-80-{number:08d}",
                    "kind": "verdict", "event": "published", "about": f"KL-80-{number:08d}",
                    "version": 1, "category": "fraud", "topic": "", "outcome": "scam",
                    "agency": lead.name, "agency_code": lead.slug,
                    "decided_at": "2026-11-22T00:00:00Z", "entered_at": "2026-11-22T00:00:00Z",
                    "automated_detection": "No",
                    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
                    "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION", "dsa_category": "",
                    "cause": "", "handling": "", "supersedes": "", "removes": [],
                    "texts_digest": texts_digest("s", texts),
                }
            )  # fmt: skip
            rows.append(
                RegisterEntry(
                    number=number, reference=f"SM-80-{number:08d}", network=lead.network,
                    source="bench", source_id=number, event="published", kind="verdict",
                    about=f"KL-80-{number:08d}", category="fraud", outcome="scam", agency=lead,
                    decided_at=now, entered_at=now, core=core, leaf=leaf_of(core), texts=texts,
                    salt="s",
                )
            )  # fmt: skip
        with change(job) as journal:
            RegisterEntry.objects.bulk_create(rows, batch_size=500)
            journal.record_all(
                AuditTag.REGISTER_ENTERED, [((SUBJECT, row.leaf), {}) for row in rows]
            )
    if entries > last:
        RegisterTotal.objects.update_or_create(
            network=lead.network, month=now.date().replace(day=1), kind="verdict",
            category="fraud", outcome="scam", agency_key=lead.pk, territory_key=0,
            defaults={"count": entries},
        )  # fmt: skip
    while seal_pending() is not None:
        pass


def _measured() -> Iterator[tuple[str, tuple[float, float]]]:
    """Name -> milliseconds of ours and of a bare query of the same rows, the middle of seven."""
    from django.test import Client

    from sangto.transparency.models import RegisterEntry
    from sangto.verdicts.models import VerdictVersion

    client = Client(HTTP_HOST="localhost")
    middle = RegisterEntry.objects.count() // 2

    def page(path: str, **query: Any) -> Callable[[], object]:
        def fetch() -> object:
            response = client.get(path, query)
            if response.status_code != 200:
                raise RuntimeError(f"{path} answered {response.status_code}")
            return b"".join(response) if response.streaming else response.content

        return fetch

    def bare(rows: Any, number: int) -> Callable[[], object]:
        return lambda: json.dumps(list(rows[:number].values()), default=str)

    shown = VerdictVersion.objects.filter(status="published").order_by("-published_at")
    entered = RegisterEntry.objects.order_by("-number")
    yield "register, first page", _both(page("/so-minh-bach/"), bare(entered, 25))
    yield (
        "register, in its middle",
        _both(page("/so-minh-bach/", before=middle), bare(entered.filter(number__lt=middle), 25)),
    )
    yield (
        "register, one kind",
        _both(page("/so-minh-bach/", kind="verdict"), bare(entered.filter(kind="verdict"), 25)),
    )
    yield "verdicts, list", _both(page("/ket-luan/"), bare(shown, 20))
    yield (
        "verdicts, search",
        _both(
            page("/ket-luan/", q="trung thuong xe may"),
            bare(shown.filter(title_folded__contains="trung thuong xe may"), 20),
        ),
    )
    yield "verdicts, feed", _both(page("/ket-luan/feed.atom"), bare(shown, 50))
    every = RegisterEntry.objects.count()
    yield (
        "dump, JSON Lines",
        _both(
            page("/so-minh-bach/du-lieu/register.jsonl"),
            bare(RegisterEntry.objects.order_by("number"), every),
            times=1,
        ),
    )
    yield (
        "dump, proofs",
        _both(
            page("/so-minh-bach/du-lieu/proofs.jsonl"),
            bare(RegisterEntry.objects.order_by("number"), every),
            times=1,
        ),
    )
    yield (
        "roots",
        _both(
            page("/so-minh-bach/goc.json"),
            bare(RegisterEntry.objects.order_by("number").only("leaf"), every),
            times=1,
        ),
    )


def _both(
    ours: Callable[[], object], theirs: Callable[[], object], *, times: int = 7
) -> tuple[float, float]:
    return _middle(ours, times), _middle(theirs, times)


def _middle(what: Callable[[], object], times: int) -> float:
    seen = []
    if times > 1:
        what()
    for _ in range(times):
        began = time.perf_counter()
        what()
        seen.append((time.perf_counter() - began) * 1000)
    return median(seen)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
