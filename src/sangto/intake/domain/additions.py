"""What a sender may add to a report, and when not any more."""

from __future__ import annotations

from collections.abc import Sequence

from sangto.intake.domain.limits import ADDITION_LENGTH, ADDITIONS, BODY_BYTES
from sangto.intake.domain.reports import OPEN_STATUSES
from sangto.intake.domain.stripping import strip_identities
from sangto.intake.domain.submission import UPLOAD_BYTES, image_refusals, too_much_refusal
from sangto.kernel.errors import Refusal, gettext_noop


def cleaned_addition(text: str) -> str:
    """Stripped as the report was; at most so much of it is read as can not be refused unread."""
    return strip_identities(text[: ADDITION_LENGTH * 5]).strip()


def addition_refusals(
    *,
    status: str,
    text: str,
    images: Sequence[bytes],
    already: int,
    takes_pictures: bool,
    upload_bytes: int = UPLOAD_BYTES,
) -> list[Refusal]:
    """Everything that the sender has to change; empty when all is well."""
    if status not in OPEN_STATUSES:
        return [_finished()]
    if already >= ADDITIONS:
        return [_too_often()]
    if len(text.encode("utf-8", "surrogatepass")) > BODY_BYTES:
        return [too_much_refusal()]
    ready = cleaned_addition(text)
    refusals: list[Refusal | None] = [
        None if ready or images else _nothing(),
        None if len(ready) <= ADDITION_LENGTH else _too_long(len(text)),
        _no_pictures() if images and not takes_pictures else None,
        *image_refusals(images, upload_bytes=upload_bytes),
    ]
    return [refusal for refusal in refusals if refusal is not None]


def _finished() -> Refusal:
    return Refusal(
        "intake.addition_late",
        gettext_noop("This report is finished. Please send what is new as another report."),
    )


def _too_often() -> Refusal:
    return Refusal(
        "intake.additions",
        gettext_noop(
            "You have added to this report %(limit)s times. Please send what is new as another "
            "report."
        ),
        {"limit": ADDITIONS},
    )


def _nothing() -> Refusal:
    return Refusal(
        "intake.addition_empty",
        gettext_noop("Please write what you want to add, or choose a picture."),
        {},
        "text",
    )


def _too_long(length: int) -> Refusal:
    return Refusal(
        "intake.addition_too_long",
        gettext_noop(
            "This is too long: at most %(limit)s characters, and it has %(length)s. Please send "
            "the part that matters."
        ),
        {"limit": ADDITION_LENGTH, "length": length},
        "text",
    )


def _no_pictures() -> Refusal:
    return Refusal(
        "intake.addition_pictures",
        gettext_noop("For this report we store no pictures. Please describe them in words."),
        {},
        "images",
    )
