"""Periodic reports: what they say, when they are opened and due, and the way that they go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow
from sangto.kernel.worktime import ZONE, Mode, WorkCalendar, due
from sangto.organisations.domain.kinds import ReportPeriod
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.domain.periods import DAY, Period, half_year, previous, year_of

#: A report is opened so long before the last day of its period, so that the agency can begin.
OPENED_BEFORE = timedelta(days=14)
#: Working days after the last day of the period. The lead agency has more: it waits for the others.
DUE_AFTER = 10
CONSOLIDATED_AFTER = 20
SECTION_LENGTH = 20_000
SUBJECT_LENGTH = 200
COMMENT_LENGTH = 2_000
REASON_LENGTH = 500
GROUP_LENGTH = 200


class ReportKind(StrEnum):
    """``own`` is what one agency reports; ``consolidated`` is the lead agency's over all."""

    OWN = "own"
    CONSOLIDATED = "consolidated"


class ReportState(StrEnum):
    WRITING = "writing"
    HANDED_IN = "handed_in"
    SUBMITTED = "submitted"
    CANCELLED = "cancelled"


class ReportAction(StrEnum):
    SAVE = "save"
    REFRESH = "refresh"
    GROUP = "group"
    HAND_IN = "hand_in"
    RETURN = "return"
    SUBMIT = "submit"
    AMEND = "amend"
    CANCEL = "cancel"


_S, _A, _T, _P = ReportState, ReportAction, AuditTag, PeriodicPermission

PERIODIC_WORKFLOW = Workflow(
    "periodic report",
    states=_S,
    initial=_S.WRITING,
    rows=(
        Transition(_A.SAVE, _S.WRITING, _S.WRITING, _P.WRITE, _T.PERIODIC_SAVED),
        Transition(_A.REFRESH, _S.WRITING, _S.WRITING, _P.WRITE, _T.PERIODIC_FIGURES),
        Transition(_A.GROUP, _S.WRITING, _S.WRITING, _P.CONSOLIDATE, _T.PERIODIC_GROUPED),
        Transition(_A.HAND_IN, _S.WRITING, _S.HANDED_IN, _P.WRITE, _T.PERIODIC_HANDED_IN),
        Transition(_A.RETURN, _S.HANDED_IN, _S.WRITING, _P.APPROVE, _T.PERIODIC_RETURNED),
        Transition(_A.SUBMIT, _S.HANDED_IN, _S.SUBMITTED, _P.APPROVE, _T.PERIODIC_SUBMITTED),
        Transition(_A.AMEND, _S.SUBMITTED, _S.WRITING, _P.WRITE, _T.PERIODIC_AMENDED),
        Transition(_A.CANCEL, _S.WRITING, _S.CANCELLED, _P.OPEN, _T.PERIODIC_CANCELLED),
    ),
)


class SectionKey(StrEnum):
    RESULTS = "results"
    DIFFICULTIES = "difficulties"
    CAUSES = "causes"
    PROPOSALS = "proposals"
    RESOURCES = "resources"


#: What is collected from all agencies, point by point.
COLLECTED = (SectionKey.DIFFICULTIES, SectionKey.PROPOSALS)
#: Without these a report says nothing.
NEEDED = (SectionKey.RESULTS,)


class ReportStanding(StrEnum):
    """Against the deadline. ``overdue`` is not there although its day has passed."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    LATE = "late"
    CANCELLED = "cancelled"


def standing_of(
    *, state: ReportState, due_on: date, submitted_on: date | None, today: date
) -> ReportStanding:
    """The first submission counts; one that is amended later was still there in time."""
    if state is ReportState.CANCELLED:
        return ReportStanding.CANCELLED
    if submitted_on is not None:
        return ReportStanding.IN_TIME if submitted_on <= due_on else ReportStanding.LATE
    return ReportStanding.OVERDUE if today > due_on else ReportStanding.WAITING


def period_of(span: ReportPeriod, day: date) -> Period | None:
    """The period of this length that the day lies in; None for what has no schedule."""
    match span:
        case ReportPeriod.YEAR:
            return year_of(day.year)
        case ReportPeriod.HALF_YEAR:
            return half_year(day.year, 1 if day.month <= 6 else 2)
        case ReportPeriod.QUARTER:
            return _months(day.year, 3 * ((day.month - 1) // 3), 3)
        case ReportPeriod.MONTH:
            return _months(day.year, day.month - 1, 1)
    return None


def _months(year: int, first: int, count: int) -> Period:
    """``first`` counts the months from 0."""
    after = first + count
    return Period(date(year, first + 1, 1), date(year + after // 12, after % 12 + 1, 1))


def period_before(span: ReportPeriod, period: Period) -> Period:
    """The one right before it, of the same name."""
    return period_of(span, period.since - DAY) or previous(period)


@dataclass(frozen=True, slots=True)
class Opening:
    span: ReportPeriod
    period: Period


def due_openings(spans: Iterable[ReportPeriod], today: date) -> list[Opening]:
    """Which reports stand open on this day: from two weeks before the end of their period until
    its deadline is surely over. A machine that stood still opens what it missed."""
    found: list[Opening] = []
    for span in spans:
        for day in (today + OPENED_BEFORE, today - timedelta(days=30)):
            period = period_of(span, day)
            if period is None or any(one == Opening(span, period) for one in found):
                continue
            if period.last - OPENED_BEFORE <= today <= period.last + timedelta(days=30):
                found.append(Opening(span, period))
    return found


def due_on(period: Period, kind: ReportKind, calendar: WorkCalendar) -> date:
    days = CONSOLIDATED_AFTER if kind is ReportKind.CONSOLIDATED else DUE_AFTER
    start = datetime.combine(period.last, time(12), tzinfo=ZONE)
    return due(start, days, Mode.WORKING, calendar).at.astimezone(ZONE).date()


_BULLET = re.compile(r"\s*(?:[-–+*•]|\d{1,2}[.)])\s+\S")


def points_of(text: str) -> list[str]:
    """The points of a text as they were written: a paragraph each, or a bullet each."""
    points: list[list[str]] = []
    fresh = True
    for line in text.split("\n"):
        if not line.strip():
            fresh = True
            continue
        if fresh or _BULLET.match(line):
            points.append([])
        points[-1].append(line.strip())
        fresh = False
    return ["\n".join(lines) for lines in points]


def section_refusal(*, text: str, key: str, sections: Iterable[str]) -> Refusal | None:
    if key not in sections:
        return Refusal("periodic.no_section", gettext_noop("This report has no such part."))
    if len(text) > SECTION_LENGTH:
        return Refusal(
            "periodic.text_long",
            gettext_noop("A part has at most %(most)s characters."),
            {"most": SECTION_LENGTH},
            "text",
        )
    return None


def meanwhile_refusal() -> Refusal:
    """Of two editors the second sees both texts; neither is lost."""
    return Refusal(
        "periodic.changed_meanwhile",
        gettext_noop("Somebody else changed this part just now. Both texts are shown below."),
        {},
        "text",
    )


def handing_in_refusal(*, texts: dict[str, str], has_figures: bool) -> Refusal | None:
    if not has_figures:
        return Refusal(
            "periodic.no_figures", gettext_noop("The figures are not filled in yet."), {}, "figures"
        )
    if any(not texts.get(key, "").strip() for key in NEEDED if key in texts):
        return Refusal(
            "periodic.empty",
            gettext_noop("Write the results before you hand the report in."),
            {},
            SectionKey.RESULTS.value,
        )
    return None


def too_early_refusal(*, period: Period, today: date) -> Refusal | None:
    """Figures of days to come would be wrong on the day after."""
    if today <= period.last:
        return Refusal(
            "periodic.too_early",
            gettext_noop("The period is not over: its last day is %(day)s."),
            {"day": f"{period.last:%d/%m/%Y}"},
        )
    return None


def own_work_refusal(*, approver: int | None, authors: Iterable[int | None]) -> Refusal | None:
    """Nobody approves their own work."""
    if approver is None or approver in set(authors):
        return Refusal(
            "periodic.own_work",
            gettext_noop("You wrote a part of this report. Somebody else has to approve it."),
        )
    return None


def comment_refusal(text: str) -> Refusal | None:
    if not text.strip():
        return Refusal("periodic.no_comment", gettext_noop("Write the comment."), {}, "text")
    if len(text) > COMMENT_LENGTH:
        return Refusal(
            "periodic.comment_long",
            gettext_noop("A comment has at most %(most)s characters."),
            {"most": COMMENT_LENGTH},
            "text",
        )
    return None


def reason_refusal(reason: str) -> Refusal | None:
    if not reason.strip():
        return Refusal("periodic.no_reason", gettext_noop("Say why."), {}, "reason")
    if len(reason) > REASON_LENGTH:
        return Refusal(
            "periodic.reason_long",
            gettext_noop("A reason has at most %(most)s characters."),
            {"most": REASON_LENGTH},
            "reason",
        )
    return None


def demand_refusal(
    *, subject: str, sections: Iterable[str], agencies: int, due: date, today: date
) -> Refusal | None:
    """Of a report that is asked for outside of the schedule."""
    if not subject.strip():
        return Refusal(
            "periodic.no_subject", gettext_noop("Say what the report is about."), {}, "subject"
        )
    if len(subject) > SUBJECT_LENGTH:
        return Refusal(
            "periodic.subject_long",
            gettext_noop("At most %(most)s characters."),
            {"most": SUBJECT_LENGTH},
            "subject",
        )
    wanted = list(sections)
    if not wanted or not set(wanted) <= {key.value for key in SectionKey}:
        return Refusal(
            "periodic.no_sections", gettext_noop("Choose at least one part."), {}, "sections"
        )
    if not agencies:
        return Refusal(
            "periodic.no_agencies", gettext_noop("Choose at least one agency."), {}, "agencies"
        )
    if due < today:
        return Refusal(
            "periodic.due_past", gettext_noop("The deadline lies in the past."), {}, "due_on"
        )
    return None


def group_refusal(title: str) -> Refusal | None:
    if not title.strip():
        return Refusal("periodic.no_group", gettext_noop("Name the group."), {}, "title")
    if len(title) > GROUP_LENGTH:
        return Refusal(
            "periodic.group_long",
            gettext_noop("At most %(most)s characters."),
            {"most": GROUP_LENGTH},
            "title",
        )
    return None
