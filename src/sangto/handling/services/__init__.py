"""Writes of the room."""

from __future__ import annotations

from sangto.handling.services.answers import answer_feedback
from sangto.handling.services.measures import create_measure, finish_measure

__all__ = ["answer_feedback", "create_measure", "finish_measure"]
