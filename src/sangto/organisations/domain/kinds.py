"""The closed lists that charters and rows use."""

from __future__ import annotations

from enum import StrEnum


class AgencyKind(StrEnum):
    LEAD = "lead"
    COMMITTEE = "committee"
    OFFICE = "office"
    DEPARTMENT = "department"
    POLICE = "police"
    BODY = "body"
    ASSOCIATION = "association"
    PRESS = "press"
    PORTAL = "portal"
    LOCALITY = "locality"


#: Members of these kinds never own a factual claim (SCOPE.md 5).
NEVER_OWN_FACTUAL_CLAIMS = frozenset({AgencyKind.POLICE, AgencyKind.BODY})

#: Kinds that a member may have; the lead agency and the committee are named apart.
MEMBER_KINDS = frozenset(AgencyKind) - {AgencyKind.LEAD, AgencyKind.COMMITTEE}

#: Members of these kinds are directed by the committee unless their charter says otherwise.
SUBORDINATE_KINDS = frozenset(
    {AgencyKind.OFFICE, AgencyKind.DEPARTMENT, AgencyKind.PORTAL, AgencyKind.LOCALITY}
)


class TerritoryKind(StrEnum):
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    WARD = "ward"


class Language(StrEnum):
    VIETNAMESE = "vi"
    ENGLISH = "en"


class NotificationChannel(StrEnum):
    """How members notify the lead agency according to the charter."""

    PHONE = "phone"
    MESSAGE = "message"
    EMAIL = "email"
    ELECTRONIC_DOCUMENT = "electronic_document"
    POST = "post"
    CHAT = "chat"
    WEB = "web"


class ConsultationMode(StrEnum):
    MEETING = "meeting"
    WRITTEN_OPINION = "written_opinion"


class ReportPeriod(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ON_DEMAND = "on_demand"


class EvidenceNeed(StrEnum):
    """Whether an item of a checklist is done only with evidence beside it."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class DigestRhythm(StrEnum):
    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"


class NamedBy(StrEnum):
    """Who said so: the charter, whose next version may take it back, or the desk."""

    CHARTER = "charter"
    DESK = "desk"


class TeamRole(StrEnum):
    HEAD = "head"
    MEMBER = "member"
