"""The text of a screenshot without what the telephone and the app wrote around it, and without
who wrote or shared it (SCOPE.md 2).

A status bar, times and "seen" marks say nothing about the message; lines that hold nothing but a
person's name, or name who posted or shared, are left out, and what remains is stripped like any
other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.intake.domain.stripping import strip_identities
from sangto.kernel.text import clean, folded

#: Lines at the top among which a status bar is looked for.
_TOP = 3
#: A line of at least this share of the longest one was broken by the edge.
_FULL = 0.7
_CODES = 10
_CODE_LENGTH = 2_000

_CLOCK = re.compile(r"(?<![\w.:])\d{1,2}[:.h]\d{2}(?:\s?[ap]m)?(?!\d)", re.IGNORECASE)
_SIGNAL = (
    r"[345]g\+?|lte\+?|volte|wi-?fi|viettel|vina(?:phone)?|mobi(?:fone)?|vietnamobile|gmobile|itel|"
    r"wintel|reddi|vnsky|saymee"
)
_SIGNAL_WORD = re.compile(rf"\d{{1,3}}\s?%|{_SIGNAL}")
_STATUS_WORD = re.compile(
    rf"\d{{1,3}}\s?%?|{_SIGNAL}|hd|h\+|vpn|sos|no|service|emergency|k[bp]/?s|mb/?s|am|pm|sim|\W+|"
    r"\w{1,2}\W*"
)
_TIME = (
    r"(?:(?:hom nay|hom qua|today|yesterday|t[2-7]|th [2-7]|thu (?:hai|ba|tu|nam|sau|bay)|cn|"
    r"chu nhat|mon|tue|wed|thu|fri|sat|sun)?\s?(?:luc|at)?\s?\d{1,2}\s?[: h]\s?\d{2}(?:\s?[ap]m)?"
    r"|\d{1,2} \d{1,2}(?: \d{2,4})?(?: (?:luc |at )?\d{1,2} \d{2})?"
    r"|\d{1,2} (?:thang|thg) \d{1,2}(?: \d{4})?(?: luc \d{1,2} \d{2})?"
    r"|hom nay|hom qua|today|yesterday)"
)
_AGE = (
    r"(?:(?:truy cap |hoat dong |active )?\d{1,3} ?(?:giay|phut|gio|ngay|tuan|thang|nam|s|m|min|"
    r"mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?: truoc| ago)?|vua xong|just now)"
)
#: Lines of an app, folded: when something was sent, seen or posted.
_WHEN = re.compile(
    rf"(?:{_TIME}|{_AGE})(?: (?:cong khai|public|ban be|friends|da chinh sua|edited))?"
)
_PRESENCE = re.compile(
    r"(?:online|truc tuyen|dang hoat dong|active now|vua moi truy cap|dang truy cap|nguoi la|"
    r"stranger)"
)
_SEEN = re.compile(
    r"(?:da xem|da nhan|da gui|da doc|seen|delivered|read|sent|tin nhan|nhap tin nhan|aa|"
    r"thich|binh luan|chia se|like|comment|share|tra loi|reply|xem them|see more|"
    r"thich binh luan chia se|like comment share|viet binh luan|write a comment|"
    r"(?:\d+ )?(?:luot thich|binh luan|luot chia se|likes?|comments?|shares?))+"
)
#: The rest of such a line says who.
_WHO = re.compile(
    r"(?:duoc (?:dang|chia se|gui|chuyen tiep) (?:boi|tu)|dang boi|chia se tu|chuyen tiep tu|"
    r"nguoi (?:dang|gui|viet|chia se)|tac gia|posted by|shared (?:by|from)|forwarded (?:from|by)|"
    r"sent by|written by|author|binh luan cua|comment by|tra loi cho|replying to)\b.*"
)
_DID = re.compile(
    r"(?P<who>.{2,60}?) (?:da (?:chia se|dang|thich|binh luan|gan the|chuyen tiep|thu hoi)|shared|"
    r"posted|liked|commented|tagged|forwarded)(?: (?:mot|1|a|an|ve|on))? "
    r"(?:bai viet|bai dang|tin|tin nhan|anh|video|lien ket|ky niem|post|photo|link|message|"
    r"memory|reel|story)\b.{0,30}"
)
_BETWEEN_NAMES = frozenset({"va", "cung", "and", "with"})
#: With their accents, as other words begin like them without; some are plain enough without.
_FAMILY_NAME = re.compile(
    "Nguyễn|Nguyên|Nguyen|Trần|Tran|Lê|Phạm|Pham|Hoàng|Hoang|Huỳnh|Huynh|Phan|Vũ|Võ|Đặng|Bùi|Bui|"
    "Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trịnh|Trinh|Trương|Lương|Lưu|Tạ|Chu|Phùng|Triệu|Tống|Quách|"
    "Nghiêm|Vương|Khuất|Trầm|Diệp|Tăng|Châu"
)
_NAME_WORD = re.compile(r"[^\W\d_]+")
_MARKS = "•·●○◦▪-–—|>*«»“”\"'()[]{}@®©™°~_=+ \t"


def screen_text(lines: Iterable[str]) -> str:
    """The message of a screenshot, at most 20,000 characters; sentences and links that a line's
    end cut are whole again."""
    kept: list[str] = []
    before_when: int | None = None
    for number, raw in enumerate(lines):
        line = " ".join(clean(raw).split())
        if not line:
            continue
        flat = folded(line)
        if _WHEN.fullmatch(flat) or _PRESENCE.fullmatch(flat):
            # Who wrote stands right above when it was written, and above "online" in a chat.
            if before_when == len(kept) - 1 and kept and _may_be_a_name(kept[-1]):
                kept.pop()
            before_when = None
            continue
        if number < _TOP and _is_status_bar(line):
            continue
        if not flat or _SEEN.fullmatch(flat) or _WHO.fullmatch(flat) or _names_who_did(line, flat):
            continue
        if is_a_personal_name(line):
            continue
        kept.append(line)
        before_when = len(kept) - 1
    return strip_identities("\n".join(_rejoined(kept)))[:TEXT_LENGTH].strip()


def screen_codes(codes: Sequence[str]) -> list[str]:
    """Contents of QR codes, stripped like text; empty ones are left out."""
    stripped = (strip_identities(code[:_CODE_LENGTH]).strip() for code in codes[:_CODES])
    return [code for code in stripped if code]


def is_a_personal_name(line: str) -> bool:
    """Whether nothing else stands there: two to five capitalised words that begin with a
    Vietnamese family name."""
    words = line.strip(_MARKS).split()
    if not 2 <= len(words) <= 5 or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    titled = all(word[0].isupper() and word[1:] == word[1:].lower() for word in words)
    return titled and _FAMILY_NAME.fullmatch(words[0]) is not None


def _may_be_a_name(line: str) -> bool:
    words = line.strip(_MARKS).split()
    return 1 <= len(words) <= 5 and all(
        _NAME_WORD.fullmatch(word) and word[0].isupper() for word in words
    )


def _names_who_did(line: str, flat: str) -> bool:
    did = _DID.fullmatch(flat)
    if did is None:
        return False
    who = line.strip(_MARKS).split()[: len(did["who"].split())]
    return all(word[0].isupper() or folded(word) in _BETWEEN_NAMES for word in who)


def _is_status_bar(line: str) -> bool:
    clock = _CLOCK.search(line)
    words = line.lower().split()
    if clock is not None:
        words = (line[: clock.start()] + " " + line[clock.end() :]).lower().split()
    signal = any(_SIGNAL_WORD.fullmatch(word) for word in words)
    other = [word for word in words if not _STATUS_WORD.fullmatch(word)]
    # What a machine makes of the battery and of little pictures.
    drawn = clock is not None and signal and len(other) <= 2 and all(len(w) <= 6 for w in other)
    return (not other or drawn) and (clock is not None or signal)


def _rejoined(lines: Sequence[str]) -> list[str]:
    """Lines that ended only because the bubble did go on; an address that broke after one of its
    marks is whole again."""
    full = _FULL * max((len(line) for line in lines), default=0)
    joined: list[str] = []
    above = ""
    for line in lines:
        last = joined[-1].rpartition(" ")[2] if joined else ""
        if "://" in last and last[-1] in "-/.?=&_" and line[:1].isalnum():
            joined[-1] += line
        elif joined and len(above) >= full:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        above = line
    return joined
