"""What is kept of a report while somebody still writes it, and for how long."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta
from hashlib import sha256

from sangto.intake.domain.limits import BODY_BYTES
from sangto.intake.domain.submission import Submission, too_much_refusal
from sangto.kernel.errors import Refusal, gettext_noop

#: After the last step; then row and pictures are deleted.
LIFETIME = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class DraftContent:
    """As it was typed. Its ``repr`` shows nothing of it.

    ``lost`` is the answer to whether money is gone, None before it was given.
    """

    text: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    lost: bool | None = field(default=None, repr=False)
    money_lost: int | None = field(default=None, repr=False)
    territory: str = ""
    email: str = field(default="", repr=False)
    consent_version: str = ""
    share_consent: bool = False

    def submission(self, *, language: str, images: tuple[bytes, ...] = ()) -> Submission:
        return Submission(
            text=self.text,
            link=self.link,
            reason=self.reason,
            money_lost=self.money_lost if self.lost else None,
            territory=self.territory or None,
            language=language,
            email=self.email or None,
            consent_version=self.consent_version,
            share_consent=self.share_consent,
            images=images,
        )


def packed(content: DraftContent) -> str:
    """ASCII, whatever was typed: lone surrogates and NUL survive as escapes."""
    return json.dumps(asdict(content), ensure_ascii=True)


def unpacked(text: str) -> DraftContent:
    """What an older program kept under a name that is gone is left out."""
    known = {one.name for one in fields(DraftContent)}
    return DraftContent(
        **{name: value for name, value in json.loads(text).items() if name in known}
    )


def draft_refusal(content: DraftContent) -> Refusal | None:
    typed = (content.text, content.link, content.reason, content.email)
    if sum(len(part.encode("utf-8", "surrogatepass")) for part in typed) > BODY_BYTES:
        return too_much_refusal()
    return None


def gone_refusal() -> Refusal:
    return Refusal(
        "intake.draft_gone",
        gettext_noop("What you had written is no longer here: it is kept for two hours only."),
    )


def key_of(token: str) -> str:
    """The idempotency key of the report that the draft becomes.

    Made from the token, so that a second click finds the report also when the draft is gone.
    """
    return "draft-" + sha256(f"report of draft {token}".encode()).hexdigest()


def name_of(token: str) -> str:
    """Stands in the draft's forms, so that a page of an older draft does not write into a newer."""
    return sha256(f"name of draft {token}".encode()).hexdigest()[:16]
