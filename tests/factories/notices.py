"""Messages and a mail server of our own, for tests."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import cast

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.kernel.actor import system_actor
from sangto.notices.domain.attachments import MailAttachment
from sangto.notices.models import OutboxMessage
from sangto.notices.services import queue_mail

_NUMBER = count(1)


def make_message(
    *,
    to: str = "ban.doc@example.vn",
    subject: str = "Kết quả phản ánh",
    body: str = "Đây là lừa đảo.\n",
    key: str = "",
    attachments: Sequence[MailAttachment] = (),
) -> OutboxMessage:
    """A waiting message with its task."""
    with change(system_actor("tests")) as journal:
        message = queue_mail(
            key=key or f"test:{next(_NUMBER)}",
            to_sealed=sealer().seal(to),
            language="vi",
            subject=subject,
            body=body,
            attachments=attachments,
        )
        journal.nothing_changed()
    assert message is not None
    return message


class MailSink(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP to take mails in. ``replies`` overrides the answer to a verb."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, replies: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.replies = replies
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink = cast("MailSink", self.server)
        self._say("220 sink.example ready")
        while line := self.rfile.readline():
            verb = line.split(b" ", 1)[0].strip().decode("ascii", "replace").upper()
            if verb in sink.replies:
                self._say(sink.replies[verb])
            elif verb == "QUIT":
                self._say("221 bye")
                return
            elif verb == "DATA":
                self._say("354 go on")
                sink.mails.append(self._mail())
                self._say("250 kept")
            elif verb == "EHLO":
                self._say("250-sink.example\r\n250 8BITMIME")
            else:
                if verb == "RCPT":
                    sink.recipients.append(line.decode("ascii", "replace").strip())
                self._say("250 fine")

    def _mail(self) -> EmailMessage:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        parsed: EmailMessage = message_from_bytes(b"".join(lines), policy=policy.default)
        return parsed

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode("ascii") + b"\r\n")


@contextmanager
def mail_sink(**replies: str) -> Iterator[MailSink]:
    """A running server on a free port, gone at the end; ``RCPT="550 no"`` refuses recipients."""
    with MailSink(replies) as sink:
        thread = threading.Thread(target=sink.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()
