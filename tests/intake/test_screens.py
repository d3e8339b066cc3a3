"""What of a screenshot is the message, and what the telephone, the app or its people wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.intake.domain.screens import is_a_personal_name, screen_codes, screen_text

MESSAGE = "Thẻ của quý khách đã bị khóa, gọi 1900 0000"


@pytest.mark.parametrize(
    "line",
    [
        "09:41 4G 76% L_]",
        "09:41 4G 76% [LB—Ï]",
        "9:41",
        "09:41 4G 76% CO",
        "Viettel 4G 22:05 87%",
        "22.05 Vinaphone LTE 87 %",
        "10:22 PM",
        "4G 76%",
    ],
)
def test_a_status_bar_says_nothing(line: str) -> None:
    assert screen_text([line, MESSAGE]) == MESSAGE


@pytest.mark.parametrize(
    "line",
    [
        "09:41 ngày mai họp ở nhà văn hóa",
        "Lúc 17:00 hôm nay thẻ bị khóa",
        "Ngân hàng Sao Mai",
        "15 phút nữa tài khoản bị khóa",
        "Quý khách đã chia sẻ mã OTP cho người lạ",
        "Quý khách đã chia sẻ tin nhắn này",
        "Chúng tôi đã gửi tin nhắn cho bạn",
        "Tổng Đài Hỗ Trợ",
        "Bạn đã trúng thưởng 1 xe",
        "4G miễn phí cho mọi thuê bao",
        "Nguyễn Văn Mẫu nợ 3 tháng tiền điện",
    ],
)
def test_what_may_be_the_message_stays(line: str) -> None:
    assert screen_text([line]) == line
    assert screen_text([MESSAGE, line]).split() == f"{MESSAGE} {line}".split()


@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Văn Mẫu",
        "• Trần Thị Mẫu",
        "Nguyen Van Mau",
        "Trần Thị Mẫu đã chia sẻ một bài viết.",
        "Hoa Hồng và Lê Mẫu đã thích bài viết này",
        "Được đăng bởi Hoa Hồng",
        "Người gửi: Hoa Hồng",
        "Tác giả Hoa Hồng",
        "Posted by Hoa Hong",
        "Hoa Hong shared a post.",
        "Bình luận của Hoa Hồng",
    ],
)
def test_who_wrote_or_shared_it_goes(line: str) -> None:
    assert screen_text([MESSAGE, line]) == MESSAGE


@pytest.mark.parametrize(
    "when",
    [
        "2 giờ",
        "5 phút trước",
        "Hôm qua lúc 10:22",
        "Vừa xong",
        "12/3 lúc 09:10",
        "10:22",
        "Online",
        "Truy cập 5 phút trước",
        "Đang hoạt động",
        "Yesterday at 10:22 PM",
        "3 h",
    ],
)
def test_a_name_above_a_time_goes_with_the_time(when: str) -> None:
    assert screen_text(["Hoa Hồng", when, MESSAGE]) == MESSAGE
    assert screen_text([MESSAGE, when]) == MESSAGE


@pytest.mark.parametrize("line", ["Đã xem", "Thích Bình luận Chia sẻ", "12 bình luận", "Seen"])
def test_marks_of_the_app_go(line: str) -> None:
    assert screen_text([MESSAGE, line]) == MESSAGE


def test_handles_and_profiles_are_stripped_like_anywhere() -> None:
    text = screen_text(["@hoa.hong.1990 viết:", "https://facebook.com/hoa.hong.1990", MESSAGE])
    assert "hoa.hong" not in text
    assert text.endswith(MESSAGE)
    assert screen_codes(["https://zalo.me/0912345021", "", "https://nhan.example/a"]) == [
        "https://zalo.me/…",
        "https://nhan.example/a",
    ]


def test_what_a_lines_end_cut_is_whole_again() -> None:
    lines = ["SAOMAI", "Vào https://saomai-", "xacminh.example/the để mở", "lại thẻ.", "Chào bạn"]
    assert screen_text(lines) == (
        "SAOMAI\nVào https://saomai-xacminh.example/the để mở lại thẻ.\nChào bạn"
    )
    assert screen_text(["Xem https://a.example", "nhé các bạn"]) == (
        "Xem https://a.example nhé các bạn"
    )


@pytest.mark.parametrize("name", ["Ngân hàng Sao Mai", "An Toàn Thông Tin", "Nguyễn", "lê văn mẫu"])
def test_not_every_title_is_a_person(name: str) -> None:
    assert not is_a_personal_name(name)


def test_at_most_as_long_as_a_report() -> None:
    assert len(screen_text(["chữ " * 900] * 90)) <= TEXT_LENGTH


@given(st.lists(st.text(st.characters(), max_size=80), max_size=12))
def test_whatever_was_read_can_be_kept(lines: list[str]) -> None:
    text = screen_text(lines)
    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text
