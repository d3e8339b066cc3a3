"""The codes that lead back to an appeal."""

from __future__ import annotations

from sangto.audit.receipts import Receipts

APPEALS = Receipts("appeal")
