"""What this person can do next in a case: one primary step, the rest in a quiet menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sangto.cases.domain.inbox import RESTING
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, Standing, may
from sangto.cases.queries import (
    all_withdrawn,
    category_of,
    ready_for_verdict_refusal,
    waiting_reports,
)
from sangto.handling import abuse_permissions as abuse
from sangto.handling import permissions as handling
from sangto.handling.domain.abuse import TECHNICAL
from sangto.handling.domain.measures import ANSWER_MEASURE
from sangto.handling.domain.press import PRESS_CATEGORIES
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category, Step
from sangto.matching.permissions import MatchingPermission
from sangto.matching.permissions import may as may_match
from sangto.organisations.models import Agency
from sangto.verdicts import permissions as verdicts
from sangto.verdicts.domain.version import OPEN_STATUSES, VersionStatus
from sangto.verdicts.models import VerdictVersion


@dataclass(frozen=True, slots=True)
class Action:
    """A link to the page of a step, or with ``post`` the step itself."""

    url: str
    label: str
    post: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """``waiting`` says for whom or what the case waits when there is no primary step here."""

    primary: Action | None
    others: tuple[Action, ...]
    waiting: str


@dataclass(frozen=True, slots=True)
class Place:
    """Who looks at which case, with what the pages have read of it already."""

    case: Case
    actor: Actor
    standing: Standing
    relatives: frozenset[int]
    versions: Sequence[VerdictVersion]
    giver: Agency | None = None

    def may(self, permission: Permission) -> bool:
        return may(self.actor, permission, self.standing)

    def may_verdict(self, permission: verdicts.Permission) -> bool:
        return verdicts.may(
            self.actor,
            permission,
            owner_agency=self.case.owner_id,
            subject_relatives=self.relatives,
        )

    def may_handle(self, permission: handling.Permission) -> bool:
        return handling.may(self.actor, permission, self.standing)

    @property
    def may_report_abuse(self) -> bool:
        return (
            self.case.status != CaseStatus.TRIAGE
            and category_of(self.case) in TECHNICAL
            and abuse.may(self.actor, abuse.AbusePermission.WRITE, self.standing)
        )

    def link(self, name: str, label: str, icon: str = "") -> Action:
        return Action(reverse(name, args=[self.case.reference]), label, icon=icon)

    def button(self, name: str, label: str, icon: str = "") -> Action:
        return Action(reverse(name, args=[self.case.reference]), label, post=True, icon=icon)

    @property
    def open_version(self) -> VerdictVersion | None:
        return self._with_status(*OPEN_STATUSES)

    @property
    def published_version(self) -> VerdictVersion | None:
        return self._with_status(VersionStatus.PUBLISHED)

    def _with_status(self, *statuses: VersionStatus) -> VerdictVersion | None:
        return next((v for v in self.versions if VersionStatus(v.status) in statuses), None)


def steps_of(place: Place) -> Steps:
    primary, waiting = _primary(place)
    taken = primary.url if primary is not None else ""
    others = tuple(action for action in _others(place) if action.url != taken)
    return Steps(primary, others, waiting)


def _primary(place: Place) -> tuple[Action | None, str]:
    case = place.case
    category = category_of(case)
    match CaseStatus(case.status):
        case CaseStatus.TRIAGE:
            if place.may(Permission.CATEGORISE):
                return place.link("desk_case_category", _("Choose the category")), ""
            return None, _("Waits for its category.")
        case CaseStatus.SIGNING:
            version = place.open_version
            if version is None:
                return None, ""
            if place.may_verdict(verdicts.Permission.APPROVE):
                return _version_link(version, _("Read and decide")), ""
            return None, _("Waits for an approver's decision.")
        case CaseStatus.CLOSED:
            late = _late(place)
            if late is not None:
                return late, ""
            version = place.published_version
            if version is not None:
                return _version_link(version, _("See the published verdict")), ""
            return None, ""
        case CaseStatus.VERIFYING:
            return _verifying(place, category)


def _verifying(place: Place, category: Category | None) -> tuple[Action | None, str]:
    if category is Category.FACTUAL_CLAIM and place.case.confirmed_at is None:
        if place.standing.confirms and place.may(Permission.CONFIRM):
            return place.link("desk_case_confirm", _("Confirm the category")), ""
        return None, _("Waits for a person of another agency to confirm the category.")
    if category in ANSWER_MEASURE:
        if place.may_handle(handling.Permission.ANSWER):
            return place.link("desk_answer", _("Write the answer")), ""
        return None, _("Waits for the answer of the agency that has the case.")
    if ready_for_verdict_refusal(place.case) is not None:
        return None, ""
    version = place.open_version
    if not place.may_verdict(verdicts.Permission.DRAFT):
        return None, _("The verdict is being written.") if version else _("Waits for its verdict.")
    if version is not None:
        return _version_link(version, _("Go on with the draft")), ""
    renewal = _renewal(place)
    if renewal:
        return renewal[0], ""
    return place.link("desk_verdict_start", _("Write the verdict")), ""


def _version_link(version: VerdictVersion, label: str) -> Action:
    return Action(reverse("desk_version", args=[version.verdict.reference, version.number]), label)


def _others(place: Place) -> list[Action]:
    case = place.case
    status, category = CaseStatus(case.status), category_of(case)
    actions: list[Action] = []
    version = place.open_version or place.published_version
    if version is not None and place.may_verdict(verdicts.Permission.READ_UNPUBLISHED):
        actions.append(
            _version_link(
                version,
                _("Read the verdict"),
            )
        )
    if category in PRESS_CATEGORIES and place.may_handle(handling.Permission.PRESS_RECORD):
        actions.append(
            place.link("desk_press_new", _("Take down a question of the press"), "draft")
        )
    if place.may_report_abuse:
        actions.append(place.link("desk_abuse_new", _("Report to a provider"), "forward"))
    if status is CaseStatus.CLOSED:
        published = case.outcome == CaseOutcome.VERDICT
        if published and place.may_handle(handling.Permission.MEASURE_CREATE):
            actions.append(place.link("desk_measure_plan", _("Plan a measure"), "done"))
        return actions + _renewal(place) + _reopening(place)
    early = status in (CaseStatus.TRIAGE, CaseStatus.VERIFYING)
    if early and place.may(Permission.CATEGORISE):
        actions.append(place.link("desk_case_category", _("Change the category"), "undo"))
    if place.may(Permission.ASSIGN):
        actions.append(place.link("desk_case_assign", _("Give it to somebody"), "person"))
    movable = (
        status is CaseStatus.VERIFYING
        and category is not None
        and Step.TRANSFER in RULES[category].steps
    )
    if movable and place.may(Permission.ROUTE):
        actions.append(place.button("desk_case_route", _("Pass it to the competent agency")))
    if movable and place.may(Permission.TRANSFER):
        actions.append(place.link("desk_case_transfer", _("Pass it to another agency"), "forward"))
    moving = status in (CaseStatus.TRIAGE, CaseStatus.VERIFYING)
    if moving and place.giver is not None and place.may(Permission.RETURN):
        actions.append(place.link("desk_case_return", _("Give it back"), "back"))
    if moving and not case.owner.is_lead and place.may(Permission.BEYOND):
        actions.append(place.link("desk_case_beyond", _("Beyond our competence"), "forward"))
    if category is not None and place.may_handle(handling.Permission.MEASURE_DIRECT):
        actions.append(
            place.link("desk_measure_direct", _("Direct an agency, by a day"), "forward")
        )
    if case.escalated_at is not None and place.may(Permission.DIRECT):
        actions.append(
            place.link("desk_case_direct", _("Write the committee's direction"), "draft")
        )
    raisable = category is None or Step.MEETING in RULES[category].steps
    if raisable and case.escalated_at is None and place.may(Permission.ESCALATE):
        actions.append(place.link("desk_case_escalate", _("Raise it to the committee"), "people"))
    if category in ANSWER_MEASURE and place.may_handle(handling.Permission.ANSWER):
        actions.append(place.link("desk_answer", _("Write the answer"), "draft"))
    if status is CaseStatus.VERIFYING and place.may_handle(handling.Permission.MEASURE_CREATE):
        actions.append(place.link("desk_measure_plan", _("Plan a measure"), "done"))
    if early and place.may(Permission.CATEGORISE):
        actions += _grouping(place)
    if early and place.may(Permission.CLOSE_OUT_OF_SCOPE):
        if all_withdrawn(case.claim):
            actions.append(
                place.link("desk_case_withdrawn", _("Close: its senders withdrew"), "close")
            )
        actions.append(place.link("desk_case_close", _("Close as out of scope"), "close"))
    return actions


def _reopening(place: Place) -> list[Action]:
    ended = place.case.outcome in (CaseOutcome.VERDICT, CaseOutcome.ANSWERED)
    if not ended or not place.may(Permission.REOPEN):
        return []
    return [place.link("desk_case_reopen", _("Open the case again"), "undo")]


def _grouping(place: Place) -> list[Action]:
    """Only the lead agency sees what people sent, so it alone says what belongs together."""
    claim = place.case.claim.reference
    steps = (
        (MatchingPermission.CLAIM_MERGE, "desk_claim_join", _("Join with another claim"), "link"),
        (MatchingPermission.REPORT_MOVE, "desk_claim_split", _("Split off reports"), "copy"),
    )
    return [
        Action(reverse(name, args=[claim]), label, icon=icon)
        for permission, name, label, icon in steps
        if may_match(place.actor, permission)
    ]


def _late(place: Place) -> Action | None:
    """For reports that came after an end which does not answer them by itself."""
    case = place.case
    resting = CaseOutcome(case.outcome) in RESTING and place.may(Permission.OPEN)
    answered = case.outcome == CaseOutcome.ANSWERED and place.may_handle(handling.Permission.ANSWER)
    if not (resting or answered) or not waiting_reports(case.claim).exists():
        return None
    if resting:
        url = reverse("desk_claim_open", args=[case.claim.reference])
        return Action(url, _("Take it up: somebody has reported it"), post=True)
    return Action(reverse("desk_answer", args=[case.reference]), _("Answer those who asked later"))


def _renewal(place: Place) -> list[Action]:
    version = place.published_version
    if (
        version is None
        or place.open_version is not None
        or place.case.outcome not in (CaseOutcome.VERDICT, CaseOutcome.NONE)
        or not place.may_verdict(verdicts.Permission.RENEW)
    ):
        return []
    url = reverse("desk_version_renew", args=[version.verdict.reference])
    return [Action(url, _("Start a new version"), post=True, icon="draft")]
