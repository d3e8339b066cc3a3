"""Writes of the verdicts: the only code that saves them."""
