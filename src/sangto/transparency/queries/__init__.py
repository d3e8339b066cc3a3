"""Reads of the register."""

from sangto.transparency.queries.dumps import (
    csv_lines,
    entry_lines,
    proof_lines,
    published_number,
    roots,
)
from sangto.transparency.queries.listing import (
    EntryView,
    RegisterFilter,
    RegisterPage,
    busy_territories,
    entries,
    entry,
    entry_of,
    register_agencies,
    removals,
    years,
)
from sangto.transparency.queries.totals import MonthTotal, by_month, hidden_totals

__all__ = [
    "EntryView",
    "MonthTotal",
    "RegisterFilter",
    "RegisterPage",
    "busy_territories",
    "by_month",
    "csv_lines",
    "entries",
    "entry",
    "entry_lines",
    "entry_of",
    "hidden_totals",
    "proof_lines",
    "published_number",
    "register_agencies",
    "removals",
    "roots",
    "years",
]
