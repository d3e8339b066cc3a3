"""The desk's work on a claim: triage, category, owner, transfer, deadline, and how it ended.

A *case* is the work on one claim. Its *status* says where the work is, its *outcome* how it
ended, its *visibility* who sees it; the three are never mixed. A *check* is what a person
recorded when they chose or confirmed a category.

A case never starts without a report that somebody chose to send, never lets an agency work on a
claim about itself, and never reaches report text: that stays with intake and its disclosures.
"""
