"""The rows of the room."""

from sangto.organisations.models.agency import Agency, FocalOfficer
from sangto.organisations.models.competence import Competence
from sangto.organisations.models.ground import LegalGround, ProtectedDomain
from sangto.organisations.models.membership import Membership
from sangto.organisations.models.network import Charter, HolidayOverride, Network
from sangto.organisations.models.territory import Territory
from sangto.organisations.models.user import User, UserManager
from sangto.organisations.models.validity import valid_on

__all__ = [
    "Agency",
    "Charter",
    "Competence",
    "FocalOfficer",
    "HolidayOverride",
    "LegalGround",
    "Membership",
    "Network",
    "ProtectedDomain",
    "Territory",
    "User",
    "UserManager",
    "valid_on",
]
