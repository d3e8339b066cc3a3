"""How to recognise: one page for each kind of scam and rumour, in both languages.

The articles are files in ``content``; only ``reading`` knows that. Nothing in them is about
people or cases: the messages in them are invented.
"""
