"""Writes of the room."""

from __future__ import annotations

from sangto.handling.services.answers import answer_feedback, answer_late_reports
from sangto.handling.services.measures import create_measure, finish_measure

__all__ = ["answer_feedback", "answer_late_reports", "create_measure", "finish_measure"]
