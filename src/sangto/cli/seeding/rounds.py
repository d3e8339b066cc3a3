"""Opinion rounds of the sample: one that is concluded, one that waits for its approval, and one
that is open with answers of several kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from sangto.audit.services import change
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.domain.rounds import Length, LengthMode
from sangto.consultation.models import Opinion, OpinionRound, RoundInvitation
from sangto.consultation.queries.links import token_to_send
from sangto.consultation.services import (
    Request,
    close_round,
    conclude_round,
    give_opinion,
    give_opinion_by_link,
    open_round,
    prepare_round,
    send_requests,
    submit_for_approval,
)
from sangto.kernel.actor import Actor, public_actor, system_actor
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import agency_by_slug

FUND = "Tin “Quỹ Học bổng Mây Trắng” đòi nộp phí chuyển tiền"
BRIDGE = "Tin cầu treo Suối Trong đứt cáp"


def round_steps(network: Network, officer: Actor, health: Actor) -> Iterator[Callable[[], None]]:
    yield partial(_concluded, network, officer)
    yield partial(_waiting, network, officer)
    yield partial(_open, network, officer, health)


def _concluded(network: Network, officer: Actor) -> None:
    case = _case(network, FUND)
    if case is None or _known(case):
        return
    start = _after(case, hours=1)
    with change(officer) as journal:
        journal.nothing_changed()
        found = _opened(
            case,
            officer,
            start,
            title="Quỹ học bổng yêu cầu nộp phí trước",
            question="Quý cơ quan có quỹ học bổng nào tên “Mây Trắng” không?",
            known="Tin nhắn báo trúng học bổng 12 triệu đồng, yêu cầu nộp phí chuyển tiền trước.",
            agencies=_agencies(network, "so-giao-duc", "congan", "vpubnd"),
        )
        no = Answer(
            AnswerKind.AGREE_WITH_COMMENTS,
            text="Sở không quản lý và không biết quỹ nào có tên này.",
            rating="scam",
            letter_number="214/SGDĐT-VP",
            letter_date=timezone.localdate(start),
        )
        _by_link(found, "so-giao-duc", no, _after(case, hours=3))
        _by_link(found, "congan", Answer(AnswerKind.AGREE, rating="scam"), _after(case, hours=4))
        close_round(opinion_round=found, actor=officer, now=_after(case, hours=6))
        conclude_round(
            opinion_round=found,
            text="Không có quỹ học bổng nào tên này. Thống nhất coi là lừa đảo.",
            weighed=list(Opinion.objects.filter(invitation__round=found, latest=True)),
            proposed_rating="scam",
            actor=officer,
            now=_after(case, hours=7),
        )


def _waiting(network: Network, officer: Actor) -> None:
    case = _case(network, FUND)
    if case is None or OpinionRound.objects.filter(case=case).count() != 1:
        return
    at = _after(case, hours=8)
    with change(officer) as journal:
        journal.nothing_changed()
        found = prepare_round(
            case=case,
            request=Request(
                title="Lời khuyên gửi phụ huynh",
                question="Đề nghị góp ý lời khuyên gửi phụ huynh trước khi công bố.",
                known="Đã kết luận đây là lừa đảo. Lời khuyên gồm ba ý, có số tổng đài.",
                length=Length(LengthMode.WORKING, 3),
                agencies=_agencies(network, "so-giao-duc", "bao-mau"),
            ),
            actor=officer,
            now=at,
        )
        submit_for_approval(opinion_round=found, actor=officer, now=at)


def _open(network: Network, officer: Actor, health: Actor) -> None:
    case = _case(network, BRIDGE)
    if case is None or _known(case):
        return
    start = _after(case, hours=1)
    with change(officer) as journal:
        journal.nothing_changed()
        found = _opened(
            case,
            officer,
            start,
            title="Tình trạng cầu treo Suối Trong",
            question="Quý cơ quan cho biết cầu còn lưu thông không, và có ai bị nạn không.",
            known="Tin lan từ tối qua, kèm ảnh không rõ nơi chụp. Chưa nơi nào thông báo.",
            agencies=_agencies(
                network, "xa-suoi-trong", "so-xay-dung", "congan", "so-y-te", "bao-mau", "vpubnd"
            ),
        )
        give_opinion(
            invitation=RoundInvitation.objects.select_related("round", "agency").get(
                round=found, agency_id=health.agency_id or 0
            ),
            answer=Answer(
                AnswerKind.AGREE_WITH_COMMENTS,
                text="Trung tâm y tế không tiếp nhận ca nạn nào từ cầu này.",
                rating="false",
            ),
            actor=health,
            now=_after(case, hours=3),
        )
        commune = Answer(
            AnswerKind.OBJECT,
            text="Cầu vẫn đứng, nhưng xã đã chặn một làn từ tuần trước để thay ván.",
            rating="misleading",
        )
        _by_link(found, "xa-suoi-trong", commune, _after(case, hours=2))
        wish = Answer(
            AnswerKind.MORE_TIME, text="Chờ biên bản kiểm tra tại hiện trường.", more_days=2
        )
        _by_link(found, "so-xay-dung", wish, _after(case, hours=4))


def _opened(
    case: Case,
    officer: Actor,
    at: datetime,
    *,
    title: str,
    question: str,
    known: str,
    agencies: Sequence[Agency],
) -> OpinionRound:
    found = prepare_round(
        case=case,
        request=Request(
            title=title,
            question=question,
            known=known,
            length=Length(LengthMode.WORKING, 7),
            agencies=agencies,
        ),
        actor=officer,
        now=at,
    )
    found = open_round(opinion_round=found, actor=officer, now=at)
    send_requests(round_id=found.pk, actor=system_actor("demo"), now=at)
    return found


def _by_link(opinion_round: OpinionRound, slug: str, answer: Answer, at: datetime) -> None:
    invitation = RoundInvitation.objects.filter(round=opinion_round, agency__slug=slug).first()
    token = token_to_send(invitation) if invitation is not None else None
    if token is not None:
        give_opinion_by_link(token=token, answer=answer, actor=public_actor(), now=at)


def _case(network: Network, title: str) -> Case | None:
    return Case.objects.filter(
        network=network, claim__title=title, status=CaseStatus.VERIFYING.value
    ).first()


def _known(case: Case) -> bool:
    return OpinionRound.objects.filter(case=case).exists()


def _after(case: Case, *, hours: float) -> datetime:
    """So long after the case was opened, but not in the future."""
    return min(timezone.now(), case.opened_at + timedelta(hours=hours))


def _agencies(network: Network, *slugs: str) -> list[Agency]:
    found = [agency_by_slug(network, slug) for slug in slugs]
    return [agency for agency in found if agency is not None]
