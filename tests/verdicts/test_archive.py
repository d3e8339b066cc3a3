"""What an archive said is taken over by the queue: once, also when it was stopped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sangto.cases.models import Case, InboxEntry
from sangto.intake.domain.archive import ArchiveRow
from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.domain.submission import Submission
from sangto.intake.models import ArchiveBatch, Report
from sangto.intake.services import import_reports, submit_report
from sangto.kernel.actor import operator_actor, system_actor
from sangto.kernel.errors import NotVisible
from sangto.matching.models import Claim, IndexEntry, ReportLink
from sangto.matching.services import match_report
from sangto.verdicts.services import archive, settle_archive
from tests.factories.cases import World

IMPORT = operator_actor("import")
TEXT = "Chúc mừng bạn đã trúng xe máy, hãy chuyển phí hồ sơ trước năm giờ chiều nay để nhận thưởng"
AT = datetime(2025, 3, 31, 5, tzinfo=UTC)


def batch(*texts: str) -> ArchiveBatch:
    rows = [
        ArchiveRow(
            key=f"archive-{number:064d}",
            submission=Submission(text=text),
            received_at=AT,
            said={"category": "fraud", "title": f"Tên {number}"},
        )
        for number, text in enumerate(texts)
    ]
    assert import_reports(rows=rows, actor=IMPORT).taken == len(texts)
    return ArchiveBatch.objects.latest("pk")


def test_equal_texts_join_and_make_one_closed_record(world: World) -> None:
    other = "Sở Y tế khuyên người dân súc miệng bằng nước muối ấm hai lần mỗi ngày khi trời lạnh"
    settle_archive(batch=batch(TEXT, other, TEXT, TEXT.upper()).pk, actor=IMPORT)
    assert sorted(Claim.objects.values_list("title", flat=True)) == ["Tên 0", "Tên 1"]
    assert Case.objects.filter(status="closed", outcome="archived").count() == 2
    assert ReportLink.objects.filter(claim__title="Tên 0").count() == 3
    assert IndexEntry.objects.count() == 4
    entries = InboxEntry.objects.all()
    assert {(entry.part, entry.waiting, entry.askers_24h) for entry in entries} == {
        ("closed", 0, 0)
    }


def test_a_later_batch_joins_the_record_of_an_earlier_one(world: World) -> None:
    settle_archive(batch=batch(TEXT).pk, actor=IMPORT)
    rows = [
        ArchiveRow(key="archive-later-1234567", submission=Submission(text=TEXT), received_at=AT)
    ]
    import_reports(rows=rows, actor=IMPORT)
    settle_archive(batch=ArchiveBatch.objects.latest("pk").pk, actor=IMPORT)
    assert (Claim.objects.count(), Case.objects.count()) == (1, 1)
    assert ReportLink.objects.count() == 2


def test_who_waits_for_an_answer_keeps_the_claim_open(world: World) -> None:
    asked = submit_report(
        submission=Submission(text=TEXT, consent_version="2026-1"),
        channel=Channel.WEB,
        origin=OriginKind.CITIZEN,
        idempotency_key=None,
        actor=system_actor("test"),
    ).report
    match_report(report=asked, actor=system_actor("test"))
    settle_archive(batch=batch(TEXT).pk, actor=IMPORT)
    claim = Claim.objects.get()
    assert (claim.title, claim.report_links.count()) == ("", 2)
    assert not Case.objects.exists()
    assert InboxEntry.objects.get().askers_24h == 1


def test_stopped_after_the_links_the_rest_is_done_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = batch(TEXT, TEXT).pk

    def stopped(**_values: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(archive, "mark_settled", stopped)
        with pytest.raises(KeyboardInterrupt):
            settle_archive(batch=number, actor=IMPORT)
    assert ReportLink.objects.count() == 2
    assert not Case.objects.exists()
    for _again in range(2):
        settle_archive(batch=number, actor=IMPORT)
    assert (Claim.objects.count(), Case.objects.count()) == (1, 1)
    assert ReportLink.objects.count() == 2


def test_only_the_operator_brings_an_archive(world: World) -> None:
    with pytest.raises(NotVisible):
        import_reports(rows=[], actor=world.officer())
    assert not Report.objects.exists()
