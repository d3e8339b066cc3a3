"""Which entries hold a gram."""

from __future__ import annotations

from django.db import models


class Posting(models.Model):
    """Some of the entries that hold a gram; ``index/postings.py`` says how it is read and written.

    The table is made by hand: without row numbers on SQLite, and uncompressed on PostgreSQL.
    """

    pk = models.CompositePrimaryKey("gram", "slot")
    gram = models.BigIntegerField()
    slot = models.BigIntegerField()
    more = models.IntegerField()
    ids = models.BinaryField()

    def __str__(self) -> str:
        return f"gram {self.gram}"
