"""The timeline of a case in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sangto.cases.domain.states import CaseOutcome, EntryKind
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.queries import timeline
from sangto.organisations.models import Agency, User
from sangto.web.cases.wording import ENTRY_TITLES, OUTCOME_NAMES, VERDICT_STEPS
from sangto.web.desk import agency_name
from sangto.web.templatetags.rating_looks import Tone
from sangto.web.wording import CATEGORY_NAMES, word

#: Kinds that a reader may pick in the filter over the timeline.
FILTERS: dict[str, frozenset[EntryKind]] = {
    "notes": frozenset({EntryKind.NOTE}),
    "steps": frozenset(EntryKind) - {EntryKind.NOTE, EntryKind.JOINED},
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
    names = _Names(entries)
    return [_entry(entry, names, linked=linked) for entry in reversed(entries)]


class _Names:
    """Names of the people and agencies that entries mention by number."""

    def __init__(self, entries: Iterable[TimelineEntry]) -> None:
        users: set[int] = set()
        agencies: set[int] = set()
        for entry in entries:
            data: Mapping[str, Any] = entry.data
            users |= {data["assignee"]} if data.get("assignee") else set()
            if entry.kind == EntryKind.TRANSFERRED:
                agencies |= {data[key] for key in ("from", "to") if data.get(key)}
        self.users = User.objects.in_bulk(sorted(users)) if users else {}
        self.agencies = Agency.objects.in_bulk(sorted(agencies)) if agencies else {}

    def user(self, key: Any) -> str:
        user = self.users.get(key)
        return user.full_name if user is not None else ""

    def agency(self, key: Any) -> str:
        agency = self.agencies.get(key)
        return agency_name(agency) if agency is not None else ""


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
            title = _("Category: %(category)s") % {
                "category": word(CATEGORY_NAMES, str(data.get("category", "")))
            }
        case EntryKind.ASSIGNED:
            user = names.user(data.get("assignee"))
            title = _("Given to %(person)s") % {"person": user} if user else _("Given to nobody")
        case EntryKind.TRANSFERRED:
            title = _("Passed on to %(agency)s") % {"agency": names.agency(data.get("to"))}
            text = text or (_(data["why"]) if data.get("why") else "")
        case EntryKind.VERDICT | EntryKind.REOPENED:
            step = str(data.get("step") or data.get("action") or "")
            title = word(VERDICT_STEPS, step) if step in VERDICT_STEPS else title
            if linked and data.get("verdict") and data.get("version"):
                url = reverse("desk_version", args=[data["verdict"], data["version"]])
                label = _("Version %(number)s") % {"number": data["version"]}
        case EntryKind.CLOSED:
            outcome = str(data.get("outcome", ""))
            text = text or str(OUTCOME_NAMES.get(CaseOutcome(outcome), ""))
        case _:
            pass
    tone = Tone.CAUTION.value if kind is EntryKind.ESCALATED else ""
    return Entry(title, by, entry.at, text, tone, url, label)
