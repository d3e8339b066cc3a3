from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class ExplainedChoice:
    """A choice's label with a line of explanation under it, for radios and checkboxes."""

    label: StrOrPromise
    hint: StrOrPromise

    def __str__(self) -> str:
        return str(self.label)
