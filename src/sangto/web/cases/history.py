"""The timeline of a case in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangto.cases.domain.checklist import AnswerState
from sangto.cases.domain.states import CaseOutcome, EntryKind, TransferKind
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.queries import checklist_items, timeline
from sangto.organisations.models import Agency, LegalGround, User
from sangto.web.appeals.wording import STEPS as APPEAL_STEPS
from sangto.web.cases.join_words import joined_words
from sangto.web.cases.wording import ENTRY_TITLES, OUTCOME_NAMES, ROUND_STEPS, VERDICT_STEPS
from sangto.web.cases.work_wording import ANSWER_STATES, COPY_STEPS, GROUND_STEPS, TASK_STEPS
from sangto.web.consultation.meeting_wording import MEETING_STEPS
from sangto.web.desk import agency_name
from sangto.web.handling.wording import MEASURE_NAMES, MEASURE_STEPS, RESULT_NAMES
from sangto.web.templatetags.rating_looks import Tone
from sangto.web.templatetags.sangto_components import day
from sangto.web.wording import CATEGORY_NAMES, word

_WORK = frozenset({EntryKind.TASK, EntryKind.CHECKLIST, EntryKind.GROUND, EntryKind.COPY})
#: Kinds that a reader may pick in the filter over the timeline.
FILTERS: dict[str, frozenset[EntryKind]] = {
    "notes": frozenset({EntryKind.NOTE}),
    "steps": frozenset(EntryKind) - {EntryKind.NOTE, EntryKind.JOINED, *_WORK},
    "work": _WORK,
    "moves": frozenset(
        {
            EntryKind.ASSIGNED,
            EntryKind.TRANSFERRED,
            EntryKind.ESCALATED,
            EntryKind.DIRECTED,
            EntryKind.REOPENED,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the component ``timeline`` shows."""

    title: str
    by: str
    when: datetime
    text: str
    tone: str = ""
    url: str = ""
    label: str = ""


def history_of(case: Case, shown: str = "", *, linked: bool = False) -> list[Entry]:
    """Newest first; three queries. ``shown`` is a key of :data:`FILTERS` or empty.

    ``linked`` leads to versions of the verdict, for those who may read them.
    """
    kinds = FILTERS.get(shown)
    entries = [entry for entry in timeline(case) if kinds is None or EntryKind(entry.kind) in kinds]
    names = _Names(case, entries)
    return [_entry(entry, names, linked=linked) for entry in reversed(entries)]


#: More items of a checklist than these are counted and not named.
_ITEMS_NAMED = 3
_AGENCY_KEYS = ("from", "to", "agency", "suggested")


class _Names:
    """Names of the people and agencies that entries mention by number."""

    def __init__(self, case: Case, entries: Iterable[TimelineEntry]) -> None:
        users: set[int] = set()
        agencies: set[int] = set()
        grounds: set[int] = set()
        listed = False
        for entry in entries:
            data: Mapping[str, Any] = entry.data
            users |= {data["assignee"]} if data.get("assignee") else set()
            agencies |= {data[key] for key in _AGENCY_KEYS if isinstance(data.get(key), int)}
            agencies |= set(data.get("agencies", ()))
            grounds |= {data["ground"]} if data.get("ground") else set()
            listed = listed or entry.kind == EntryKind.CHECKLIST
        self.users = User.objects.in_bulk(sorted(users)) if users else {}
        self.agencies = Agency.objects.in_bulk(sorted(agencies)) if agencies else {}
        self.grounds = LegalGround.objects.in_bulk(sorted(grounds)) if grounds else {}
        self.items = _item_labels(case) if listed else {}

    def user(self, key: Any) -> str:
        user = self.users.get(key)
        return user.full_name if user is not None else ""

    def ground(self, key: Any) -> str:
        ground = self.grounds.get(key)
        if ground is None:
            return ""
        return (get_language() == "en" and ground.citation_en) or ground.citation

    def agency(self, key: Any) -> str:
        agency = self.agencies.get(key)
        return agency_name(agency) if agency is not None else ""


def _item_labels(case: Case) -> dict[str, str]:
    english = get_language() == "en"
    return {item.code: item.en if english else item.vi for item in checklist_items(case)}


def _listed(items: Iterable[Any], names: _Names) -> str:
    """What became of which items of the checklist."""
    return "; ".join(
        f"{names.items.get(code, code)}: {ANSWER_STATES[AnswerState(state)].word}"
        for code, _before, state in items
    )


def _counted(items: Iterable[Any]) -> str:
    """Many items at once in one line; the checklist itself has the rest."""
    states = Counter(state for _code, _before, state in items)
    return ", ".join(
        f"{ANSWER_STATES[AnswerState(state)].word}: {count}" for state, count in states.items()
    )


def _task_text(entry: TimelineEntry, names: _Names) -> str:
    due = entry.data.get("due_on")
    parts = [entry.text, names.user(entry.data.get("assignee"))]
    if due and entry.data.get("step") in ("added", "changed"):
        parts.append(_("by %(day)s") % {"day": day(date.fromisoformat(due))})
    return " · ".join(part for part in parts if part)


def _moved(data: Mapping[str, Any], names: _Names) -> str:
    agency = {"agency": names.agency(data.get("to"))}
    if data.get("kind") == TransferKind.RETURNED:
        return _("Given back to %(agency)s") % agency
    if data.get("kind") == TransferKind.BEYOND:
        return _("Beyond the agency's competence: now with %(agency)s") % agency
    return _("Passed on to %(agency)s") % agency


def _days_moved(data: Mapping[str, Any]) -> str:
    return _("The table of working days changed: %(before)s became %(after)s.") % {
        part: day(datetime.fromisoformat(str(data[part]))) for part in ("before", "after")
    }


def _entry(entry: TimelineEntry, names: _Names, *, linked: bool) -> Entry:
    kind = EntryKind(entry.kind)
    by = entry.user.full_name if entry.user is not None else ""
    if entry.agency is not None:
        by = f"{by}, {agency_name(entry.agency)}" if by else agency_name(entry.agency)
    data: Mapping[str, Any] = entry.data
    title, text = str(ENTRY_TITLES[kind]), entry.text
    url = label = ""
    match kind:
        case EntryKind.CATEGORY:
            category = word(CATEGORY_NAMES, str(data.get("category", "")))
            title = _("Category: %(category)s") % {"category": category}
            if not data.get("category"):
                title = _("Category taken back; the case waits for one again")
        case EntryKind.ASSIGNED:
            user = names.user(data.get("assignee"))
            title = _("Given to %(person)s") % {"person": user} if user else _("Given to nobody")
        case EntryKind.TRANSFERRED:
            title = _moved(data, names)
            text = text or (_(data["why"]) if data.get("why") else "")
            if data.get("suggested"):
                hint = _("Suggested: %(agency)s") % {"agency": names.agency(data["suggested"])}
                text = f"{text} ({hint})" if text else hint
        case EntryKind.DIRECTED:
            if data.get("agency"):
                title = _("The committee names %(agency)s as competent") % {
                    "agency": names.agency(data["agency"])
                }
        case EntryKind.TASK:
            title = word(TASK_STEPS, str(data.get("step", "")))
            text = _task_text(entry, names)
            if data.get("step") == "inherited":
                text = names.agency(data.get("to"))
        case EntryKind.DEADLINE:
            text = _days_moved(data)
        case EntryKind.CHECKLIST:
            items = list(data.get("items", ()))
            if len(items) > _ITEMS_NAMED:
                text = _counted(items)
            else:
                text = "\n".join(part for part in (_listed(items, names), text) if part)
        case EntryKind.GROUND:
            title = word(GROUND_STEPS, str(data.get("step", "")))
            text = " · ".join(part for part in (names.ground(data.get("ground")), text) if part)
        case EntryKind.COPY:
            told = [names.agency(key) for key in data.get("agencies", ())]
            whom = ", ".join(told) or names.agency(data.get("agency"))
            title = word(COPY_STEPS, str(data.get("step", ""))) % {"agency": whom}
        case EntryKind.VERDICT | EntryKind.REOPENED:
            step = str(data.get("step") or data.get("action") or "")
            title = word(VERDICT_STEPS, step) if step in VERDICT_STEPS else title
            if linked and data.get("verdict") and data.get("version"):
                url = reverse("desk_version", args=[data["verdict"], data["version"]])
                label = _("Version %(number)s") % {"number": data["version"]}
        case EntryKind.ROUND:
            title = word(ROUND_STEPS, str(data.get("step", ""))) % {
                "reference": data.get("round", ""),
                "agency": names.agency(data.get("agency")),
            }
        case EntryKind.APPEAL:
            title = word(APPEAL_STEPS, str(data.get("step", ""))) % {
                "reference": data.get("appeal", "")
            }
        case EntryKind.MEETING:
            title = word(MEETING_STEPS, str(data.get("step", ""))) % {
                "reference": data.get("meeting", "")
            }
        case EntryKind.MEASURE:
            title = word(MEASURE_STEPS, str(data.get("step", ""))) % {
                "measure": word(MEASURE_NAMES, str(data.get("kind", ""))),
                "agency": names.agency(data.get("agency")),
                "outcome": word(RESULT_NAMES, str(data.get("outcome", ""))),
            }
            if data.get("step") == "moved":
                text = _days_moved(data)
            url, label = reverse("desk_measure", args=[data["measure"]]), str(data["measure"])
        case EntryKind.MERGED | EntryKind.SPLIT | EntryKind.JOIN_UNDONE:
            title, text = joined_words(kind, data)
            if data.get("join"):
                url, label = reverse("desk_join", args=[data["join"]]), _("What moved")
        case EntryKind.ANSWER if data.get("instead"):
            title = _("Answered anew; before that the answer was:")
        case EntryKind.CLOSED:
            outcome = str(data.get("outcome", ""))
            text = text or str(OUTCOME_NAMES.get(CaseOutcome(outcome), ""))
        case _:
            pass
    loud = kind in (EntryKind.ESCALATED, EntryKind.DIRECTED)
    tone = Tone.CAUTION.value if loud else ""
    return Entry(title, by, entry.at, text, tone, url, label)
