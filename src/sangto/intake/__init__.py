"""Reports: what somebody chose to send about one message, link or picture.

Words: a *submission* is what came in; a *report* is what is kept of it; its *receipt* is sixteen
digits that only the sender has; a *contact* is an optional sealed e-mail address; a *disclosure*
is the sender's consent that one other agency may read the report.

This room never keeps who wrote or shared something: handles, profile links and picture names are
stripped before anything is stored. It never shows report text to another agency without a
disclosure, and never tells an unknown receipt from a wrong one.
"""
