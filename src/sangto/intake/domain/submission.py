"""What somebody sends, cleaned and stripped, and what is refused of it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from sangto.documents.domain.images import too_many_bytes
from sangto.intake.domain.consent import ACCEPTED_VERSIONS, LANGUAGES
from sangto.intake.domain.contact import email_refusal, normalised_email
from sangto.intake.domain.limits import (
    BODY_BYTES,
    IMAGES,
    KEY_LENGTH,
    LINK_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
)
from sangto.intake.domain.money import money_refusal
from sangto.intake.domain.stripping import strip_identities
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.text import clean

UPLOAD_BYTES = 8 * 1024 * 1024

#: A text so many times longer than it may be is refused before it is cleaned.
_UNREAD = 5
_LINK = re.compile(r"(?:h(?:tt|xx)ps?:/{0,2})?[^\s:/?#]+[^\s]*", re.IGNORECASE)
_SCHEME = re.compile(r"(?!h(?:tt|xx)ps?:)[a-z][a-z0-9+-]*:(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Submission:
    """As it came in. Its ``repr`` shows nothing that the sender wrote."""

    text: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    money_lost: int | None = field(default=None, repr=False)
    territory: str | None = None
    language: str = "vi"
    email: str | None = field(default=None, repr=False)
    consent_version: str = ""
    share_consent: bool = False
    images: tuple[bytes, ...] = field(default=(), repr=False)


def cleaned(submission: Submission) -> Submission:
    """Ready to be kept: no NUL, surrogate or bidirectional override, no handle or profile link.

    What looks empty is empty.
    """
    return replace(
        submission,
        text=strip_identities(submission.text).strip(),
        link=strip_identities(submission.link).strip(),
        reason=strip_identities(submission.reason).strip(),
        territory=clean(submission.territory).strip() or None if submission.territory else None,
        email=normalised_email(clean(submission.email)) or None if submission.email else None,
    )


def fingerprint_text(submission: Submission) -> str:
    """What a keyed digest is made of, to tell a repeat from a different submission."""
    return json.dumps(
        [
            submission.text,
            submission.link,
            submission.reason,
            submission.territory,
            submission.email,
            submission.share_consent,
            [sha256(image).hexdigest() for image in submission.images],
            *([] if submission.money_lost is None else [submission.money_lost]),
        ],
        ensure_ascii=True,
    )


def submission_refusals(
    submission: Submission, *, upload_bytes: int = UPLOAD_BYTES, archive: bool = False
) -> list[Refusal]:
    """Everything that the sender has to change, in the order of the form; empty when all is well.

    Pictures are only counted and weighed here; what is in them shows when they are written anew.
    Nobody consents for an ``archive``, whose records are finished.
    """
    return read_submission(submission, upload_bytes=upload_bytes, archive=archive)[1]


def read_submission(
    submission: Submission, *, upload_bytes: int = UPLOAD_BYTES, archive: bool = False
) -> tuple[Submission, list[Refusal]]:
    """:func:`cleaned`, and the refusals of :func:`submission_refusals`; what is far too long is
    handed back as it came."""
    weight = sum(
        len(part.encode("utf-8", "surrogatepass"))
        for part in (submission.text, submission.link, submission.reason, submission.email)
        if part
    )
    if weight > BODY_BYTES:
        return submission, [too_much_refusal()]
    unread = [
        _too_long(text, limit * _UNREAD, name)
        for text, limit, name in (
            (submission.text, TEXT_LENGTH, "text"),
            (submission.reason, REASON_LENGTH, "reason"),
        )
    ]
    if any(unread):
        return submission, [refusal for refusal in unread if refusal is not None]
    ready = cleaned(submission)
    refusals = [
        _nothing(ready),
        _too_long(ready.text, TEXT_LENGTH, "text"),
        _link_refusal(ready.link),
        _too_long(ready.reason, REASON_LENGTH, "reason"),
        money_refusal(ready.money_lost),
        *image_refusals(submission.images, upload_bytes=upload_bytes),
        None if ready.email is None else email_refusal(ready.email),
        _language_refusal(ready.language),
        None if archive else _consent_refusal(ready.consent_version),
    ]
    return ready, [refusal for refusal in refusals if refusal is not None]


def key_refusal(key: str) -> Refusal | None:
    if len(key) in KEY_LENGTH:
        return None
    return Refusal(
        "intake.key",
        gettext_noop(
            "The key that tells a retry from a new report needs %(least)s to %(most)s characters."
        ),
        {"least": KEY_LENGTH.start, "most": KEY_LENGTH.stop - 1},
        "idempotency_key",
    )


def other_content_refusal() -> Refusal:
    return Refusal(
        "intake.other_content",
        gettext_noop(
            "A report with different content was sent from this page already, and we have it. If "
            "this is another one, send it once more."
        ),
    )


def too_much_refusal() -> Refusal:
    return Refusal(
        "intake.too_much",
        gettext_noop(
            "This is more than one report can hold. Please send the part that matters, at most "
            "%(limit)s characters."
        ),
        {"limit": TEXT_LENGTH},
        "text",
    )


def _nothing(submission: Submission) -> Refusal | None:
    if submission.text or submission.link or submission.images:
        return None
    return Refusal(
        "intake.nothing",
        gettext_noop("Please paste the message or the link, or add a picture of it."),
        {},
        "text",
    )


def _too_long(text: str, limit: int, name: str) -> Refusal | None:
    if len(text) <= limit:
        return None
    return Refusal(
        f"intake.{name}_too_long",
        gettext_noop(
            "This is too long: at most %(limit)s characters, and it has %(length)s. Please send "
            "the part that matters."
        ),
        {"limit": TEXT_LENGTH if name == "text" else REASON_LENGTH, "length": len(text)},
        name,
    )


def _link_refusal(link: str) -> Refusal | None:
    if not link:
        return None
    if len(link) > LINK_LENGTH:
        return Refusal(
            "intake.link_too_long",
            gettext_noop(
                "This link is too long: at most %(limit)s characters, and it has %(length)s. The "
                "part up to the first question mark is enough."
            ),
            {"limit": LINK_LENGTH, "length": len(link)},
            "link",
        )
    if _LINK.fullmatch(link) and not _SCHEME.match(link) and re.search(r"[.:]", link):
        return None
    return Refusal(
        "intake.link",
        gettext_noop(
            "This does not look like a web link. Please copy one link, such as "
            "https://example.com/page, and put other text into the large box."
        ),
        {},
        "link",
    )


def image_refusals(
    images: Sequence[bytes], *, upload_bytes: int = UPLOAD_BYTES, already: int = 0
) -> list[Refusal]:
    """``already`` is how many the report has."""
    if already + len(images) > IMAGES:
        return [
            Refusal(
                "intake.too_many_images",
                gettext_noop(
                    "One report takes %(limit)s pictures, and these are %(count)s. Please choose "
                    "the most important ones."
                ),
                {"limit": IMAGES, "count": already + len(images)},
                "images",
            )
        ]
    return [
        too_many_bytes(number, upload_bytes)
        for number, image in enumerate(images, start=1)
        if len(image) > upload_bytes
    ]


def _language_refusal(language: str) -> Refusal | None:
    if language in LANGUAGES:
        return None
    return Refusal(
        "intake.language",
        gettext_noop("We answer in Vietnamese or English; please choose one of them."),
        {},
        "language",
    )


def _consent_refusal(version: str) -> Refusal | None:
    if version in ACCEPTED_VERSIONS:
        return None
    return Refusal(
        "intake.consent",
        gettext_noop("Please read what we do with a report and tick the box to agree."),
        {},
        "consent",
    )
