"""Is this the same claim: claims, their wordings and indicators, the index, links to reports.

A *claim* is what is checked; many reports repeat one. A *wording* is a text of the claim that an
officer wrote or approved, and may be shown; a report's text never is. An *indicator* is a domain,
link, phone, account or wallet that belongs to a claim of the fraud family (SCOPE.md 2). A *link*
says which claim a report repeats, found how. The *index* finds near-copies and can be rebuilt.

This room never fetches anything, never looks into report text for a person, and never decides
what is true: it only says "this is the same", and why.
"""
