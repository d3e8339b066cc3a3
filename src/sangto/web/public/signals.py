"""What a sign in a link means, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangto.matching.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    means: str | Promise
    act: str | Promise


_OWN_WAY = _("Type the address that you know, or call them by the number on their own site.")

_LONG = _("A long row of names pushes the one that counts out of sight, above all on a telephone.")
EXPLANATIONS: Mapping[str, Explanation] = {
    "link.ip": Explanation(
        _("Shops, banks and agencies have names. A bare number is used by who has none."),
        _("Do not open it."),
    ),
    "link.account": Explanation(
        _("Only what stands after the @ counts. What stands before it is there to mislead you."),
        _("Do not open it."),
    ),
    "link.port": Explanation(
        _("Ordinary sites need no such number. It often means a makeshift server."),
        _("Type nothing into that page."),
    ),
    "link.punycode": Explanation(
        _(
            "Some letters of other alphabets look like ours. So a name can look right and still be "
            "another one."
        ),
        _OWN_WAY,
    ),
    "link.shortened": Explanation(
        _("Short links are not bad in themselves, but nobody sees where this one leads."),
        _("Ask whoever sent it for the whole address. Open it only if you know that address."),
    ),
    "link.other_ending": Explanation(
        _("The same name can be had with many endings, and each may belong to somebody else."),
        _OWN_WAY,
    ),
    "link.many_parts": Explanation(_LONG, _OWN_WAY),
    "link.long_name": Explanation(_LONG, _OWN_WAY),
    "link.brand_in_front": Explanation(
        _(
            "Only the end of the name says whose it is. Whoever made it hopes that you read no "
            "further."
        ),
        _OWN_WAY,
    ),
    "link.name_behind": Explanation(
        _("Whoever registered that name can put any words in front of it."),
        _OWN_WAY,
    ),
    "link.look_alike": Explanation(
        _(
            "One letter is changed, added or missing. Such names are bought in order to be "
            "mistaken."
        ),
        _OWN_WAY,
    ),
    "link.brand_inside": Explanation(
        _("Anybody can put a known name into an address. That does not make it theirs."),
        _OWN_WAY,
    ),
}


def explanation_of(signal: Reason) -> Explanation | None:
    return EXPLANATIONS.get(signal.code)
