"""Figures with their rows, the dashboard's lists, and what a digest tells."""

from __future__ import annotations

from sangto.reporting.queries.figures import figures, snapshot
from sangto.reporting.queries.rows import FigureRow, RowSet, rows_of
from sangto.reporting.queries.scope import Scope, reach_of, scope_for, sees_network

__all__ = [
    "FigureRow",
    "RowSet",
    "Scope",
    "figures",
    "reach_of",
    "rows_of",
    "scope_for",
    "sees_network",
    "snapshot",
]
