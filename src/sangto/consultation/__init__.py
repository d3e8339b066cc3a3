"""Asking other agencies: opinion rounds, meetings, and consultation on the draft of a text.

An *opinion round* puts one question to several agencies until a day; a *meeting* settles the items
of an agenda; a *draft* is a text by chapters, articles, clauses and points on which agencies
comment, and each comment gets its *disposition*. What is concluded becomes a *decision input* of
the case. Silence is recorded as silence.

Nothing that a reporter sent leaves with a question: other agencies see the redacted claim only
(SCOPE.md 8), and whoever the claim is about takes no decision (SCOPE.md 5).
"""
