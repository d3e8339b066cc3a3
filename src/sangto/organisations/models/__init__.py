"""The rows of the room."""

from sangto.organisations.models.agency import Agency, FocalOfficer, OfficerAbsence
from sangto.organisations.models.competence import Competence
from sangto.organisations.models.ground import LegalGround, ProtectedDomain
from sangto.organisations.models.integration import ApiKey, Integration, IntegrationDay
from sangto.organisations.models.invitation import Invitation
from sangto.organisations.models.membership import Membership
from sangto.organisations.models.network import Charter, HolidayOverride, Network
from sangto.organisations.models.session import StaffSession
from sangto.organisations.models.succession import Succession, SuccessionShare
from sangto.organisations.models.team import Team, TeamMember
from sangto.organisations.models.territory import Territory
from sangto.organisations.models.user import User, UserManager
from sangto.organisations.models.validity import valid_on

__all__ = [
    "Agency",
    "ApiKey",
    "Charter",
    "Competence",
    "FocalOfficer",
    "HolidayOverride",
    "Integration",
    "IntegrationDay",
    "Invitation",
    "LegalGround",
    "Membership",
    "Network",
    "OfficerAbsence",
    "ProtectedDomain",
    "StaffSession",
    "Succession",
    "SuccessionShare",
    "Team",
    "TeamMember",
    "Territory",
    "User",
    "UserManager",
    "valid_on",
]
