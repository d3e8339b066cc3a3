"""Verdicts of another desk in each state, a verdict to look at again, and a connected system."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone

from sangto.audit.services import change
from sangto.kernel.actor import Actor, operator_actor, public_actor
from sangto.kernel.categories import RULES, Category, Rating
from sangto.notices.models import Webhook
from sangto.notices.services import add_webhook, switch_webhook
from sangto.organisations.models import Network
from sangto.verdicts.domain.feed_reading import FeedProblem, ImportedReview
from sangto.verdicts.models import Feed, Misfit, VerdictVersion
from sangto.verdicts.queries.published import current_versions
from sangto.verdicts.services import add_feed, classify_imported, count_misfits
from sangto.verdicts.services.pulling import Pulled, note_failure, note_reading, take_review

_IMPORT = operator_actor("demo")
_NAME = "Bàn kiểm chứng tỉnh Khác"
_FEED = "https://banlienngu.tinhkhac.example/ket-luan/claimreview.json"
_BROKEN = "https://tintuc.vungcao.example/kiem-chung.json"


def _review(number: int, title: str, summary: str, rated: str, wording: str) -> ImportedReview:
    address = f"https://banlienngu.tinhkhac.example/ket-luan/KL-26-{number:06d}/"
    return ImportedReview(
        identity=address,
        address=address,
        title=title,
        summary=summary,
        publisher=_NAME,
        rated=rated,
        wordings=(wording,),
    )


_REVIEWS = (
    _review(
        1,
        "Tin nhắn “cập nhật dữ liệu công tơ điện” là giả",
        "Công ty điện không gửi liên kết qua tin nhắn để cập nhật công tơ.",
        "Lừa đảo",
        "DIEN LUC KHAC: cong to nha ban chua cap nhat du lieu, cap nhat truoc 20h hom nay tai "
        "https://cong-to-khac.example de khong bi cat dien",
    ),
    _review(
        2,
        "Tin “uống nước chanh nóng chữa khỏi sốt xuất huyết” là sai",
        "Không có bằng chứng; người bệnh cần theo dõi tại cơ sở y tế.",
        "Sai",
        "Bac si o tinh ben da chi: uong nuoc chanh nong ba lan mot ngay la khoi sot xuat huyet, "
        "khong can di vien",
    ),
    _review(
        3,
        "Trang “hỗ trợ học phí” giả mạo trường nghề tỉnh Khác",
        "Trường không thu phí hồ sơ qua trang này.",
        "Giả mạo",
        "Truong nghe Khac ho tro 5 trieu hoc phi, nop 200k phi ho so tai https://hocphi-khac.example",
    ),
)


def sharing_steps(
    network: Network, officer: Actor, second: Actor
) -> Iterator[Callable[[], object]]:
    yield partial(_shared, network, officer, second)
    yield partial(_looked_at, network)
    yield partial(_connected, network)


def _shared(network: Network, officer: Actor, second: Actor) -> None:
    """One in use, one that waits for the second person, one for the first; a feed that breaks."""
    if Feed.objects.filter(network=network).exists():
        return
    at = timezone.now() - timedelta(days=2)
    with change(_IMPORT) as journal:
        journal.nothing_changed()
        feed = add_feed(network=network, name=_NAME, address=_FEED, actor=_IMPORT, now=at)
        broken = add_feed(
            network=network, name="Báo Vùng Cao", address=_BROKEN, actor=_IMPORT, now=at
        )
        for review in _REVIEWS:
            take_review(feed=feed, review=review, actor=_IMPORT, now=at)
        note_reading(feed=feed, done=Pulled(taken=3), actor=_IMPORT, now=at, listed=len(_REVIEWS))
        note_failure(feed=broken, problem=FeedProblem.NOT_JSON.value, actor=_IMPORT, now=at)
        used, waiting = (VerdictVersion.objects.get(title=review.title) for review in _REVIEWS[:2])
        for person in (officer, second):
            classify_imported(
                version=used,
                category=Category.FRAUD,
                topic="",
                rating=Rating.SCAM,
                checks=RULES[Category.FRAUD].checks,
                actor=person,
                now=at + timedelta(hours=3),
            )
        classify_imported(
            version=waiting,
            category=Category.FACTUAL_CLAIM,
            topic="health",
            rating=Rating.FALSE,
            checks=RULES[Category.FACTUAL_CLAIM].checks,
            actor=second,
            now=at + timedelta(hours=4),
        )


def _looked_at(network: Network) -> None:
    """People who said that an answer is not about their message."""
    version = current_versions().filter(verdict__claim__network=network).order_by("pk").first()
    if version is None or Misfit.objects.filter(version=version).exists():
        return
    for _ in range(4):
        count_misfits(references=[version.verdict.reference], actor=public_actor())


def _connected(network: Network) -> None:
    """Switched off, so that the demo asks nobody."""
    if Webhook.objects.filter(network=network).exists():
        return
    webhook, _secret = add_webhook(
        network=network,
        name="Cổng thông tin tỉnh Mẫu",
        address="https://cong.tinhmau.example/sang-to",
        actor=_IMPORT,
    )
    switch_webhook(webhook=webhook, on=False, actor=_IMPORT)
