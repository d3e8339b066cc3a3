"""What several endpoints take and give: strict bodies, plain texts, references."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, StringConstraints

from sangto.kernel.references import normalised_reference


class Taken(Schema):
    """A body; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Given(Schema):
    """An answer; what it has is a promise, and more may come."""


Reference = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Cursor = Annotated[str, StringConstraints(max_length=200)]
#: A moment as people in Vietnam read it, always with its zone.
Moment = Annotated[datetime, AfterValidator(timezone.localtime)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]


def reference_of(text: str) -> str:
    """The reference as it is kept; what can be none is not there."""
    found = normalised_reference(text)
    if found is None:
        raise Http404
    return found


def address_of(path: str) -> str:
    return f"{settings.SANGTO_BASE_URL}{path}"
