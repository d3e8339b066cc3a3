"""Tables of a document: how wide the columns are, and which rows may be broken over two pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sangto.documents.domain.layout import MM_IN_PT, Layout
from sangto.documents.domain.official import Align, TableBlock, TableGroup
from sangto.documents.rendering.widths import line_count, text_width
from sangto.kernel.text import clean

#: A row that is higher than this part of the page may be broken.
_WHOLE_ROW = 0.4
CELL_PADDING_MM = 1.9


@dataclass(frozen=True, slots=True)
class TableRow:
    """``cells`` hold the paragraphs of each cell; ``spans`` is a row over all columns."""

    cells: tuple[tuple[str, ...], ...]
    spans: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """``keep_next``: its last row stays with what follows."""

    caption: str
    titles: tuple[str, ...]
    aligns: tuple[Align, ...]
    widths_mm: tuple[float, ...]
    rows: tuple[TableRow, ...]
    size: float
    keep_next: bool = False


def table_of(block: TableBlock, layout: Layout, *, landscape: bool) -> Table:
    widths = _column_widths(block, layout, layout.text_width_mm(landscape=landscape))
    highest = _WHOLE_ROW * layout.text_height_mm(landscape=landscape) * MM_IN_PT
    rows: list[TableRow] = []
    for row in block.rows:
        if isinstance(row, TableGroup):
            rows.append(TableRow((_cell(row.text),), spans=True))
            continue
        if len(row) != len(block.columns):
            raise ValueError("a row has as many cells as the table has columns")
        cells = tuple(_cell(text) for text in row)
        rows.append(TableRow(cells, whole=_height(cells, widths, layout.table_pt) <= highest))
    return Table(
        caption=tidy(block.caption),
        titles=tuple(tidy(column.title) for column in block.columns),
        aligns=tuple(column.align for column in block.columns),
        widths_mm=widths,
        rows=tuple(rows),
        size=layout.table_pt,
    )


def _column_widths(block: TableBlock, layout: Layout, width: float) -> tuple[float, ...]:
    """By their shares, but none so narrow that a word of its title would be broken."""
    least = [
        max(text_width(word, layout.table_pt, bold=True) for word in [*column.title.split(), "0"])
        / MM_IN_PT
        + 2 * CELL_PADDING_MM
        + 0.8
        for column in block.columns
    ]
    held: set[int] = set()
    while True:
        shares = sum(
            column.share for place, column in enumerate(block.columns) if place not in held
        )
        left = width - sum(least[place] for place in held)
        if left <= 0 or not shares:
            return tuple(width / len(least) for _ in least)
        widths = [
            least[place] if place in held else left * column.share / shares
            for place, column in enumerate(block.columns)
        ]
        short = {place for place, wide in enumerate(widths) if wide < least[place] - 1e-9}
        if not short:
            return tuple(widths)
        held |= short


def _height(cells: Sequence[tuple[str, ...]], widths: Sequence[float], size: float) -> float:
    """Of a row in points, roughly."""
    lines = max(
        sum(line_count(text, size, max(width - 2 * CELL_PADDING_MM, 5) * MM_IN_PT) for text in cell)
        for cell, width in zip(cells, widths, strict=True)
    )
    return lines * size * 1.2


def _cell(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in clean(text).split("\n"))


def tidy(text: str) -> str:
    """One line without doubled spaces, and without what no font can draw."""
    return " ".join(clean(text).split())
