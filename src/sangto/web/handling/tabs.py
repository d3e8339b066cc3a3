"""The lists of this room, one beside the other."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangto.handling.permissions import Permission, has_permission
from sangto.kernel.actor import Actor
from sangto.organisations.domain.kinds import AgencyKind
from sangto.web.desk import Item, agency_of


def tabs_of(actor: Actor, current: str) -> list[Item]:
    """One query, for the committee's own list."""
    tabs = {
        "own": Item(reverse("desk_measures"), _("Given to us")),
        "all": Item(
            f"{reverse('desk_measures')}?whose=all",
            _("All measures") if actor.in_lead_agency else _("In our cases too"),
        ),
    }
    agency = agency_of(actor)
    if agency is not None and agency.kind == AgencyKind.COMMITTEE:
        tabs = {
            "committee": Item(
                reverse("desk_committee"), pgettext("list of cases", "Before the committee")
            )
        }
    if has_permission(actor, Permission.PRESS_VIEW):
        tabs["press"] = Item(reverse("desk_press"), _("Questions of the press"))
    return [Item(item.url, item.label, key == current) for key, item in tabs.items()]
