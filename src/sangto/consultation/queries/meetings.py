"""Meetings, and which of them an actor may know about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sangto.cases.domain.states import OPEN_STATUSES
from sangto.cases.models import Case
from sangto.cases.queries import (
    cases_visible_to,
    category_of,
    standing_of,
    subject_relatives,
)
from sangto.consultation.domain.meetings import (
    MeetingState,
    MinutesAnswer,
    Slot,
    case_refusal,
    slots,
)
from sangto.consultation.domain.minutes import Tally, tally
from sangto.consultation.models import AgendaItem, Meeting, MeetingInvitee, MinutesAgreement
from sangto.consultation.permissions import (
    MeetingStanding,
    Permission,
    has_meeting_permission,
    may_in_meeting,
)
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category, Step
from sangto.kernel.errors import NotVisible, Refusal
from sangto.kernel.references import normalised_reference
from sangto.kernel.text import folded
from sangto.organisations.models import Agency, FocalOfficer
from sangto.organisations.queries import duties_on, relatives

_MET = sorted(category.value for category, rules in RULES.items() if Step.MEETING in rules.steps)
#: States in which an invited agency knows of a meeting.
KNOWN_TO_INVITED = [state.value for state in MeetingState if state is not MeetingState.PREPARING]
_OPEN = [status.value for status in OPEN_STATUSES]


def meeting_standing(actor: Actor, meeting: Meeting) -> MeetingStanding:
    """How the actor's agency stands to this meeting; up to two queries."""
    if actor.agency_id is None:
        return MeetingStanding()
    agency = Agency.objects.filter(pk=actor.agency_id, network_id=meeting.network_id).first()
    if agency is None:
        return MeetingStanding()
    invited = (
        meeting.state in KNOWN_TO_INVITED
        and living_invitees(meeting).filter(agency_id=agency.pk, times_sent__gte=1).exists()
    )
    return MeetingStanding(
        hosts=meeting.agency_id == agency.pk or (actor.in_lead_agency and agency.is_lead),
        invited=invited,
    )


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The lead agency sees all of its network; a member those that it called, and those to which
    it was invited."""
    meetings = Meeting.objects.select_related("agency", "network")
    if actor.agency_id is None or not has_meeting_permission(actor, Permission.MEETING_VIEW):
        return meetings.none()
    agency = Agency.objects.filter(pk=actor.agency_id).first()
    if agency is None:
        return meetings.none()
    meetings = meetings.filter(network_id=agency.network_id)
    if actor.in_lead_agency and agency.is_lead:
        return meetings
    invited = MeetingInvitee.objects.filter(
        meeting=OuterRef("pk"), agency=agency, removed_at__isnull=True, times_sent__gte=1
    )
    return meetings.filter(Q(agency=agency) | (Exists(invited) & Q(state__in=KNOWN_TO_INVITED)))


def get_meeting_for(actor: Actor, reference: str, *, need: Permission) -> Meeting:
    """:class:`NotVisible` when it does not exist, or when the actor may not do this there."""
    meeting = meetings_visible_to(actor).filter(reference=reference).first()
    if meeting is None or not may_in_meeting(actor, need, meeting_standing(actor, meeting)):
        raise NotVisible
    return meeting


def listed_meetings(actor: Actor, *, past: bool) -> QuerySet[Meeting]:
    """Coming ones with the next first, or past ones with the latest first, with counts. What has
    begun stays among the coming ones until it is over."""
    over = Q(state__in=[MeetingState.CLOSED.value, MeetingState.CANCELLED.value])
    meetings = meetings_visible_to(actor).annotate(
        item_count=Count("items", distinct=True),
        invited_count=Count("invitees", filter=Q(invitees__removed_at__isnull=True), distinct=True),
        accepted_count=Count(
            "invitees",
            filter=Q(invitees__removed_at__isnull=True, invitees__reply="accepted"),
            distinct=True,
        ),
    )
    if past:
        return meetings.filter(over).order_by("-starts_at", "-pk")
    return meetings.exclude(over).order_by("starts_at", "pk")


def living_invitees(meeting: Meeting) -> QuerySet[MeetingInvitee]:
    return MeetingInvitee.objects.filter(meeting=meeting, removed_at__isnull=True).select_related(
        "agency", "instead_of"
    )


def agenda_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    return (
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("case__claim", "case__subject_agency", "case__owner", "kept_by")
        .prefetch_related("actions__agency", "actions__task")
        .order_by("position", "pk")
    )


@dataclass(frozen=True, slots=True)
class TimedItem:
    item: AgendaItem
    slot: Slot


def timed_agenda(meeting: Meeting) -> list[TimedItem]:
    """The items with the times that follow from the start. Three queries."""
    items = list(agenda_of(meeting))
    times = slots(meeting.starts_at, (item.minutes for item in items))
    return [TimedItem(item, slot) for item, slot in zip(items, times, strict=True)]


def may_list_case(actor: Actor, case: Case) -> bool:
    """Whether the actor's agency leads the network or has the case."""
    standing = standing_of(actor, case)
    return standing.leads or standing.owns


def listing_refusal(actor: Actor, meeting: Meeting, case: Case) -> Refusal | None:
    """Why this case may not stand on the agenda. Four queries at most."""
    return case_refusal(
        category=category_of(case),
        is_open=case.status in _OPEN,
        listed=AgendaItem.objects.filter(meeting=meeting, case=case).exists(),
        conflicted=standing_of(actor, case).conflicted,
    )


def agenda_cases(
    actor: Actor, meeting: Meeting | None, words: str = "", *, limit: int = 20
) -> list[Case]:
    """Open cases that the actor may put on an agenda, by reference or by words of the title that
    officers wrote; the most pressing first. A category without meetings is left out."""
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if agency is None:
        return []
    cases = (
        cases_visible_to(actor)
        .filter(status__in=_OPEN, category__in=_MET)
        .exclude(claim__title="")
        .select_related("claim", "owner")
    )
    if not (actor.in_lead_agency and agency.is_lead):
        cases = cases.filter(owner=agency)
    cases = cases.exclude(subject_agency__in=relatives(agency), subject_agency__isnull=False)
    if meeting is not None:
        cases = cases.exclude(agenda_items__meeting=meeting)
    reference = normalised_reference(words)
    if reference is not None:
        cases = cases.filter(reference=reference)
    else:
        for word in folded(words).split()[:10]:
            cases = cases.filter(claim__title_folded__contains=word)
    return list(cases.order_by("due_at", "pk")[:limit])


def concerned_agencies(meeting: Meeting) -> frozenset[int]:
    """Agencies that a claim on the agenda is about, with those above and below them."""
    found: set[int] = set()
    cases = Case.objects.filter(agenda_items__meeting=meeting, subject_agency__isnull=False)
    for case in cases.select_related("subject_agency"):
        found |= subject_relatives(case)
    return frozenset(found)


def decides_about(actor: Actor, item: AgendaItem) -> bool:
    """Whether the actor's agency may decide what this item says (SCOPE.md 5)."""
    return item.case is None or not standing_of(actor, item.case).conflicted


def people_to_write_to(agencies: Collection[int], day: date) -> dict[int, FocalOfficer]:
    """One for each agency that has somebody on duty. Two queries."""
    return {key: duty[0].officer for key, duty in duties_on(agencies, day).items() if duty}


def current_tally(meeting: Meeting) -> Tally:
    """How the attendees stand to the minutes that went out last. Two queries."""
    rows = list(
        MinutesAgreement.objects.filter(
            invitee__meeting=meeting, round=meeting.minutes_round
        ).values_list("invitee_id", "answer")
    )
    asked = {invitee for invitee, _answer in rows}
    return tally(asked, [(invitee, MinutesAnswer(answer)) for invitee, answer in rows if answer])


def agreements_of(meeting: Meeting) -> QuerySet[MinutesAgreement]:
    """Those of the minutes that went out last."""
    return (
        MinutesAgreement.objects.filter(invitee__meeting=meeting, round=meeting.minutes_round)
        .select_related("invitee__agency", "invitee__instead_of")
        .order_by("pk")
    )


def meetings_about(case: Case) -> QuerySet[Meeting]:
    """Meetings with this case on the agenda, the latest first."""
    return Meeting.objects.filter(items__case=case).select_related("agency").order_by("-starts_at")


def may_call_about(actor: Actor, case: Case) -> bool:
    """Whether the case's page offers a meeting about it."""
    category = category_of(case)
    if category is None or Step.MEETING not in RULES[Category(category)].steps:
        return False
    if case.status not in _OPEN or not case.claim.title:
        return False
    if not has_meeting_permission(actor, Permission.MEETING_PREPARE):
        return False
    standing = standing_of(actor, case)
    return (standing.leads or standing.owns) and not standing.conflicted


def sees_cases(actor: Actor, cases: Collection[int]) -> frozenset[int]:
    """Which of these the actor may open. One or two queries."""
    if not cases:
        return frozenset()
    visible = cases_visible_to(actor).filter(pk__in=cases)
    return frozenset(visible.values_list("pk", flat=True))
