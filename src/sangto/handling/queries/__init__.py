"""Reads of the room."""

from sangto.handling.queries.measures import measures_of, receipt_answer

__all__ = ["measures_of", "receipt_answer"]
