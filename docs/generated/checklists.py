"""The verification checklists of networks whose charter has none of its own."""

from __future__ import annotations

from collections.abc import Iterator

from docs.generated.markdown import code, table
from sangto.organisations.domain.charter_spec import ChecklistSpec
from sangto.organisations.domain.checklists import DEFAULT_CHECKLISTS
from sangto.organisations.domain.kinds import EvidenceNeed


def checklists() -> str:
    return table(
        ("list", "item", "what is made sure of", "evidence"),
        (row for one in DEFAULT_CHECKLISTS for row in _rows(one)),
    )


def _rows(one: ChecklistSpec) -> Iterator[tuple[str, str, str, str]]:
    name = code(one.category) if one.topic is None else f"{code(one.category)}, {code(one.topic)}"
    for place, item in enumerate(one.items):
        needed = "required" if item.evidence is EvidenceNeed.REQUIRED else ""
        yield name if place == 0 else "", code(item.code), item.en, needed
