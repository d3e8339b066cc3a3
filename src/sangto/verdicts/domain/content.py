"""What a version says, as plain values, and what makes it complete."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sangto.intake.domain.stripping import strip_identities
from sangto.kernel.categories import Category, Rating, rating_refusal
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.text import clean

TITLE_LENGTH = 300
SUMMARY_LENGTH = 2_000
EXPLANATION_LENGTH = 20_000
STEP_LENGTH = 300
STEPS = 10
NOTE_LENGTH = 1_000
PUBLISHER_LENGTH = 200
ADDRESS_LENGTH = 2_000
SOURCES = 30
GROUNDS = 20

_LENGTHS: dict[str, int] = {
    "title": TITLE_LENGTH,
    "title_en": TITLE_LENGTH,
    "summary": SUMMARY_LENGTH,
    "summary_en": SUMMARY_LENGTH,
    "explanation": EXPLANATION_LENGTH,
    "explanation_en": EXPLANATION_LENGTH,
    "missing": SUMMARY_LENGTH,
    "missing_en": SUMMARY_LENGTH,
    "factual_ground": SUMMARY_LENGTH,
    "factual_ground_en": SUMMARY_LENGTH,
    "change_note": NOTE_LENGTH,
    "change_note_en": NOTE_LENGTH,
}
TEXT_FIELDS: tuple[str, ...] = tuple(_LENGTHS)


@dataclass(frozen=True, slots=True)
class SourceContent:
    """``id`` names a source of this version that is kept; ``agency`` the member that published it.

    ``evidence`` is the SHA-256 of its file, read only: files come by ``add_evidence``.
    """

    title: str
    publisher: str
    address: str
    seen_on: date
    agency: int | None = None
    id: int | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class VerdictContent:
    """``grounds`` are codes of the network's legal grounds; empty ``*_en`` texts are allowed."""

    rating: Rating
    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    explanation: str = ""
    explanation_en: str = ""
    what_to_do: tuple[str, ...] = ()
    what_to_do_en: tuple[str, ...] = ()
    missing: str = ""
    missing_en: str = ""
    factual_ground: str = ""
    factual_ground_en: str = ""
    valid_until: date | None = None
    change_note: str = ""
    change_note_en: str = ""
    sources: tuple[SourceContent, ...] = ()
    grounds: tuple[str, ...] = ()


def cleaned(content: VerdictContent) -> VerdictContent:
    """The same content as it may be stored: cleaned, without surrounding space or empty steps."""
    texts: dict[str, Any] = {name: clean(getattr(content, name)).strip() for name in TEXT_FIELDS}
    return replace(
        content,
        **texts,
        what_to_do=_cleaned_steps(content.what_to_do),
        what_to_do_en=_cleaned_steps(content.what_to_do_en),
        sources=tuple(
            replace(
                source,
                title=clean(source.title).strip(),
                publisher=clean(source.publisher).strip(),
                address=clean(source.address).strip(),
            )
            for source in content.sources
        ),
        grounds=tuple(dict.fromkeys(content.grounds)),
    )


def _cleaned_steps(steps: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(step for step in (clean(step).strip() for step in steps) if step)


def content_digest(
    content: VerdictContent, *, category: str, topic: str, stays: Sequence[str] = ()
) -> str:
    """SHA-256 over everything a reader sees; row ids of sources do not count. ``stays`` are the
    findings that are not masked."""
    shown = asdict(replace(content, sources=tuple(replace(s, id=None) for s in content.sources)))
    shown |= {"category": category, "topic": topic}
    if stays:
        shown["stays"] = sorted(stays)
    canonical = json.dumps(
        shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def names_an_account(text: str) -> bool:
    """Whether a handle, a profile or the account in a post's address stands in it (SCOPE.md 2)."""
    return strip_identities(text) != clean(text)


def draft_refusals(content: VerdictContent, *, category: Category) -> list[Refusal]:
    """What even an unfinished draft must hold: a fitting rating, a title, and no field too long."""
    found = [rating_refusal(category, content.rating)]
    if not content.title:
        found.append(_empty("title", gettext_noop("Write a title: what is claimed, in one line.")))
    for name, length in _LENGTHS.items():
        if len(getattr(content, name)) > length:
            found.append(_too_long(name, length))
        elif names_an_account(getattr(content, name)):
            found.append(_account(name))
    for name in ("what_to_do", "what_to_do_en"):
        steps: tuple[str, ...] = getattr(content, name)
        if len(steps) > STEPS:
            found.append(_too_many(name, STEPS))
        if any(len(step) > STEP_LENGTH for step in steps):
            found.append(_too_long(name, STEP_LENGTH))
        if any(names_an_account(step) for step in steps):
            found.append(_account(name))
    if len(content.sources) > SOURCES:
        found.append(_too_many("sources", SOURCES))
    if len(content.grounds) > GROUNDS:
        found.append(_too_many("grounds", GROUNDS))
    return [refusal for refusal in found if refusal is not None]


def content_refusals(
    content: VerdictContent, *, category: Category, number: int, today: date
) -> list[Refusal]:
    """What a version lacks before it can be signed."""
    return [*draft_refusals(content, category=category), *_incomplete(content, number, today)]


def _incomplete(content: VerdictContent, number: int, today: date) -> Iterator[Refusal]:
    if not content.summary:
        yield _empty("summary", gettext_noop("Write the summary: the answer in two sentences."))
    if not content.explanation:
        yield _empty("explanation", gettext_noop("Write the explanation: why we say so."))
    if content.rating is Rating.UNVERIFIED and not content.missing:
        yield Refusal(
            "verdict.missing_is_empty",
            gettext_noop("“Not verified yet” needs a word on what is still missing."),
            {},
            "missing",
        )
    if content.valid_until is None or content.valid_until <= today:
        yield Refusal(
            "verdict.valid_until",
            gettext_noop("Say until when this holds: a day after today."),
            {},
            "valid_until",
        )
    if number > 1 and not content.change_note:
        yield _empty("change_note", gettext_noop("Say what changed since the version before."))


def _empty(name: str, message: str) -> Refusal:
    return Refusal(f"verdict.{name}_is_empty", message, {}, name)


def _too_long(name: str, length: int) -> Refusal:
    return Refusal(
        f"verdict.{name}_too_long",
        gettext_noop("This text may have at most %(length)d characters."),
        {"length": length},
        name,
    )


def _account(name: str) -> Refusal:
    return Refusal(
        "verdict.names_an_account",
        gettext_noop("Leave out account names and links to profiles: nobody is named here."),
        {},
        name,
    )


def _too_many(name: str, count: int) -> Refusal:
    return Refusal(
        f"verdict.{name}_too_many",
        gettext_noop("There may be at most %(count)d entries here."),
        {"count": count},
        name,
    )
