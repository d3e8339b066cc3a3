"""What a row of an archive says beside its report: what the claim is, and a verdict about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from sangto.kernel.categories import Category, topic_refusal
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.text import clean
from sangto.matching.domain.claims import title_refusal
from sangto.verdicts.domain.content import ADDRESS_LENGTH, PUBLISHER_LENGTH, TITLE_LENGTH
from sangto.verdicts.domain.signoff import host_of


@dataclass(frozen=True, slots=True)
class Said:
    """Without a category nothing is said of the claim, without a title of the verdict there is
    none. Texts are clean."""

    category: Category | None = None
    topic: str = ""
    title: str = field(default="", repr=False)
    title_en: str = field(default="", repr=False)
    verdict_title: str = field(default="", repr=False)
    verdict_summary: str = field(default="", repr=False)
    verdict_from: str = ""
    verdict_address: str = field(default="", repr=False)

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        texts = {name: clean(text).strip() for name, text in values.items() if text}
        category = texts.pop("category", "")
        return cls(category=Category(category) if category else None, **texts)

    def refusal(self) -> Refusal | None:
        """Why it can not be taken over; None too for a row that says nothing of all this."""
        refusal = None
        if self.category is not None:
            refusal = topic_refusal(self.category, self.topic)
            if refusal is None and self.title:
                refusal = title_refusal(self.title, self.title_en)
        if refusal is None and self.verdict_title:
            refusal = import_refusal(self.verdict_title, self.verdict_from, self.verdict_address)
        return refusal


def import_refusal(title: str, imported_from: str, address: str) -> Refusal | None:
    if not title or not imported_from or len(imported_from) > PUBLISHER_LENGTH:
        return Refusal(
            "verdict.import_incomplete",
            gettext_noop("An imported verdict needs a title and the name of the desk it is from."),
        )
    if len(title) > TITLE_LENGTH or len(address) > ADDRESS_LENGTH or host_of(address) is None:
        return Refusal(
            "verdict.import_address",
            gettext_noop("An imported verdict needs the web address where it can be read."),
            {},
            "imported_address",
        )
    return None
