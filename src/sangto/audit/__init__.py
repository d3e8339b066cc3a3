"""The record of who did what: append-only, sealed, verifiable.

Words: an *event* is one line of the record; a *seal* closes a run of events with a Merkle root
that is chained to the seal before it; a *journal* is what a write holds while it records.
It never keeps content: ids, tags and salted digests only, so retention never has to touch it.
"""
