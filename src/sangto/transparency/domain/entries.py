"""What an entry says, and how it becomes bytes: whoever wants to check it builds these again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sangto.audit.domain import merkle
from sangto.kernel.categories import RULES, Category

#: The version of the shape of a line.
SHAPE = 1
SUBJECT = "transparency.entry"
DAY_SUBJECT = "transparency.head"
#: Fewer than this is not shown by territory, nor as a monthly total.
FEWEST = 5

PUBLIC_CATEGORIES: tuple[Category, ...] = tuple(
    category for category, rules in RULES.items() if not rules.totals_only
)
TOTALS_ONLY: tuple[Category, ...] = tuple(
    category for category, rules in RULES.items() if rules.totals_only
)


class EntryKind(StrEnum):
    VERDICT = "verdict"
    VERSION = "version"
    MEASURE = "measure"
    ABUSE_REPORT = "abuse_report"
    APPEAL = "appeal"
    REMOVAL = "removal"


class Handling(StrEnum):
    """What was done to something that was public."""

    NONE = ""
    WITHDRAWN = "withdrawn"
    MASKED = "masked"


#: Words of the EU's statements of reasons (DSA, Article 17) where they fit what a desk does.
AUTOMATED_DETECTION = "No"
AUTOMATED_DECISION = "AUTOMATED_DECISION_NOT_AUTOMATED"
SOURCE_TYPE = "SOURCE_TYPE_OTHER_NOTIFICATION"
DSA_CATEGORIES: Mapping[Category, str] = {
    Category.FRAUD: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    Category.MALICIOUS_LINK: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    Category.IMPERSONATION: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
}


@dataclass(frozen=True, slots=True)
class Source:
    """The decided row and what happened to it; an entry is made once for each."""

    name: str
    id: int
    event: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has its number. It supersedes the newest one in the line of entries that
    ``after`` stands in. The texts of those in ``empties`` are erased."""

    source: Source
    kind: EntryKind
    about: str
    category: Category
    outcome: str
    agency_id: int | None
    agency_name: str
    agency_code: str
    decided_at: datetime
    texts: Mapping[str, str] = field(repr=False)
    version: int | None = None
    topic: str = ""
    territory_id: int | None = None
    cause: str = ""
    handling: Handling = Handling.NONE
    after: Source | None = None
    empties: tuple[Source, ...] = ()


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted names, without spaces, letters as they are."""
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def texts_digest(salt: str, texts: Mapping[str, str]) -> str:
    """Binds the texts to the entry, so that they can be erased and the rest still proven."""
    return hashlib.sha256(f"{salt}\0{canonical(texts)}".encode()).hexdigest()


def core_of(
    draft: Draft,
    *,
    number: int,
    reference: str,
    entered_at: datetime,
    supersedes: str,
    removes: list[int],
    salt: str,
) -> dict[str, Any]:
    """All but the texts, as it is hashed and published."""
    return {
        "shape": SHAPE,
        "number": number,
        "reference": reference,
        "kind": draft.kind.value,
        "event": draft.source.event,
        "about": draft.about,
        "version": draft.version,
        "category": draft.category.value,
        "topic": draft.topic,
        "outcome": draft.outcome,
        "agency": draft.agency_name,
        "agency_code": draft.agency_code,
        "decided_at": moment(draft.decided_at),
        "entered_at": moment(entered_at),
        "automated_detection": AUTOMATED_DETECTION,
        "automated_decision": AUTOMATED_DECISION,
        "source_type": SOURCE_TYPE,
        "dsa_category": DSA_CATEGORIES.get(draft.category, ""),
        "cause": draft.cause,
        "handling": draft.handling.value,
        "supersedes": supersedes,
        "removes": removes,
        "texts_digest": texts_digest(salt, draft.texts),
    }


def leaf_of(core_text: str) -> str:
    """Hex of the RFC 9162 leaf hash of the canonical text without texts and salt."""
    return merkle.leaf_hash(core_text.encode()).hex()


def day_leaf(day: str, *, entries: int, root: str) -> str:
    """What the record names when a day is closed: its date, how many entries, and their head."""
    return leaf_of(canonical({"day": day, "entries": entries, "root": root}))


def line_of(core_text: str, *, texts: Mapping[str, str] | None, salt: str) -> str:
    """One line of the open data; ``texts`` is null once they were erased."""
    whole = json.loads(core_text)
    whole["texts"] = dict(texts) if texts is not None else None
    whole["salt"] = salt if texts is not None else None
    return canonical(whole)
