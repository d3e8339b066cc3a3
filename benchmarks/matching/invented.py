"""What is put around and into the messages: nobody and nothing of it exists."""

from __future__ import annotations


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


#: Said before a message that is passed on.
OPENINGS = {
    "vi": (
        "Cả nhà ơi cho em hỏi tin này có thật không",
        "Mọi người ơi vừa có người gửi cho mẹ em tin này",
        "Ai biết cái này không ạ, em mới nhận sáng nay",
        "Nhờ bà con xem giúp, trong nhóm xóm đang truyền",
        "Tin nhắn chuyển tiếp từ nhóm lớp của cháu",
        "Chị em trong tổ ai nhận được tin như vầy chưa",
        "Em thấy chị hàng xóm đăng lên, không biết đúng hay sai",
        "Cho hỏi có ai bị như em không",
        "Copy nguyên văn gửi mọi người đọc nè",
        "Sáng giờ máy bố tôi nhận tới ba tin giống nhau",
        "Bạn em ở quê chuyển qua, nhờ kiểm tra dùm",
        "Đọc được trên mạng, chép lại đây",
        "Hồi nãy có số lạ nhắn cho vợ tôi vầy nè",
        "Chuyển tiếp cho ai cần",
        "Nhóm phụ huynh đang hoang mang vì tin này",
        "Xin phép quản trị cho em hỏi nhờ một chút",
        "Con gửi ba mẹ coi, nghe nói đang lan dữ lắm",
        "Trời ơi coi nè",
    ),
    "en": (
        "Forwarded from the residents group",
        "Has anyone else got this one",
        "My aunt sent me this, is it true",
        "Copied from a friend of mine",
        "Please check this for my mother",
        "This has been going round since this morning",
        "Sharing as received",
        "Can someone tell me whether this is real",
    ),
}
#: Said after it.
CLOSINGS = {
    "vi": (
        "Có phải lừa đảo không mọi người",
        "Em chưa dám bấm gì hết",
        "Ai biết chỉ em với, em cảm ơn nhiều",
        "Chia sẻ cho người thân cùng biết nha",
        "Nghe ghê quá, không biết tin ai",
        "Mong được trả lời sớm ạ",
        "Tôi thấy nghi nên hỏi trước",
        "Mẹ em đang lo lắm",
        "Gửi lại cho cả nhà cùng đề phòng",
        "Đúng không ta",
        "Có nên tin không vậy",
        "Nhờ các bác xác nhận giúp",
        "Em xóa rồi nhưng còn nhớ vậy đó",
        "Ai rành thì nói giùm một tiếng",
    ),
    "en": (
        "is this a scam",
        "please let me know, thank you",
        "I have not clicked on anything yet",
        "share it with your family",
        "it looks odd to me",
        "not sure what to believe",
    ),
}
#: A word or two that people hang on a message without saying anything.
FILLERS = {
    "vi": (*("ạ", "nha", "nhé", "ơi", "trời ơi", "vậy đó", "luôn", "á", "gấp", "nè", "hả", "dạ"),),
    "en": (*("pls", "omg", "hi", "ok", "guys", "urgent", "thanks", "hey"),),
}
TITLES = ("anh", "chị", "cô", "chú", "bác", "dì", "ông", "bà", "em", "thầy", "cậu", "mợ")
_MIDDLE = _each(
    "Thị Văn Hữu Ngọc Minh Thanh Đức Kim Hồng Gia Bảo Quang Xuân Thu Mỹ Diệu Khánh Trung Tấn Phước"
)
_GIVEN = _each(
    "Sương Lụa Thắm Bưởi Nhài Cúc Đào Mận Lựu Sen Trầm Quế Hạt Vọng Khuê Thoa Tưởng Lành Đượm Mến "
    "Gấm Nhung Hiền Khoát Bền Chắc Tài Lộc Trực Vững Đăng Khoa Thìn Tỵ Ngọ Mão Hợi Út Tư Năm Sáu "
    "Bảy Tám Chín Mười Cần Kiệm Liêm Chính Thuận Hòa Bình Yên Tâm Nguyện Phúc Hậu Nhàn Duyên"
)
NAMES = tuple(given for given in _GIVEN) + tuple(
    f"{middle} {given}" for middle in _MIDDLE for given in _GIVEN
)
_PLACES = ("xã", "phường", "thôn", "ấp", "tổ dân phố", "chợ", "cầu", "đường", "khu", "hẻm")
_FIRST = _each(
    "Suối Biển Núi Đồi Vàm Bến Cồn Rạch Hồ Bàu Gò Đá Bãi Đầm Khe Thác Hang Ngã Xóm Láng Mương Bưng"
)
_SECOND = _each(
    "Trong Cát Vọi Chè Sậy Gỗ Sen Xanh Tím Mây Gáo Trầu Cau Lau Bần Đước Thưa Rậm Nghiêng Vắng "
    "Lặng Nắng Gió Sương Mưa Muối Tép Cua Ốc Lươn Ếch Sáo Cò Vạc Diệc Hạc Khói Tro Than Bạc Đồng "
    "Chì"
)
PLACES = tuple(
    f"{_PLACES[(one * 7 + two) % len(_PLACES)]} {first} {second}"
    for one, first in enumerate(_FIRST)
    for two, second in enumerate(_SECOND)
)
#: Banks, shops and offices, each with what it is called.
BODIES = tuple(
    f"{kind} {first} {second}"
    for kind in ("ngân hàng", "ví", "siêu thị", "bưu cục", "trường", "công ty", "quán")
    for first in ("Núi", "Sao", "Sông", "Trăng", "Rừng", "Mây", "Hoa", "Đồng")
    for second in ("Bạc", "Mai", "Xanh", "Lam", "Tía", "Non", "Cả", "Vàng", "Khuya")
)
#: What a figure stands before.
UNITS = {
    "vi": ("k", " triệu", " nghìn", "đ", " phút", " giờ", " ngày", " người", " số", " lần", "%"),
    "en": ("k", " dollars", " dong", " minutes", " hours", " days", " people", " times", "%"),
}
