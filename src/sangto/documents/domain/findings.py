"""Where a document departs from the layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Clause(StrEnum):
    """Of Appendix I, Part I. The values are as one cites them."""

    PAPER = "I.1"
    MARGINS = "I.3"
    FONT = "I.4"
    PAGE_NUMBER = "I.7"
    STATE = "II.1"
    AGENCY = "II.2"
    NUMBER = "II.3"
    PLACE_DATE = "II.4"
    TYPE = "II.5"
    BODY = "II.6"
    SIGNATURE = "II.7"
    RECIPIENTS = "II.9"

    @property
    def citation(self) -> str:
        return f"Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục {self.value}"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that the door translates, and what goes into it."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """``where`` is the beginning of the text it is about, or empty for the whole document;
    ``times`` how often it was seen."""

    code: str
    clause: Clause
    found: Said
    wanted: Said
    where: str = ""
    times: int = 1
