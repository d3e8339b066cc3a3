"""The catalogue of figures, as data: the one place that says what each of them counts.

How the rows are found stands in ``queries/sources.py``, under the same keys.
"""

from __future__ import annotations

from sangto.kernel.errors import gettext_noop as _
from sangto.reporting.domain.figures import FigureSpec, Split, Subject, Unit

_S = Split
_WHERE = (_S.CATEGORY, _S.AGENCY, _S.TERRITORY)

_LINES: tuple[FigureSpec, ...] = (
    # reports
    FigureSpec(
        "reports.received",
        _("Reports received"),
        _("Reports that came in, whatever became of them. Records of an archive do not count."),
        Subject.REPORT,
        Unit.COUNT,
        _("when it came in"),
        splits=(_S.DAY, _S.CHANNEL, *_WHERE),
    ),
    FigureSpec(
        "reports.at_once",
        _("Answered at once"),
        _(
            "Of the reports received: those that were answered within 15 minutes by a verdict that "
            "was published before they came in."
        ),
        Subject.REPORT,
        Unit.SHARE,
        _("when it came in"),
        splits=(_S.CHANNEL, *_WHERE),
    ),
    FigureSpec(
        "reports.first_answer",
        _("Time to the first answer"),
        _(
            "From the report to its first answer, for reports first answered or closed in the "
            "period. Withdrawn ones do not count. The first answer is not the end of the case."
        ),
        Subject.REPORT,
        Unit.HOURS,
        _("when it was first answered"),
        finished=True,
        splits=(_S.CHANNEL, *_WHERE),
    ),
    FigureSpec(
        "reports.in_time",
        _("First answers in time"),
        _(
            "Of the reports first answered or closed in the period: those answered by the date "
            "that was promised. Withdrawn ones do not count."
        ),
        Subject.REPORT,
        Unit.SHARE,
        _("when it was first answered"),
        finished=True,
        splits=(_S.CHANNEL, *_WHERE),
    ),
    FigureSpec(
        "reports.waiting",
        _("Reports that wait for an answer"),
        _("Reports without a first answer at the end of the period."),
        Subject.REPORT,
        Unit.COUNT,
        "",
        splits=(_S.AGE, *_WHERE),
    ),
    FigureSpec(
        "reports.late",
        _("Reports that wait too long"),
        _("Reports without a first answer at the end of the period whose date had passed."),
        Subject.REPORT,
        Unit.COUNT,
        "",
        splits=_WHERE,
    ),
    # claims
    FigureSpec(
        "claims.new",
        _("New claims"),
        _("Claims that were reported for the first time."),
        Subject.CLAIM,
        Unit.COUNT,
        _("when it was first reported"),
        splits=(_S.DAY, _S.CATEGORY, _S.AGENCY),
    ),
    # cases
    FigureSpec(
        "cases.opened",
        _("Cases opened"),
        _("Cases that the desk opened in the period."),
        Subject.CASE,
        Unit.COUNT,
        _("when it was opened"),
        splits=(_S.DAY, *_WHERE),
    ),
    FigureSpec(
        "cases.closed",
        _("Cases closed"),
        _("Cases closed in the period that have stayed closed, by how they ended."),
        Subject.CASE,
        Unit.COUNT,
        _("when it was closed"),
        finished=True,
        splits=(_S.DAY, _S.OUTCOME, *_WHERE),
    ),
    FigureSpec(
        "cases.in_time",
        _("Deadlines kept"),
        _(
            "Of the cases closed in the period with a result: those closed by their deadline. "
            "Cases that were withdrawn or joined to another do not count."
        ),
        Subject.CASE,
        Unit.SHARE,
        _("when it was closed"),
        finished=True,
        splits=(_S.OUTCOME, *_WHERE),
    ),
    FigureSpec(
        "cases.open",
        _("Open cases"),
        _("Cases that were open at the end of the period. Their state is the one of today."),
        Subject.CASE,
        Unit.COUNT,
        "",
        splits=(_S.STATE, _S.AGE, *_WHERE),
    ),
    FigureSpec(
        "cases.late",
        _("Open cases past their deadline"),
        _("Cases that were open at the end of the period and whose deadline had passed."),
        Subject.CASE,
        Unit.COUNT,
        "",
        splits=(_S.STATE, *_WHERE),
    ),
    FigureSpec(
        "cases.transferred",
        _("Cases passed on"),
        _(
            "Times that a case was passed on, given back or declared beyond an agency's "
            "competence; counted for the agency that took it."
        ),
        Subject.TRANSFER,
        Unit.COUNT,
        _("when it was passed on"),
        splits=(_S.KIND, _S.CATEGORY, _S.AGENCY),
    ),
    FigureSpec(
        "cases.reopened",
        _("Cases taken up again"),
        _("Times that a closed case was taken up again."),
        Subject.ENTRY,
        Unit.COUNT,
        _("when it was taken up again"),
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
    # verdicts
    FigureSpec(
        "verdicts.published",
        _("Verdicts published"),
        _("Verdicts whose first version was published in the period, by rating."),
        Subject.VERSION,
        Unit.COUNT,
        _("when it was published"),
        finished=True,
        splits=(_S.RATING, *_WHERE),
    ),
    FigureSpec(
        "verdicts.time",
        _("Time to the verdict"),
        _(
            "From the report that the case began with to the publication of the first version, for "
            "verdicts first published in the period."
        ),
        Subject.VERSION,
        Unit.DAYS,
        _("when it was published"),
        finished=True,
        splits=(_S.RATING, *_WHERE),
    ),
    FigureSpec(
        "verdicts.changed",
        _("Verdicts corrected or renewed"),
        _("Later versions of verdicts that were published in the period."),
        Subject.VERSION,
        Unit.COUNT,
        _("when it was published"),
        finished=True,
        splits=(_S.RATING, *_WHERE),
    ),
    FigureSpec(
        "verdicts.told",
        _("Senders told of a verdict"),
        _("Reports whose receipt got a version of a verdict; each new version counts again."),
        Subject.DELIVERY,
        Unit.COUNT,
        _("when the sender was told"),
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
    FigureSpec(
        "verdicts.mailed",
        _("Verdicts sent by e-mail"),
        _("E-mails with a version of a verdict to people who left an address."),
        Subject.DELIVERY,
        Unit.COUNT,
        _("when the sender was told"),
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
    # consultation
    FigureSpec(
        "rounds.opened",
        _("Opinion rounds opened"),
        _("Rounds opened in the period; cancelled ones do not count. By the agency that asks."),
        Subject.ROUND,
        Unit.COUNT,
        _("when it was opened"),
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
    FigureSpec(
        "rounds.answered",
        _("Requests for an opinion answered"),
        _(
            "Of the requests in rounds that were opened in the period and have ended: those that "
            "were answered. By the agency that was asked."
        ),
        Subject.REQUEST,
        Unit.SHARE,
        _("when the round was opened"),
        finished=True,
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
    FigureSpec(
        "rounds.in_time",
        _("Requests for an opinion answered in time"),
        _(
            "Of the requests in rounds that were opened in the period and have ended: those "
            "answered by their deadline. By the agency that was asked."
        ),
        Subject.REQUEST,
        Unit.SHARE,
        _("when the round was opened"),
        finished=True,
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
    FigureSpec(
        "rounds.days",
        _("Time to an opinion"),
        _(
            "From the request to the first answer that was more than a wish for time, in rounds "
            "that were opened in the period and have ended."
        ),
        Subject.REQUEST,
        Unit.DAYS,
        _("when the round was opened"),
        finished=True,
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
    FigureSpec(
        "meetings.held",
        _("Meetings held"),
        _("Meetings that were opened in the period. By the agency that called them."),
        Subject.MEETING,
        Unit.COUNT,
        _("when it was held"),
        finished=True,
        splits=(_S.AGENCY,),
    ),
    # handling
    FigureSpec(
        "measures.begun",
        _("Measures begun"),
        _("Measures that were noted in the period, finished or not."),
        Subject.MEASURE,
        Unit.COUNT,
        _("when it was begun"),
        splits=(_S.KIND, *_WHERE),
    ),
    FigureSpec(
        "measures.done",
        _("Measures finished"),
        _("Measures that were finished in the period."),
        Subject.MEASURE,
        Unit.COUNT,
        _("when it was finished"),
        finished=True,
        splits=(_S.KIND, *_WHERE),
    ),
    FigureSpec(
        "answers.given",
        _("Answers by competent agencies"),
        _("Cases that the competent agency answered in the period."),
        Subject.ANSWER,
        Unit.COUNT,
        _("when it was answered"),
        finished=True,
        splits=_WHERE,
    ),
    FigureSpec(
        "abuse.sent",
        _("Technical reports to providers"),
        _("Technical reports that were sent to hosts, registrars and platforms in the period."),
        Subject.ABUSE_REPORT,
        Unit.COUNT,
        _("when it was sent"),
        splits=(_S.KIND, *_WHERE),
    ),
    FigureSpec(
        "abuse.settled",
        _("Technical reports to providers that ended"),
        _("Technical reports whose end was recorded in the period, by how they ended."),
        Subject.ABUSE_REPORT,
        Unit.COUNT,
        _("when its end was recorded"),
        finished=True,
        splits=(_S.OUTCOME, *_WHERE),
    ),
    # appeals
    FigureSpec(
        "appeals.received",
        _("Appeals received"),
        _("Appeals against verdicts that came in, whatever became of them."),
        Subject.APPEAL,
        Unit.COUNT,
        _("when it came in"),
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
    FigureSpec(
        "appeals.decided",
        _("Appeals decided"),
        _("Appeals that were decided in the period, by their outcome."),
        Subject.APPEAL,
        Unit.COUNT,
        _("when it was decided"),
        finished=True,
        splits=(_S.OUTCOME, _S.CATEGORY, _S.AGENCY),
    ),
    FigureSpec(
        "appeals.in_time",
        _("Appeals decided in time"),
        _("Of the appeals decided in the period: those decided by their deadline."),
        Subject.APPEAL,
        Unit.SHARE,
        _("when it was decided"),
        finished=True,
        splits=(_S.CATEGORY, _S.AGENCY),
    ),
)

FIGURES: dict[str, FigureSpec] = {line.key: line for line in _LINES}
