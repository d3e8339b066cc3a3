"""Objections to what was decided: who may object, by when, who decides, and how it ended.

An *appeal* is about one public verdict or one measure. Anybody sends it without an account and
gets a receipt code; somebody who had no part in the case decides it by a date that is shown. It
ends as *upheld* (the verdict stands), *changed* (a new version has to be written) or *withdrawn*
(the verdict is taken back). A *reply* is the short text of the one concerned that is shown with
the verdict; the desk looks at it for personal data and for nothing else.

Nothing is offered or taken after the window closed, and nobody decides about what they worked on.
"""
