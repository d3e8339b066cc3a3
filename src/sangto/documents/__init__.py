"""Stored files: screenshots that came with reports and evidence behind verdicts.

Words: a *stored file* is a row plus bytes in the data folder; the *purpose* says what it is for;
a *title* is written by the desk, never taken from an upload's name.

This room never trusts a file's name or declared type, never keeps a screenshot's metadata, and
never leaves half a file under its final name.
"""
