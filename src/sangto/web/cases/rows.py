"""A row of the inbox in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sangto.cases.domain.inbox import InboxStatus, Part
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import InboxRow
from sangto.kernel.actor import Actor
from sangto.kernel.worktime import WorkCalendar
from sangto.web.cases.deadlines import working_days_left
from sangto.web.cases.money import about
from sangto.web.cases.wording import STATES
from sangto.web.desk import agency_name
from sangto.web.wording import CATEGORY_NAMES

#: More places than this are counted, and named on demand.
PLACES = 2


@dataclass(frozen=True, slots=True)
class Rank:
    """A component of the rank as small words: ``value`` stands out before its ``label``, and
    ``names`` open under it."""

    value: str
    label: str
    names: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """One addend of the rank."""

    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Row:
    """What the component ``case_row`` shows. ``key`` is the claim's reference, by which rows are
    chosen; ``holding`` is empty unless somebody holds the claim at the moment."""

    key: str
    url: str
    reference: str
    title: str
    ranks: tuple[Rank | str, ...]
    state: str
    state_tone: str
    state_icon: str
    holder: str
    holding: str
    held_by_me: bool
    take_url: str
    category_url: str
    opened_at: datetime
    due_at: datetime
    done_at: datetime | None
    days_left: int | None
    grows: str
    total: int
    why: tuple[Why, ...]


def row_of(row: InboxRow, actor: Actor, calendar: WorkCalendar | None, today: date) -> Row:
    look = STATES[row.status]
    case = row.case
    open_row = row.part is not Part.CLOSED
    done_at = case.closed_at if case is not None and not open_row else None
    reference = case.reference if case is not None else row.claim.reference
    return Row(
        key=row.claim.reference,
        url=reverse("desk_case", args=[reference])
        if case is not None
        else reverse("desk_claim", args=[reference]),
        reference=reference,
        title=title_of(row),
        ranks=tuple(ranks_of(row)),
        state=str(look.word),
        state_tone=look.tone,
        state_icon=look.icon,
        holder=_holder(row, actor),
        holding=holding_of(row),
        held_by_me=row.hold is not None and row.hold.user_id == actor.user_id,
        take_url=_take_url(row, actor),
        category_url=_category_url(row, actor),
        opened_at=row.since,
        due_at=row.due_at,
        done_at=done_at,
        days_left=working_days_left(calendar, today, timezone.localdate(row.due_at))
        if calendar is not None and done_at is None
        else None,
        grows=_growth(row),
        total=row.points.total + row.pressure,
        why=tuple(_why(row)) if open_row else (),
    )


def title_of(row: InboxRow) -> str:
    english = get_language() == "en" and row.title_en
    if english or row.title or not row.excerpt:
        return english or row.title or _("Not described yet")
    return _("“%(text)s”") % {"text": row.excerpt}


def holding_of(row: InboxRow) -> str:
    if row.hold is None:
        return ""
    return _("%(name)s is on it, until %(time)s") % {
        "name": row.hold.name,
        "time": format_date(timezone.localtime(row.hold.until), "H:i"),
    }


def _holder(row: InboxRow, actor: Actor) -> str:
    """A colleague by name alone, somebody elsewhere with the agency."""
    if row.owner is None:
        return ""
    if row.assignee and row.owner.pk == actor.agency_id:
        return row.assignee
    owner = agency_name(row.owner)
    return f"{row.assignee} ({owner})" if row.assignee else owner


def _take_url(row: InboxRow, actor: Actor) -> str:
    """Where one press gives the row to this person; empty where it is theirs, or not to take."""
    if row.hold is not None and row.hold.user_id != actor.user_id:
        return ""
    case = row.case
    if case is None or row.status is InboxStatus.NEW:
        opens = has_permission(actor, Permission.OPEN)
        return reverse("desk_claim_open", args=[row.claim.reference]) if opens else ""
    owns = case.owner_id == actor.agency_id and has_permission(actor, Permission.ASSIGN)
    if row.part is Part.CLOSED or not owns or case.assignee_id == actor.user_id:
        return ""
    return reverse("desk_case_take", args=[case.reference])


def _category_url(row: InboxRow, actor: Actor) -> str:
    if row.case is None or row.status not in (InboxStatus.TRIAGE, InboxStatus.VERIFYING):
        return ""
    if not has_permission(actor, Permission.CATEGORISE):
        return ""
    return reverse("desk_case_category", args=[row.case.reference])


def ranks_of(row: InboxRow) -> list[Rank | str]:
    """The components of the rank, as small words."""
    ranks: list[Rank | str] = []
    if row.category is not None:
        ranks.append(str(CATEGORY_NAMES[row.category]))
    ranks.append(Rank(str(row.reports), ngettext("report", "reports", row.reports)))
    if row.askers_24h:
        ranks.append(Rank(str(row.askers_24h), _("asked in the last 24 hours")))
    if row.money_lost:
        ranks.append(Rank(about(row.money_lost), _("lost")))
    imitated = _imitated(row)
    if imitated:
        ranks.append(Rank(imitated, _("imitated")))
    ranks += _places(row)
    if row.escalated:
        ranks.append(_("raised to the committee"))
    return ranks


def _growth(row: InboxRow) -> str:
    """By the hours that have begun; empty where it does not grow fast."""
    if not row.growing or row.growing_since is None:
        return ""
    hours = max(1, math.ceil((timezone.now() - row.growing_since) / timedelta(hours=1)))
    number = row.growing
    reports = ngettext("%(number)s report", "%(number)s reports", number) % {"number": number}
    told = ngettext("%(reports)s in %(hours)s hour", "%(reports)s in %(hours)s hours", hours)
    return _("growing fast: %(told)s") % {"told": told % {"reports": reports, "hours": hours}}


def _imitated(row: InboxRow) -> str:
    if row.imitated_agency is not None:
        return agency_name(row.imitated_agency)
    return row.imitates


def _places(row: InboxRow) -> list[Rank | str]:
    english = get_language() == "en"
    names = [(english and place.name_en) or place.name for place in row.territories]
    if row.places <= PLACES:
        return [*names]
    rest = row.places - len(names)
    listed = ", ".join(names)
    if rest > 0:
        listed = _("%(names)s and %(number)s more") % {"names": listed, "number": rest}
    return [Rank(str(row.places), _("places"), listed)]


def _why(row: InboxRow) -> list[Why]:
    """The sum that the order goes by; what adds nothing is left out."""
    addends = [
        Why(_("deadline"), row.pressure),
        Why(_("people who asked in 24 hours"), row.points.askers),
        Why(_("it grows fast"), row.points.growth),
        Why(_("money lost"), row.points.money),
        Why(_("an agency or site is imitated"), row.points.imitation),
        Why(_("seen in several places"), row.points.spread),
    ]
    return [addend for number, addend in enumerate(addends) if addend.points or number == 0]
