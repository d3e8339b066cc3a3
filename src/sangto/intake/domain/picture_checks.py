"""A picture that is only checked: what is kept of it while it is read, and for how long."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta

from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.kernel.errors import Refusal, gettext_noop

#: After it came in; then everything about it is deleted.
LIFETIME = timedelta(minutes=10)
#: So long a person waits for the machine before the page asks to type the text instead.
PATIENCE = timedelta(seconds=20)
#: Pictures that wait at once for the whole desk; with more, nobody would get an answer in time.
MOST_WAITING = 60
#: What is kept of a larger picture: enough to read it and its codes.
KEPT_WIDTH, KEPT_HEIGHT = 1_440, 10_000


@dataclass(frozen=True, slots=True)
class PendingContent:
    """``typed`` came beside the picture. ``picture`` is base64 until it is read, then empty."""

    typed: str = field(default="", repr=False)
    picture: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    codes: tuple[str, ...] = field(default=(), repr=False)
    looks: tuple[tuple[str, str], ...] = ()

    @property
    def picture_bytes(self) -> bytes:
        return base64.b64decode(self.picture)

    @property
    def message(self) -> str:
        """All that was typed and read, as one text of at most 20,000 characters."""
        parts = [self.typed, self.text, *self.codes]
        return "\n".join(part for part in parts if part)[:TEXT_LENGTH]


def with_picture(typed: str, picture: bytes) -> PendingContent:
    return PendingContent(
        typed=typed[:TEXT_LENGTH], picture=base64.b64encode(picture).decode("ascii")
    )


def packed(content: PendingContent) -> str:
    return json.dumps(asdict(content), ensure_ascii=True)


def unpacked(text: str) -> PendingContent:
    known = {one.name for one in fields(PendingContent)}
    values = {name: value for name, value in json.loads(text).items() if name in known}
    values["codes"] = tuple(values.get("codes", ()))
    values["looks"] = tuple((plain, inverted) for plain, inverted in values.get("looks", ()))
    return PendingContent(**values)


def too_many_waiting_refusal() -> Refusal:
    return Refusal(
        "intake.pictures_waiting",
        gettext_noop(
            "So many pictures are being read just now that yours would take too long. Please type "
            "or paste the words of the message instead."
        ),
        {},
        "picture",
    )
