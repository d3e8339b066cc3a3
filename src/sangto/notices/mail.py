"""The e-mail backend that ``SANGTO_MAIL`` chooses: a server, the console, or nothing."""

from __future__ import annotations

import smtplib
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailAttachment, EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

TIMEOUT_SECONDS = 15
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CONSOLE = threading.Lock()


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes. TLS from the start (``smtps``), by STARTTLS, or none."""

    host: str
    port: int
    username: str
    password: str
    use_ssl: bool
    use_tls: bool

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


def mail_server(address: str) -> MailServer:
    """The server of ``smtp://user:password@host:587`` or ``smtps://…``.

    STARTTLS is insisted on when there is a user name or the port is 587, except on this very
    machine; ``?starttls=yes`` and ``?starttls=no`` override that.
    """
    parts = urlsplit(address)
    secure = parts.scheme == "smtps"
    host = parts.hostname or "localhost"
    port = parts.port or (465 if secure else 25)
    wanted = parse_qs(parts.query).get("starttls", [""])[-1].lower()
    automatic = (bool(parts.username) or port == 587) and host not in _LOOPBACK
    return MailServer(
        host=host,
        port=port,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=secure,
        use_tls=not secure and (wanted == "yes" or (automatic and wanted != "no")),
    )


def mail_is_off() -> bool:
    return bool(settings.SANGTO_MAIL == "off")


class ConfiguredBackend(BaseEmailBackend):
    """Chosen anew for each connection, so that a changed setting takes effect."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        where = settings.SANGTO_MAIL
        self._smtp: SmtpBackend | None = None
        self._console = where == "console"
        if not self._console and where != "off":
            server = mail_server(where)
            self._smtp = SmtpBackend(
                host=server.host,
                port=server.port,
                username=server.username,
                password=server.password,
                use_tls=server.use_tls,
                use_ssl=server.use_ssl,
                timeout=TIMEOUT_SECONDS,
                fail_silently=fail_silently,
            )

    def open(self) -> bool | None:
        return self._smtp.open() if self._smtp is not None else None

    def close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many went; the console prints each as a person reads it."""
        if self._smtp is not None:
            return self._smtp.send_messages(email_messages) or 0
        if self._console:
            for message in email_messages:
                _show(message)
            return len(email_messages)
        return 0


def _show(message: EmailMessage) -> None:
    lines = [
        "-" * 72,
        f"From: {message.from_email}",
        f"To: {', '.join(message.to)}",
        f"Subject: {message.subject}",
        *(f"{name}: {value}" for name, value in message.extra_headers.items()),
        "",
        str(message.body).rstrip(),
        *_shown_attachments(message),
        "-" * 72,
        "",
    ]
    text = "\n".join(lines)
    with _CONSOLE:
        try:
            sys.stdout.write(text)
        except UnicodeEncodeError:
            sys.stdout.write(text.encode("ascii", "backslashreplace").decode("ascii"))
        sys.stdout.flush()


def _shown_attachments(message: EmailMessage) -> Iterator[str]:
    for attachment in message.attachments:
        if isinstance(attachment, EmailAttachment):
            yield f"[{attachment.filename}: {attachment.mimetype}]"


def refused_for_good(error: Exception) -> bool:
    """Whether trying again can not help: the server answered 5xx to this very mail."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    code = reply_code(error)
    return code is not None and 500 <= code < 600


def reply_code(error: Exception) -> int | None:
    """The server's three digits; its words are left out, since they may repeat the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [int(code) for code, _text in error.recipients.values()]
        return codes[0] if codes else None
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return None
    if isinstance(error, smtplib.SMTPResponseException):
        return int(error.smtp_code)
    return None
