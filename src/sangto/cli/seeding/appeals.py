"""Appeals of the sample: one that waits, one that was upheld with a reply, one that was right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from sangto.appeals.domain.appeals import AppealContent, AppealState, Outcome, Relation, ReplyState
from sangto.appeals.models import Appeal
from sangto.appeals.queries import appeal_by_key, verdict_window
from sangto.appeals.services import check_reply, decide_appeal, send_appeal, take_appeal
from sangto.kernel.actor import Actor, public_actor, system_actor
from sangto.organisations.models import Network
from sangto.transparency.services import close_days, enter_pending
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion

APPEALS_OFFICER = "khieu-nai@khcn.tinhmau.example"


def appeal_steps(network: Network, officer: Actor) -> Iterator[Callable[[], None]]:
    yield partial(_waiting, network)
    yield partial(_upheld, network, officer)
    yield partial(_changed, network, officer)
    yield _entered


def _objectionable(network: Network, place: int) -> VerdictVersion | None:
    """A verdict whose window is open, always the same one: old appeals are looked past."""
    versions = VerdictVersion.objects.filter(
        verdict__claim__network=network,
        status=VersionStatus.PUBLISHED.value,
        number=1,
        verdict__case__isnull=False,
    ).select_related("verdict__claim__network", "verdict__case")
    found: list[VerdictVersion] = []
    for version in versions.order_by("-published_at", "pk")[:20]:
        window = verdict_window(version)
        if window is not None and window.open:
            found.append(version)
    return found[place] if place < len(found) else None


def _sent(network: Network, key: str, place: int, content: AppealContent) -> Appeal | None:
    known = appeal_by_key(f"sample-{key}-of-the-demo")
    if known is not None:
        return known
    version = _objectionable(network, place)
    if version is None or version.published_at is None:
        return None
    return send_appeal(
        version=version,
        content=content,
        language="vi",
        key=f"sample-{key}-of-the-demo",
        actor=public_actor(),
        now=_after(version.published_at, hours=6),
    ).appeal


def _after(start: datetime, *, hours: float) -> datetime:
    return min(timezone.now(), start + timedelta(hours=hours))


def _waiting(network: Network) -> None:
    _sent(
        network,
        "appeal-waiting",
        1,
        AppealContent(
            relation=Relation.OTHER,
            grounds="Tôi nghĩ bài này thiếu một nguồn: thông báo trên trang của hội đã gỡ từ tuần"
            " trước, nên câu thứ hai trong phần giải thích không còn đúng.",
        ),
    )


def _upheld(network: Network, officer: Actor) -> None:
    appeal = _sent(
        network,
        "appeal-upheld",
        2,
        AppealContent(
            relation=Relation.CONCERNED,
            grounds="Chúng tôi là nhóm lập trang được nhắc tới. Trang chỉ thu thập ý kiến khách"
            " hàng và không lấy tiền của ai.",
            reply="Chúng tôi lập trang này để hỏi ý kiến khách hàng và đã gỡ biểu mẫu"
            " gây hiểu lầm.",
        ),
    )
    if appeal is None:
        return
    if appeal.state == AppealState.RECEIVED:
        appeal = take_appeal(appeal=appeal, actor=officer, now=_after(appeal.received_at, hours=4))
    if appeal.reply_state == ReplyState.WAITING:
        appeal = check_reply(
            appeal=appeal, show=True, actor=officer, now=_after(appeal.received_at, hours=5)
        )
    if appeal.state == AppealState.REVIEW:
        decide_appeal(
            appeal=appeal,
            outcome=Outcome.UPHELD,
            reasons="Người xét đã đọc lại các nguồn và bản chụp trang tại ngày công bố. Trang"
            " khi đó"
            " có ô yêu cầu nộp phí trước, đúng như kết luận đã nêu. Việc gỡ ô này về sau được ghi"
            " trong phản hồi đăng cùng kết luận.",
            actor=officer,
            now=_after(appeal.received_at, hours=30),
        )


def _changed(network: Network, officer: Actor) -> None:
    appeal = _sent(
        network,
        "appeal-changed",
        3,
        AppealContent(
            relation=Relation.FOR_CONCERNED,
            grounds="Kết luận gọi tên tổ chức của chúng tôi gần giống tên nơi bị giả mạo. Xin"
            " ghi rõ"
            " đó là hai nơi khác nhau.",
        ),
    )
    if appeal is None:
        return
    if appeal.state == AppealState.RECEIVED:
        appeal = take_appeal(appeal=appeal, actor=officer, now=_after(appeal.received_at, hours=3))
    if appeal.state == AppealState.REVIEW:
        decide_appeal(
            appeal=appeal,
            outcome=Outcome.CHANGED,
            reasons="Người xét đồng ý rằng hai tên gần giống nhau và người đọc có thể nhầm. Đánh"
            " giá"
            " không đổi, nhưng phần tóm tắt cần nói rõ tổ chức thật không liên quan.",
            actor=officer,
            now=_after(appeal.received_at, hours=28),
        )


def _entered() -> None:
    actor = system_actor("register.enter")
    enter_pending(actor=actor)
    close_days(actor=actor)
