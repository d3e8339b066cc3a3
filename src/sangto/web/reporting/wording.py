"""Words of figures and of what they are taken apart by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from sangto.cases.domain.states import CaseStatus, TransferKind
from sangto.handling.wording import MEASURE_NAMES
from sangto.intake.domain.reports import Channel
from sangto.kernel.categories import Rating
from sangto.organisations.models import Agency, Territory
from sangto.reporting.domain.figures import (
    FigureSpec,
    FigureValue,
    Measured,
    Split,
    Subject,
    Unit,
    in_unit,
)
from sangto.reporting.queries import Scope
from sangto.reporting.wording import OUTCOME_NAMES, category_name
from sangto.verdicts.wording import RATING_WORDS
from sangto.web.appeals.wording import OUTCOMES
from sangto.web.desk import agency_name
from sangto.web.handling.abuse_wording import PROVIDER_NAMES, STATE_NAMES
from sangto.web.templatetags.sangto_charts import decimal
from sangto.web.templatetags.sangto_components import day, grouped_number
from sangto.web.wording import Words, word

CHANNELS: Words = {
    Channel.WEB: pgettext_lazy("channel", "Web form"),
    Channel.COMMAND_LINE: pgettext_lazy("channel", "Command line"),
    Channel.DESK: pgettext_lazy("channel", "Entered at the desk"),
    Channel.ARCHIVE: pgettext_lazy("channel", "Archive"),
    "email": pgettext_lazy("channel", "E-mail"),
    "chat": pgettext_lazy("channel", "Chat"),
    "phone": pgettext_lazy("channel", "Phone"),
    "api": pgettext_lazy("channel", "Another program"),
    "letter": pgettext_lazy("channel", "Letter"),
}
CASE_STATES: Words = {
    CaseStatus.TRIAGE: pgettext_lazy("state of a case", "To be sorted"),
    CaseStatus.VERIFYING: pgettext_lazy("state of a case", "Being verified"),
    CaseStatus.SIGNING: pgettext_lazy("state of a case", "Waits for a signature"),
}
AGES: Words = {
    "0": gettext_lazy("less than a day"),
    "1-2": gettext_lazy("1 or 2 days"),
    "3-6": gettext_lazy("3 to 6 days"),
    "7-13": gettext_lazy("7 to 13 days"),
    "14-29": gettext_lazy("14 to 29 days"),
    "30+": gettext_lazy("30 days or more"),
}
KINDS: Words = {
    TransferKind.PASSED_ON: pgettext_lazy("transfer", "passed on"),
    TransferKind.RETURNED: pgettext_lazy("transfer", "given back"),
    TransferKind.BEYOND: pgettext_lazy("transfer", "beyond competence"),
    **MEASURE_NAMES,
    **PROVIDER_NAMES,
}
SPLIT_NAMES: Words = {
    Split.DAY: gettext_lazy("Day"),
    Split.CHANNEL: gettext_lazy("Channel"),
    Split.CATEGORY: gettext_lazy("Category"),
    Split.AGENCY: gettext_lazy("Agency"),
    Split.TERRITORY: gettext_lazy("Territory"),
    Split.OUTCOME: gettext_lazy("Outcome"),
    Split.STATE: gettext_lazy("State"),
    Split.AGE: gettext_lazy("Age"),
    Split.RATING: gettext_lazy("Rating"),
    Split.KIND: gettext_lazy("Kind"),
}


_ENDINGS: Mapping[Subject, Words] = {
    Subject.ABUSE_REPORT: STATE_NAMES,
    Subject.APPEAL: OUTCOMES,
}


def figure_name(spec: FigureSpec) -> str:
    return _(spec.name)


def definition(spec: FigureSpec) -> str:
    return _(spec.definition)


class PartNames:
    """The words of the parts of a split; agencies and places come from rows that are known."""

    def __init__(self, scope: Scope, places: Mapping[int, Territory]) -> None:
        self._agencies = scope.names
        self._places = places

    def of(self, split: Split, code: str, subject: Subject = Subject.CASE) -> str:
        """``subject`` says whose outcomes are meant."""
        match split:
            case Split.CATEGORY:
                return category_name(code)
            case Split.AGENCY:
                return self._agency(self._agencies.get(int(code)) if code else None)
            case Split.TERRITORY:
                return place_name(self._places.get(int(code)) if code else None)
            case Split.DAY:
                return day(date.fromisoformat(code))
            case Split.RATING:
                return str(RATING_WORDS[Rating(code)])
        tables = {
            Split.CHANNEL: CHANNELS,
            Split.OUTCOME: _ENDINGS.get(subject, OUTCOME_NAMES),
            Split.STATE: CASE_STATES,
            Split.AGE: AGES,
            Split.KIND: KINDS,
        }
        return word(tables[split], code)

    def _agency(self, agency: Agency | None) -> str:
        return agency_name(agency) if agency is not None else _("No agency yet")


def place_name(place: Territory | None) -> str:
    if place is None:
        return _("Not said")
    return (get_language() == "en" and place.name_en) or place.name


def shown(value: Measured, unit: Unit) -> str:
    """The value as words; a share or median of too few rows is not told."""
    if unit is Unit.COUNT:
        return grouped_number(value.n)
    if not value.enough:
        return "–"
    if unit is Unit.SHARE:
        return f"{value.percent} %"
    return span(value.median, unit)


def span(seconds: float | None, unit: Unit) -> str:
    number = in_unit(seconds, unit)
    if number is None:
        return "–"
    words = _("%(n)s hours") if unit is Unit.HOURS else _("%(n)s days")
    return words % {"n": decimal(number)}


def beside(value: FigureValue | Measured, unit: Unit) -> str:
    """What has to stand beside it: of how many, and the ninth of ten."""
    if unit is Unit.COUNT:
        return ""
    if unit is Unit.SHARE:
        return _("%(part)s of %(n)s") % {
            "part": grouped_number(value.part or 0),
            "n": grouped_number(value.n),
        }
    if not value.enough:
        return _("n = %(n)s") % {"n": grouped_number(value.n)}
    return _("median; 9 of 10 within %(p90)s; n = %(n)s") % {
        "p90": span(value.p90, unit),
        "n": grouped_number(value.n),
    }
