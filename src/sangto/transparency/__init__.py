"""What the public sees of every decision: the register, its open data, and how to check them.

An *entry* says of one decision what it was, on which ground, by which agency, when, and whether a
machine had a part in it; it names no person. A *removal* says that something public was taken back
or masked, and why. Entries never change: a later one supersedes an earlier one. Their texts can
be erased, and then a later entry says so.

Read-only projections of what earlier rooms decided; nothing here decides. Categories of which the
public sees totals only have no entries.
"""
