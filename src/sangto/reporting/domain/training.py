"""Training sessions: what may be written down about them. Counts only, never names."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from sangto.kernel.errors import Refusal, gettext_noop

TOPIC_LENGTH = 200
PLACE_LENGTH = 120
MATERIAL_LENGTH = 160
ADDRESS_LENGTH = 500
MOST_PEOPLE = 100_000


class TrainingState(StrEnum):
    HELD = "held"
    CANCELLED = "cancelled"


def training_refusal(
    *,
    topic: str,
    place: str,
    held_on: date,
    today: date,
    officers: int,
    citizens: int,
    answered: int,
    useful: int,
) -> Refusal | None:
    """``answered`` gave feedback, and ``useful`` of them found the session useful."""
    if not topic.strip():
        return Refusal("training.no_topic", gettext_noop("Write the topic."), {}, "topic")
    for name, text, most in (("topic", topic, TOPIC_LENGTH), ("place", place, PLACE_LENGTH)):
        if len(text) > most:
            return Refusal(
                "training.text_long",
                gettext_noop("At most %(most)s characters."),
                {"most": most},
                name,
            )
    if held_on > today:
        return Refusal(
            "training.to_come",
            gettext_noop("A session is written down once it was held."),
            {},
            "held_on",
        )
    for name, number in (
        ("officers", officers),
        ("citizens", citizens),
        ("answered", answered),
        ("useful", useful),
    ):
        if not 0 <= number <= MOST_PEOPLE:
            return Refusal(
                "training.number",
                gettext_noop("Write a number from 0 to %(most)s."),
                {"most": MOST_PEOPLE},
                name,
            )
    if not officers + citizens:
        return Refusal(
            "training.nobody", gettext_noop("Say how many people took part."), {}, "officers"
        )
    if answered > officers + citizens or useful > answered:
        return Refusal(
            "training.feedback",
            gettext_noop("More people gave feedback than took part, or found it useful."),
            {},
            "answered" if answered > officers + citizens else "useful",
        )
    return None


def material_refusal(*, title: str, address: str, guide: str, has_file: bool) -> Refusal | None:
    """A material is one thing: a page of ours, an address, or a file."""
    if not title.strip() or len(title) > MATERIAL_LENGTH:
        return Refusal(
            "training.material_title",
            gettext_noop("Name it, in at most %(most)s characters."),
            {"most": MATERIAL_LENGTH},
            "title",
        )
    if bool(address) + bool(guide) + has_file != 1:
        return Refusal(
            "training.material_one",
            gettext_noop("Choose a page of ours, or write an address, or choose a file."),
            {},
            "guide",
        )
    if address and not _web_address(address):
        return Refusal(
            "training.material_address",
            gettext_noop("Write an address that begins with https://."),
            {},
            "address",
        )
    return None


def _web_address(address: str) -> bool:
    if len(address) > ADDRESS_LENGTH or any(char.isspace() for char in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)
