"""Invented personal data in the ways in which people write it; knows nothing of the detector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Item:
    """``text`` is how it is written, ``secret`` the part that may not be seen afterwards."""

    text: str
    secret: str


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BANKS = ("Vietcombank", "BIDV", "Techcombank", "Agribank", "MB Bank", "VPBank", "ACB", "VCB")
_NAMES = ("lan", "minh.mau", "tran_van_mau", "mau-nguyen", "hoa99", "q.anh")
_WORDS = (
    "Người này nhắn cho tôi lúc tối",
    "liên hệ ngay",
    "chuyển trước hôm nay",
    "xin cảm ơn",
    "đừng nói với ai",
    "số liên lạc",
    "mọi người chú ý",
)


def surrounded(random: Random, item: Item) -> str:
    before, after = random.choice(_WORDS), random.choice(_WORDS)
    return f"{before}{random.choice((' ', ': ', ', ', ' – '))}{item.text}{random.choice((' ', ', ', '. ', ''))}\n{after}"  # noqa: E501 - one line of text


def _number(random: Random, length: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(length))


def _grouped(random: Random, digits: str) -> str:
    mark = random.choice((" ", ".", "-", ""))
    size = random.choice((3, 4))
    return mark.join(digits[at : at + size] for at in range(0, len(digits), size))


def phone(random: Random) -> Item:
    rest = random.choice("35789") + _number(random, 8)
    match random.randrange(6):
        case 0:
            text = "0" + rest
        case 1:
            text = _grouped(random, "0" + rest)
        case 2:
            text = "+84" + random.choice(("", " ", ".")) + rest
        case 3:
            text = f"(+84) {rest[:2]} {rest[2:5]} {rest[5:]}"
        case 4:
            text = " ".join(_DIGITS[int(digit)] for digit in "0" + rest)
        case _:
            text = (
                "02"
                + random.choice(("4", "8"))
                + " "
                + _number(random, 4)
                + " "
                + _number(random, 4)
            )
    return Item(text, text)


def email(random: Random) -> Item:
    name = random.choice(_NAMES) + _number(random, random.randrange(4))
    host = random.choice(("thu.example", "mail.mau.example", "hop-thu.example"))
    match random.randrange(4):
        case 0:
            text = f"{name} [at] {host.replace('.', ' [dot] ')}"
        case 1:
            text = f"{name}(at){host}"
        case _:
            text = f"{name}@{host}"
    return Item(text, name if len(name) > 4 else text)


def identity(random: Random) -> Item:
    if random.random() < 0.6:
        digits = f"0{random.randrange(1, 97):02d}{random.choice('0123')}{_number(random, 8)}"
        text = random.choice((digits, f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}"))
        if random.random() < 0.5:
            text = f"{random.choice(('CCCD', 'số căn cước', 'căn cước công dân số'))} {text}"
        return Item(text, digits[3:] if digits in text else text)
    digits = random.choice("123") + _number(random, 8)
    return Item(f"{random.choice(('CMND', 'chứng minh nhân dân số', 'số CMND:'))} {digits}", digits)


def account(random: Random) -> Item:
    digits = random.choice("123456789") + _number(random, random.randrange(8, 15))
    shown = random.choice((digits, _grouped(random, digits).replace(".", " ")))
    bank = random.choice(_BANKS)
    text = random.choice(
        (
            f"STK {shown} {bank}",
            f"số tài khoản {shown} tại {bank}",
            f"{bank} {shown}",
            f"TK: {shown}, ngân hàng {bank}",
            f"{shown} - {bank}",
        )
    )
    return Item(text, shown)


GENERATORS: dict[str, Callable[[Random], Item]] = {
    "phone": phone,
    "email": email,
    "identity": identity,
    "account": account,
}
