"""The verification checklists of networks whose charter has none of its own (Điều 6.3).

A charter may write its own list for a category, and for one topic of factual claims; what it leaves
out is taken from here. An item with ``required`` evidence is what a verdict waits for.
"""

from __future__ import annotations

from collections.abc import Sequence

from sangto.kernel.categories import Category, Topic
from sangto.organisations.domain.charter_spec import ChecklistItemSpec, ChecklistSpec
from sangto.organisations.domain.kinds import EvidenceNeed


def _item(code: str, vi: str, en: str, *, required: bool = False) -> ChecklistItemSpec:
    need = EvidenceNeed.REQUIRED if required else EvidenceNeed.OPTIONAL
    return ChecklistItemSpec(code=code, vi=vi, en=en, evidence=need)


_ASKED_THE_NAMED = _item(
    "asked_the_named",
    "Đã hỏi cơ quan, doanh nghiệp bị nêu tên qua kênh liên hệ chính thức",
    "The organisation that is named was asked through its official contact",
    required=True,
)
_LOOKED_UP = _item(
    "looked_up",
    "Đã tra số điện thoại, tài khoản, tên miền trong các phản ánh trước",
    "Numbers, accounts and domains were looked up in earlier reports",
    required=True,
)
_OPENED_SAFELY = _item(
    "opened_safely",
    "Đã mở đường link trong môi trường an toàn và chụp lại những gì hiện ra",
    "The link was opened in a safe way, and what it showed was kept",
)
_DOMAIN_CHECKED = _item(
    "domain_checked",
    "Đã đối chiếu tên miền với trang chính thức, xem ngày đăng ký",
    "The domain was compared with the official one, and its day of registration looked up",
)

_FRAUD = ChecklistSpec(
    category=Category.FRAUD,
    items=(
        _LOOKED_UP,
        _ASKED_THE_NAMED,
        _item(
            "how_it_takes",
            "Đã ghi rõ kẻ gian xin gì: tiền, mật khẩu, mã OTP hay giấy tờ",
            "It is written down what is asked for: money, passwords, codes or papers",
        ),
        _OPENED_SAFELY,
        _item(
            "not_a_dispute",
            "Đã loại trừ tranh chấp mua bán thông thường",
            "An ordinary dispute between a buyer and a seller is ruled out",
        ),
        _item(
            "harmed_told_where",
            "Đã có hướng dẫn để người mất tiền biết báo ngân hàng và trình báo ở đâu",
            "Those who lost money are told which bank line to call and where to complain",
        ),
    ),
)
_MALICIOUS_LINK = ChecklistSpec(
    category=Category.MALICIOUS_LINK,
    items=(
        _item(
            "opened_safely",
            "Đã mở đường link trong môi trường an toàn và chụp lại những gì hiện ra",
            "The link was opened in a safe way, and what it showed was kept",
            required=True,
        ),
        _DOMAIN_CHECKED,
        _item(
            "redirects_followed",
            "Đã lần theo các bước chuyển hướng đến địa chỉ cuối cùng",
            "Redirects were followed to the last address",
        ),
        _item(
            "what_it_wants",
            "Đã ghi rõ trang hoặc tệp làm gì: xin mật khẩu, xin thanh toán hay cài phần mềm",
            "It is written down what the page or file does: asks to sign in, to pay or to install",
            required=True,
        ),
        _LOOKED_UP.model_copy(update={"evidence": EvidenceNeed.OPTIONAL}),
    ),
)
_IMPERSONATION = ChecklistSpec(
    category=Category.IMPERSONATION,
    items=(
        _item(
            "victim_stated",
            "Bên bị mạo danh đã xác nhận trang, tài khoản hoặc giấy tờ đó không phải của mình",
            "Who is impersonated stated that the page, account or document is not theirs",
            required=True,
        ),
        _item(
            "solicitation_seen",
            "Đã thấy và lưu lời xin tiền, xin thông tin hoặc dụ làm theo",
            "The request for money, data or action was seen and kept",
            required=True,
        ),
        _item(
            "not_parody",
            "Đã xem đây không phải trang châm biếm hay trang người hâm mộ",
            "It was looked at whether this is a parody or a fan page; it is not",
        ),
        _DOMAIN_CHECKED,
    ),
)
_COMPROMISED_SITE = ChecklistSpec(
    category=Category.COMPROMISED_SITE,
    items=(
        _item(
            "seen_on_site",
            "Đã tận mắt thấy nội dung lạ trên đúng trang đó và ghi lại thời điểm",
            "The injected content was seen on the site itself, with the time",
            required=True,
        ),
        _item(
            "owner_told",
            "Đã báo cho chủ trang qua kênh liên hệ chính thức",
            "The owner of the site was told through an official contact",
            required=True,
        ),
        _item(
            "exact_path",
            "Đã ghi đúng đường dẫn bị chèn, không ghi cả trang",
            "The exact path is written down, not the whole site",
        ),
        _item(
            "seen_again",
            "Đã xem lại lần hai từ một máy khác",
            "It was looked at a second time from another machine",
        ),
    ),
)
_ORIGINAL_SOURCE = _item(
    "original_source",
    "Đã tìm được nguồn gốc đầu tiên của tin, không chỉ bản chia sẻ lại",
    "The original source was found, not only a copy that was passed on",
    required=True,
)
_OUTSIDE_SOURCE = _item(
    "outside_source",
    "Có ít nhất một nguồn nằm ngoài các cơ quan thành viên",
    "At least one source stands outside the member agencies",
    required=True,
)
_COMPETENT_ASKED = _item(
    "competent_asked",
    "Đã hỏi cơ quan có chuyên môn về lĩnh vực này",
    "The agency that knows this field was asked",
)
_PLACE_AND_DATE = _item(
    "place_and_date",
    "Đã xác định ngày và nơi của hình ảnh, video (nếu có)",
    "Day and place of pictures and videos are known, where there are any",
)
_STILL_TRUE = _item(
    "as_of_today",
    "Đã xem thông tin còn đúng đến hôm nay hay chỉ đúng trước đây",
    "It was looked at whether it holds today or held only in the past",
)
_STRONGEST_FORM = _item(
    "strongest_form",
    "Đã xét cách hiểu có lợi nhất cho người đưa tin trước khi kết luận",
    "The claim was weighed in its most reasonable reading before the conclusion",
)
_FACTUAL = ChecklistSpec(
    category=Category.FACTUAL_CLAIM,
    items=(
        _ORIGINAL_SOURCE,
        _PLACE_AND_DATE,
        _OUTSIDE_SOURCE,
        _COMPETENT_ASKED,
        _STILL_TRUE,
        _STRONGEST_FORM,
    ),
)
_FACTUAL_HEALTH = ChecklistSpec(
    category=Category.FACTUAL_CLAIM,
    topic=Topic.HEALTH,
    items=(
        _ORIGINAL_SOURCE,
        _item(
            "medical_evidence",
            "Đã đối chiếu với hướng dẫn của ngành y tế hoặc nghiên cứu được bình duyệt",
            "It was compared with health guidelines or peer-reviewed studies",
            required=True,
        ),
        _OUTSIDE_SOURCE,
        _item(
            "harm_named",
            "Đã nêu điều nguy hại nếu làm theo và việc nên làm thay thế",
            "The harm of following it is named, and what to do instead",
        ),
        _STILL_TRUE,
    ),
)
_FACTUAL_DISASTER = ChecklistSpec(
    category=Category.FACTUAL_CLAIM,
    topic=Topic.DISASTER,
    items=(
        _ORIGINAL_SOURCE,
        _item(
            "place_and_date",
            "Đã xác định ngày và nơi của hình ảnh, video; ảnh cũ hay ảnh nơi khác đã loại trừ",
            "Day and place of the picture are known; older pictures and other places are ruled out",
            required=True,
        ),
        _item(
            "bulletin_compared",
            "Đã đối chiếu với bản tin khí tượng, thủy văn hoặc cơ quan phòng chống thiên tai",
            "It was compared with the bulletin of the weather or disaster service",
            required=True,
        ),
        _OUTSIDE_SOURCE,
        _item(
            "local_asked",
            "Đã hỏi xã, phường nơi được cho là xảy ra",
            "The commune or ward where it is said to have happened was asked",
        ),
    ),
)
_SERVICE_FEEDBACK = ChecklistSpec(
    category=Category.SERVICE_FEEDBACK,
    items=(
        _item(
            "service_asked",
            "Đã hỏi bộ phận trực tiếp phục vụ về việc được phản ánh",
            "Those who give the service were asked about the matter",
        ),
        _item(
            "answer_says_when",
            "Câu trả lời nói rõ sẽ làm gì và khi nào",
            "The answer says what will be done, and when",
        ),
    ),
)
_PRIVACY = ChecklistSpec(
    category=Category.PRIVACY,
    items=(
        _item(
            "told_how_to_complain",
            "Đã chỉ cho người gửi cách yêu cầu gỡ và nơi khiếu nại",
            "The sender was told how to ask for removal and where to complain",
        ),
    ),
)
_CHILD_SAFETY = ChecklistSpec(
    category=Category.CHILD_SAFETY,
    items=(
        _item(
            "hotline_given",
            "Đã đưa số tổng đài bảo vệ trẻ em trong câu trả lời",
            "The answer gives the child protection hotline",
        ),
    ),
)

DEFAULT_CHECKLISTS: tuple[ChecklistSpec, ...] = (
    _FRAUD,
    _MALICIOUS_LINK,
    _IMPERSONATION,
    _COMPROMISED_SITE,
    _FACTUAL,
    _FACTUAL_HEALTH,
    _FACTUAL_DISASTER,
    _SERVICE_FEEDBACK,
    _PRIVACY,
    _CHILD_SAFETY,
)


def checklist_of(
    written: Sequence[ChecklistSpec], category: Category, topic: str
) -> tuple[ChecklistItemSpec, ...]:
    """The items for a category and topic: the charter's own list goes before the product's, and in
    each the list of the topic before the one for the whole category."""
    for lists in (written, DEFAULT_CHECKLISTS):
        for wanted in (topic or None, None):
            for one in lists:
                if one.category is category and one.topic == wanted:
                    return one.items
    return ()
