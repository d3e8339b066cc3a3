"""Drafts of the sample, one in each state that pages differ by. All texts are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from sangto.audit.services import change
from sangto.consultation.domain.comments import (
    CommentKind,
    CommentText,
    Decision,
    DispositionKind,
    TextChange,
)
from sangto.consultation.domain.drafts import DraftKind
from sangto.consultation.domain.rounds import Length, LengthMode
from sangto.consultation.models import Comment, Draft, DraftVersion, OpinionRound
from sangto.consultation.queries.links import token_to_send
from sangto.consultation.services import (
    DraftSource,
    Request,
    adopt_wording,
    agree_with_whole_by_link,
    begin_deciding,
    close_round,
    date_table,
    dispose,
    enter_appraisal,
    give_comment_by_link,
    group_identical,
    import_draft,
    name_appraiser,
    open_draft_round,
    submit_draft,
)
from sangto.kernel.actor import Actor, public_actor
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import agency_by_slug

Step = Callable[[], object]

DECIDED = "Quy chế phối hợp xử lý thông tin sai lệch trên mạng"
ASKED = "Kế hoạch truyền thông phòng, chống lừa đảo trực tuyến"
READ = "Quy định tiếp nhận phản ánh ngoài giờ"
APPRAISED = "Quyết định kiện toàn Tổ trực phản ứng nhanh"

REGULATION = """\
QUY CHẾ
Phối hợp xử lý thông tin sai lệch trên mạng
Căn cứ Luật mẫu về tổ chức chính quyền địa phương;
Căn cứ Nghị định mẫu về cung cấp thông tin.
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Quy chế này quy định việc phối hợp giữa các cơ quan của tỉnh Mẫu khi có thông tin sai lệch.
2. Ý kiến, phê bình của người dân không thuộc phạm vi của Quy chế này.
Điều 2. Nguyên tắc phối hợp
1. Một đầu mối trả lời người dân, nhiều cơ quan cùng kiểm chứng.
2. Khi phối hợp, các cơ quan phải:
a) Trả lời đúng hạn;
b) Nêu rõ nguồn đã kiểm tra;
c) Bảo vệ thông tin của người phản ánh.
Chương II
TRÁCH NHIỆM
Điều 3. Cơ quan đầu mối
1. Tiếp nhận phản ánh và mở hồ sơ trong ngày.
2. Lấy ý kiến cơ quan có thẩm quyền trong 05 ngày làm việc.
Điều 4. Cơ quan có thẩm quyền
1. Trả lời bằng văn bản hoặc trên hệ thống.
2. Cử người phát ngôn khi vụ việc được dư luận quan tâm.
Điều 5. Cơ quan báo chí
Đăng lời cảnh báo trong thời gian sớm nhất.
Chương III
TỔ CHỨC THỰC HIỆN
Điều 6. Hiệu lực
Quy chế này có hiệu lực từ ngày ký.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""
PLAN = """\
KẾ HOẠCH
Truyền thông phòng, chống lừa đảo trực tuyến
I. MỤC ĐÍCH
1. Người dân nhận ra các chiêu lừa phổ biến.
2. Người lớn tuổi biết gọi cho ai khi nghi ngờ.
II. NỘI DUNG
1. Phát thanh mỗi tuần một câu chuyện có thật, đã đổi tên.
2. Dán tờ hướng dẫn tại bưu điện và trạm y tế.
III. TỔ CHỨC THỰC HIỆN
Các sở, ngành báo cáo kết quả trước ngày 15 tháng 12.
"""
AFTER_HOURS = """\
QUY ĐỊNH
Tiếp nhận phản ánh ngoài giờ
Điều 1. Ca trực
1. Mỗi ca có hai người.
3. Ca đêm bàn giao bằng sổ.
Điều 2 Thời gian trả lời
1. Phản ánh khẩn được trả lời trong 02 giờ.
Điều 3. Tổ chức thực hiện
Giám đốc Sở phân công lịch trực hằng tháng.
"""
TEAM = """\
QUYẾT ĐỊNH
Về việc kiện toàn Tổ trực phản ứng nhanh
Điều 1. Kiện toàn Tổ trực phản ứng nhanh gồm các thành viên trong danh sách kèm theo.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
"""
_CLAUSE_TWO = "art_3__clause_2"
_POINT_B = "art_2__clause_2__point_b"
_SAME = "Nên ghi rõ thời hạn trả lời"
#: Agency, place, kind, comment, proposed wording.
COMMENTS = (
    ("so-y-te", _CLAUSE_TWO, "amend", "Cần rút ngắn với vụ việc y tế", "Lấy ý kiến cơ quan có thẩm "
     "quyền trong 03 ngày làm việc."),
    ("so-nnmt", _CLAUSE_TWO, "amend", "Cần tính cả ngày xác minh thực địa", ""),
    ("so-y-te", _POINT_B, "amend", "Thêm ngày kiểm tra", "Nêu rõ nguồn đã kiểm tra và ngày kiểm "
     "tra;"),
    ("congan", "art_4__clause_1", "amend", _SAME, ""),
    ("so-nnmt", "art_4__clause_1", "amend", f"{_SAME}.", ""),
    ("bao-mau", "art_5", "add", "Cần nói ai gửi lời cảnh báo cho báo", "Cơ quan đầu mối gửi lời "
     "cảnh báo đã duyệt."),
    ("congan", "whole", "general", "Thống nhất bố cục", ""),
)  # fmt: skip


def draft_steps(network: Network, officer: Actor, appraiser: Actor) -> Iterator[Step]:
    yield partial(_decided, network, officer)
    yield partial(_asked, network, officer)
    yield partial(_once, network, READ, DraftKind.REGULATION, AFTER_HOURS, officer, 1)
    yield partial(_appraised, network, officer, appraiser)


def _once(
    network: Network, title: str, kind: DraftKind, text: str, actor: Actor, days_ago: int
) -> DraftVersion | None:
    """None where the sample has it already."""
    if Draft.objects.filter(network=network, title=title).exists():
        return None
    return import_draft(
        title=title,
        kind=kind,
        source=DraftSource(text=text),
        actor=actor,
        now=timezone.now() - timedelta(days=days_ago),
    )


def _decided(network: Network, actor: Actor) -> None:
    """Half of the comments are decided, and what was accepted is in the second version."""
    with change(actor) as journal:
        journal.nothing_changed()
        version = _once(network, DECIDED, DraftKind.REGULATION, REGULATION, actor, 24)
        if version is None:
            return
        draft, at = version.draft, version.created_at + timedelta(days=1)
        opinion_round = _open(draft, ("so-y-te", "so-nnmt", "congan", "bao-mau"), actor, at, "12")
        for number, (slug, anchor, kind, text, wording) in enumerate(COMMENTS):
            given = CommentText(anchor, CommentKind(kind), text, wording)
            _comment(opinion_round, slug, given, at + timedelta(days=2, hours=number))
        closed = at + timedelta(days=12)
        close_round(opinion_round=opinion_round, actor=actor, now=closed)
        group_identical(draft=draft, actor=actor, now=closed)
        _decide(draft, _POINT_B, actor, closed)
        _decide(draft, _CLAUSE_TWO, actor, closed)
        adopt_wording(
            draft=draft,
            actor=actor,
            note="Tiếp thu ý kiến của các sở, ngành",
            now=closed + timedelta(days=1),
        )


def _asked(network: Network, actor: Actor) -> None:
    """A round that still takes comments."""
    with change(actor) as journal:
        journal.nothing_changed()
        version = _once(network, ASKED, DraftKind.PLAN, PLAN, actor, 3)
        if version is None:
            return
        at = version.created_at + timedelta(hours=3)
        opinion_round = _open(version.draft, ("so-y-te", "congan", "so-nnmt"), actor, at)
        given = CommentText(
            "dvs_II__clause_2",
            CommentKind.AMEND,
            "Trạm y tế cần bản in lớn cho người lớn tuổi",
            "Dán tờ hướng dẫn chữ lớn tại bưu điện và trạm y tế.",
        )
        _comment(opinion_round, "so-y-te", given, at + timedelta(days=1))


def _appraised(network: Network, actor: Actor, appraiser: Actor) -> None:
    """Everybody agreed; it waits for the members' vote."""
    agency = Agency.objects.filter(pk=appraiser.agency_id or 0).first()
    with change(actor) as journal:
        journal.nothing_changed()
        version = _once(network, APPRAISED, DraftKind.DECISION, TEAM, actor, 20)
        if version is None or agency is None:
            return
        draft, at = version.draft, version.created_at + timedelta(days=1)
        opinion_round = _open(draft, ("congan", "so-y-te"), actor, at, "15")
        for invitation in opinion_round.invitations.all():
            agree_with_whole_by_link(
                token=token_to_send(invitation) or "",
                actor=public_actor(),
                now=at + timedelta(days=1),
            )
        closed = at + timedelta(days=9)
        close_round(opinion_round=opinion_round, actor=actor, now=closed)
        begin_deciding(draft=draft, actor=actor, now=closed)
        on = timezone.localdate(closed + timedelta(days=1))
        date_table(draft=draft, on=on, actor=actor, now=closed + timedelta(days=1))
        submit_draft(
            draft=draft, number="21/TTr-SKHCN", on=on, actor=actor, now=closed + timedelta(days=1)
        )
        name_appraiser(draft=draft, appraiser=agency, actor=actor)
        enter_appraisal(
            draft=draft,
            number="07/BC-HNB",
            on=on + timedelta(days=2),
            note="Đủ điều kiện ban hành.",
            actor=appraiser,
            now=closed + timedelta(days=4),
        )


def _open(
    draft: Draft, slugs: tuple[str, ...], actor: Actor, at: datetime, number: str = ""
) -> OpinionRound:
    found = (agency_by_slug(draft.network, slug) for slug in slugs)
    request = Request(
        question=f"Đề nghị quý cơ quan góp ý đối với dự thảo “{draft.title}”.",
        length=Length(LengthMode.WORKING, 7),
        agencies=[agency for agency in found if agency is not None],
    )
    return open_draft_round(
        draft=draft,
        request=request,
        number=f"{number}/SKHCN-CĐS" if number else "",
        actor=actor,
        now=at,
    )


def _comment(opinion_round: OpinionRound, slug: str, text: CommentText, at: datetime) -> None:
    invitation = opinion_round.invitations.get(agency__slug=slug)
    give_comment_by_link(
        token=token_to_send(invitation) or "", comment=text, actor=public_actor(), now=at
    )


def _decide(draft: Draft, anchor: str, actor: Actor, at: datetime) -> None:
    """The first comment on this place, as it is proposed."""
    comment = Comment.objects.filter(draft=draft, anchor=anchor).order_by("pk").first()
    if comment is None:
        return
    decision = Decision(
        DispositionKind.ACCEPTED,
        "Tiếp thu, đã sửa như đề xuất.",
        TextChange.REPLACE,
        comment.proposed_wording,
    )
    dispose(comment=comment, decision=decision, actor=actor, now=at)
