"""What a timeline says of joining, splitting and undoing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sangto.cases.domain.states import EntryKind
from sangto.matching.domain.joins import Left
from sangto.web.cases.wording import LEFT_NAMES


def joined_words(kind: EntryKind, data: Mapping[str, Any]) -> tuple[str, str]:
    """Title and text of an entry; ``way`` in the data says which of the two sides reads it."""
    number = int(data.get("reports", 0))
    values = {"number": number, "claim": str(data.get("claim", ""))}
    came = data.get("way") == "in"
    if kind is EntryKind.MERGED:
        title = (
            _("Joined: %(claim)s went up in this one")
            if came
            else _("Joined: this one went up in %(claim)s")
        )
    elif kind is EntryKind.SPLIT:
        title = _("Reports split off")
    else:
        title = _("Joining or splitting with %(claim)s undone")
    moved = (
        ngettext(
            "%(number)s report came from %(claim)s.",
            "%(number)s reports came from %(claim)s.",
            number,
        )
        if came
        else ngettext(
            "%(number)s report went to %(claim)s.",
            "%(number)s reports went to %(claim)s.",
            number,
        )
    )
    stayed = [
        _("%(number)s %(what)s") % {"number": count, "what": LEFT_NAMES[Left(left)]}
        for left, count in dict(data.get("stayed", {})).items()
    ]
    return title % values, " ".join([moved % values, "; ".join(stayed)]).strip()
