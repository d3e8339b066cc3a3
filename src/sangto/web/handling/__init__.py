"""Answers to complaints about services, and measures of a case."""
