"""Objections to what was decided: who may object, by when, who decides, and how it ended."""
