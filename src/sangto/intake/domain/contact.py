"""Whether an e-mail address can be used."""

from __future__ import annotations

import re
from contextlib import suppress

from sangto.intake.domain.limits import EMAIL_LENGTH
from sangto.kernel.errors import Refusal, gettext_noop

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def normalised_email(text: str) -> str:
    """Without surrounding space and with an ASCII domain in lower case, where that is possible."""
    local, separator, domain = text.strip().rpartition("@")
    if not separator:
        return text.strip()
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain.lower()}"


def email_refusal(text: str) -> Refusal | None:
    """Refuses what no server would take; whether the address exists shows when it is written to."""
    local, separator, domain = text.rpartition("@")
    labels = domain.split(".")
    usable = (
        bool(separator)
        and len(text) <= EMAIL_LENGTH
        and len(local) <= 64
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
    if usable:
        return None
    return Refusal(
        "intake.email",
        gettext_noop(
            "This e-mail address can not be used. Please write it like name@example.vn, or leave "
            "it empty: the receipt shows the answer too."
        ),
        {},
        "email",
    )
