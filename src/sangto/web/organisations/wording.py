from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangto.organisations.domain.charter_differences import Kind, Section
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.domain.kinds import AgencyKind, TeamRole
from sangto.web.wording import Words

AGENCY_KINDS: Words = {
    AgencyKind.LEAD: _("Lead agency"),
    AgencyKind.COMMITTEE: _("Committee"),
    AgencyKind.OFFICE: _("Office"),
    AgencyKind.DEPARTMENT: _("Department"),
    AgencyKind.POLICE: _("Police"),
    AgencyKind.BODY: _("Body"),
    AgencyKind.ASSOCIATION: _("Association"),
    AgencyKind.PRESS: _("Press"),
    AgencyKind.PORTAL: _("Portal"),
    AgencyKind.LOCALITY: _("Locality"),
}
TEAM_ROLES: Words = {TeamRole.HEAD: _("Head"), TeamRole.MEMBER: _("Member")}
SECTIONS: Words = {
    Section.CHARTER: _("The charter itself"),
    Section.AGENCIES: _("Agencies"),
    Section.OFFICERS: _("Focal officers"),
    Section.COMPETENCES: _("Competences"),
    Section.TERRITORIES: _("Territories"),
    Section.SERVICE_FIELDS: _("Fields of public service"),
    Section.TEAMS: _("Teams"),
    Section.DEADLINES: _("Deadlines"),
    Section.CHECKLISTS: _("Checklists"),
    Section.LEGAL_GROUNDS: _("Legal grounds"),
    Section.HOLIDAY_OVERRIDES: _("Days worked or not worked"),
    Section.PROTECTED_DOMAINS: _("Protected domains"),
}
DIFFERENCE_KINDS: Words = {
    Kind.ADDED: _("New"),
    Kind.REMOVED: _("Taken out"),
    Kind.CHANGED: _("Changed"),
}
DEADLINE_KINDS: Words = {
    DeadlineKind.TRIAGE: _("Triage"),
    DeadlineKind.ANSWER: _("Answer to the sender"),
    DeadlineKind.FRAUD_FAMILY: _("Scams, links, impersonation, break-ins"),
    DeadlineKind.FACTUAL_CLAIM: _("Factual claims"),
    DeadlineKind.SERVICE_FEEDBACK: _("Feedback on a public service"),
    DeadlineKind.OPINION_ROUND: _("Opinion round"),
    DeadlineKind.MINUTES: _("Minutes of a meeting"),
    DeadlineKind.APPEAL: _("Deciding an appeal"),
    DeadlineKind.APPEAL_WINDOW: _("Time to appeal"),
    DeadlineKind.RECEIPT_READABLE: _("How long a receipt can be read"),
    DeadlineKind.MEASURE: _("Measure of an agency"),
    DeadlineKind.PRESS_ANSWER: _("Answer to the press"),
}
#: Keys of a charter's entries, as people say them.
FIELDS: Words = {
    "name": _("name"),
    "name_en": _("English name"),
    "title": _("title"),
    "title_en": _("English title"),
    "kind": _("kind"),
    "symbol": _("symbol"),
    "parent": _("directed by"),
    "successor": _("successor"),
    "passes_on": _("what passes on to others"),
    "spokesperson": _("spokesperson"),
    "office_address": _("address of the office"),
    "office_phone": _("phone of the office"),
    "domains": _("own sites"),
    "valid_from": _("first day"),
    "valid_until": _("last day"),
    "email": _("e-mail address"),
    "substitute_for": _("stands in for"),
    "days": _("days"),
    "mode": _("counting"),
    "channels": _("channels"),
    "consultation_modes": _("ways to consult"),
    "reports": _("reports"),
    "digest": _("digest"),
    "digest_hour": _("hour of the digest"),
    "members": _("members"),
    "purpose": _("purpose"),
    "purpose_en": _("English purpose"),
    "items": _("items"),
    "citation": _("citation"),
    "citation_en": _("English citation"),
    "working": _("worked"),
    "note": _("note"),
    "owner": _("owner"),
    "lead": _("lead agency"),
    "network": _("network"),
}
