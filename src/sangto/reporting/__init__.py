"""Figures of the work, the digest, the dashboard and the periodic reports.

A *figure* is a line of the catalogue: what is counted, selected by the date of which event, with
the rows behind it. A *digest* (điểm tin) tells once a day what came in, was decided, is late and
spreads. Figures are asked of the rows of other rooms and never kept but as a frozen copy;
nothing here counts people, texts or addresses (SCOPE.md 2, 7).
"""
