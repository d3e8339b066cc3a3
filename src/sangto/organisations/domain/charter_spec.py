"""The format of a charter."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)
from pydantic_core import PydanticCustomError

from sangto.kernel.categories import Category, Topic
from sangto.kernel.text import clean
from sangto.kernel.worktime import LONGEST_DAYS, Mode
from sangto.organisations.domain.deadlines import DEFAULTS, DeadlineKind
from sangto.organisations.domain.kinds import (
    MEMBER_KINDS,
    AgencyKind,
    ConsultationMode,
    DigestRhythm,
    EvidenceNeed,
    NotificationChannel,
    ReportPeriod,
    TeamRole,
    TerritoryKind,
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EARLIEST, LATEST = date(1945, 9, 2), date(2199, 12, 31)


def _day(value: object) -> date:
    """Only YYYY-MM-DD; pydantic alone would take numbers as seconds since 1970."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if EARLIEST <= day <= LATEST:
            return day
    raise PydanticCustomError("day", "not a day")


def _line(value: object) -> object:
    """One line of text in NFC; other types are left for the type check."""
    return " ".join(clean(value).split()) if isinstance(value, str) else value


def _pattern(kind: str, pattern: str, length: int) -> BeforeValidator:
    compiled = re.compile(pattern)

    def check(value: object) -> object:
        if isinstance(value, str) and (len(value) > length or not compiled.fullmatch(value)):
            raise PydanticCustomError("pattern", "not a {kind}", {"kind": kind})  # type: ignore[misc, unused-ignore] # mypy and the stub disagree
        return value

    return BeforeValidator(check)


SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
CODE = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"

Day = Annotated[date, BeforeValidator(_day)]
Slug = Annotated[str, _pattern("slug", SLUG, 60)]
Code = Annotated[str, _pattern("code", CODE, 60)]
Domain = Annotated[str, _pattern("domain", rf"(?:{_LABEL}\.)+{_LABEL}", 253)]
Email = Annotated[str, _pattern("email", rf"[A-Za-z0-9._%+-]+@(?:{_LABEL}\.)+{_LABEL}", 254)]
Title = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=300)]
Name = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=200)]
ShortName = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=120)]
Citation = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=500)]
Remark = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=200)]
Purpose = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=500)]
Symbol = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=30)]
Phone = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=40)]
Switch = Annotated[bool, Field(strict=True)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(Part):
    """Valid from a first to a last day; what is not given is as in the charter."""

    valid_from: Day | None = None
    valid_until: Day | None = None


class OfficerSpec(Dated):
    name: ShortName
    email: Email
    substitute_for: Email | None = None


class ShareSpec(Part):
    """A part of an ended agency's work that another than its successor takes over."""

    agency: Slug
    topic: Code | None = None
    territory: Slug | None = None


class AgencySpec(Dated):
    """A member. ``parent`` stands for the charter's committee when it is not given and the kind
    is one that a committee directs. One with a last day passes its work on to its ``successor``
    on the day after, and parts of it as ``passes_on`` says."""

    slug: Slug
    name: Name
    name_en: Annotated[str, BeforeValidator(_line), StringConstraints(max_length=200)] = ""
    kind: AgencyKind
    symbol: Symbol = ""
    parent: Slug | None = None
    successor: Slug | None = None
    passes_on: tuple[ShareSpec, ...] = ()
    spokesperson: Remark = ""
    office_address: Remark = ""
    office_phone: Phone = ""
    domains: tuple[Domain, ...] = ()
    focal_officers: tuple[OfficerSpec, ...] = ()

    @field_validator("kind")
    @classmethod
    def _kind_of_a_member(cls, kind: AgencyKind) -> AgencyKind:
        if kind not in cls.allowed_kinds():
            raise PydanticCustomError("member_kind", "not the kind of a member")
        return kind

    @classmethod
    def allowed_kinds(cls) -> frozenset[AgencyKind]:
        return MEMBER_KINDS


class LeadSpec(AgencySpec):
    kind: AgencyKind = AgencyKind.LEAD

    @classmethod
    def allowed_kinds(cls) -> frozenset[AgencyKind]:
        return frozenset({AgencyKind.LEAD})


class CommitteeSpec(AgencySpec):
    kind: AgencyKind = AgencyKind.COMMITTEE

    @classmethod
    def allowed_kinds(cls) -> frozenset[AgencyKind]:
        return frozenset({AgencyKind.COMMITTEE})


class TerritorySpec(Part):
    code: Slug
    name: ShortName
    name_en: ShortName
    kind: TerritoryKind
    parent: Slug | None = None


class ServiceFieldSpec(Part):
    """A field of public service that people may complain or ask about."""

    code: Code
    name: ShortName
    name_en: ShortName


class CompetenceSpec(Dated):
    """``topic`` is settled by ``agency``, in ``territory`` or, without one, everywhere."""

    topic: Code
    agency: Slug
    territory: Slug | None = None


class DeadlineSpec(Part):
    days: Annotated[int, Field(strict=True, ge=0, le=LONGEST_DAYS)]
    mode: Mode = Mode.WORKING


class CalendarDaysSpec(DeadlineSpec):
    """Days that nobody works on are counted too."""

    mode: Literal[Mode.CALENDAR] = Mode.CALENDAR


def _default(kind: DeadlineKind) -> Any:
    days, mode = DEFAULTS[kind]
    return Field(default=DeadlineSpec(days=days, mode=mode))


class DeadlinesSpec(Part):
    triage: DeadlineSpec = _default(DeadlineKind.TRIAGE)
    answer: DeadlineSpec = _default(DeadlineKind.ANSWER)
    fraud_family: DeadlineSpec = _default(DeadlineKind.FRAUD_FAMILY)
    factual_claim: DeadlineSpec = _default(DeadlineKind.FACTUAL_CLAIM)
    service_feedback: DeadlineSpec = _default(DeadlineKind.SERVICE_FEEDBACK)
    opinion_round: DeadlineSpec = _default(DeadlineKind.OPINION_ROUND)
    minutes: DeadlineSpec = _default(DeadlineKind.MINUTES)
    appeal: DeadlineSpec = _default(DeadlineKind.APPEAL)
    appeal_window: DeadlineSpec = _default(DeadlineKind.APPEAL_WINDOW)
    receipt_readable: CalendarDaysSpec = CalendarDaysSpec(
        days=DEFAULTS[DeadlineKind.RECEIPT_READABLE][0]
    )

    measure: DeadlineSpec = _default(DeadlineKind.MEASURE)
    press_answer: DeadlineSpec = _default(DeadlineKind.PRESS_ANSWER)

    def of(self, kind: DeadlineKind) -> DeadlineSpec:
        found: DeadlineSpec = getattr(self, kind.value)
        return found


class ProtectedDomainSpec(Part):
    domain: Domain
    owner: Name


class LegalGroundSpec(Part):
    code: Slug
    citation: Citation
    citation_en: Citation
    valid_from: Day
    valid_until: Day | None = None


class ChecklistItemSpec(Part):
    """One thing to make sure of, in Vietnamese and English. With required evidence a verdict waits
    for it."""

    code: Code
    vi: Citation
    en: Citation
    evidence: EvidenceNeed = EvidenceNeed.OPTIONAL


class ChecklistSpec(Part):
    """The verification checklist of a category, or of one topic of factual claims."""

    category: Category
    topic: Topic | None = None
    items: Annotated[tuple[ChecklistItemSpec, ...], Field(min_length=1, max_length=20)]


class HolidayOverrideSpec(Part):
    day: Day
    working: Switch
    note: Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=200)]


class TeamMemberSpec(Dated):
    """A focal officer of this charter, by agency and address."""

    agency: Slug
    email: Email
    role: TeamRole = TeamRole.MEMBER


class TeamSpec(Dated):
    """People of several agencies who work together on something."""

    code: Slug
    name: ShortName
    name_en: ShortName
    purpose: Purpose = ""
    purpose_en: Purpose = ""
    members: tuple[TeamMemberSpec, ...] = ()


class CharterSpec(Part):
    """A whole charter. Tuples keep the order of the file."""

    network: Slug
    title: Title
    title_en: Title
    valid_from: Day
    valid_until: Day | None = None
    committee: CommitteeSpec | None = None
    lead: LeadSpec
    members: tuple[AgencySpec, ...] = ()
    territories: tuple[TerritorySpec, ...] = ()
    service_fields: tuple[ServiceFieldSpec, ...] = ()
    competences: tuple[CompetenceSpec, ...] = ()
    teams: tuple[TeamSpec, ...] = ()
    channels: tuple[NotificationChannel, ...] = ()
    consultation_modes: tuple[ConsultationMode, ...] = ()
    reports: tuple[ReportPeriod, ...] = ()
    digest: DigestRhythm = DigestRhythm.NONE
    digest_hour: Annotated[int, Field(strict=True, ge=0, le=23)] = 7
    deadlines: DeadlinesSpec = DeadlinesSpec()
    protected_domains: tuple[ProtectedDomainSpec, ...] = ()
    legal_grounds: tuple[LegalGroundSpec, ...] = ()
    checklists: tuple[ChecklistSpec, ...] = ()
    holiday_overrides: tuple[HolidayOverrideSpec, ...] = ()

    @property
    def agencies(self) -> tuple[AgencySpec, ...]:
        """Committee, lead agency and members."""
        first = (self.lead,) if self.committee is None else (self.committee, self.lead)
        return (*first, *self.members)
