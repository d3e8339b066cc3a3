"""A thin client of the desk's API for other people's programs.

It needs nothing but Python: no part of the desk and no other package. What the API answers comes as
plain dictionaries; what went wrong is an exception with the stable code. Requests that can be sent
twice without harm are sent again after a fault of the network or a wait that the desk asked for.

    desk = Client("https://sangto.example", key="st_…", language="en")
    answer = desk.check("Congratulations, you have won …")
    for verdict in desk.verdicts(rating="scam"):
        print(verdict["title"])
"""

from sangto.client.calling import Client
from sangto.client.errors import (
    ApiError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotReached,
    RateLimited,
    Unauthorised,
    Unavailable,
)

__all__ = [
    "ApiError",
    "Client",
    "Conflict",
    "Forbidden",
    "Invalid",
    "NotFound",
    "NotReached",
    "RateLimited",
    "Unauthorised",
    "Unavailable",
]
