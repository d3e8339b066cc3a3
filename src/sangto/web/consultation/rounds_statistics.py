"""Figures over rounds that ended: each rate with its n, and no order by rank."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from sangto.consultation.domain.rounds import RoundAbout
from sangto.consultation.domain.tally import Figures
from sangto.consultation.permissions import Permission, has_round_permission
from sangto.consultation.queries import round_statistics
from sangto.documents.domain.office_files import XLSX
from sangto.documents.domain.sheets import Cell, Sheet, SheetColumn
from sangto.documents.rendering import render_csv, render_xlsx
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from sangto.web.consultation.rounds_papers import file_answer
from sangto.web.desk import agency_name, agency_of, desk_page

#: Below it a share or a median says more about chance than about the agency.
LEAST = 5
_YEAR = timedelta(days=365)


class PeriodForm(forms.Form):
    about = forms.ChoiceField(
        label=gettext_lazy("Rounds about"),
        required=False,
        choices=[
            (RoundAbout.CASES.value, pgettext_lazy("opinion rounds about", "cases")),
            (RoundAbout.DRAFTS.value, pgettext_lazy("opinion rounds about", "drafts")),
        ],
    )
    since = forms.DateField(
        label=gettext_lazy("Opened from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Opened until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@dataclass(frozen=True, slots=True)
class FiguresShown:
    """``enough``: there are so many requests that a share may be told."""

    name: str
    figures: Figures
    enough: bool

    @property
    def answered_share(self) -> int | None:
        return _share(self.figures.answered, self.figures.asked) if self.enough else None

    @property
    def in_time_share(self) -> int | None:
        return _share(self.figures.in_time, self.figures.asked) if self.enough else None

    @property
    def median_days(self) -> float | None:
        return self.figures.median_days if self.figures.answered >= LEAST else None


def _share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date
    about: RoundAbout


@desk_page
@require_safe
def statistics_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    agency = _allowed(actor)
    form = PeriodForm(request.GET or None)
    period = _period(form)
    found = round_statistics(agency.network, period.since, period.until, about=period.about)
    return render(
        request,
        "web/rounds/statistics.html",
        {
            "form": PeriodForm(asdict(period)),
            "period": period,
            "rounds": found.rounds,
            "overall": FiguresShown("", found.overall, found.overall.asked >= LEAST),
            "rows": [
                FiguresShown(agency_name(row), figures, figures.asked >= LEAST)
                for row, figures in found.by_agency
            ],
            "least": LEAST,
        },
    )


@desk_page
@require_safe
def statistics_file(request: HttpRequest, actor: Actor, ending: str) -> HttpResponse:
    """The counts themselves, also small ones: who takes them home sees the n beside them."""
    agency = _allowed(actor)
    period = _period(PeriodForm(request.GET or None))
    found = round_statistics(agency.network, period.since, period.until, about=period.about)
    rows: list[tuple[Cell, ...]] = [
        _line(agency_name(row), figures) for row, figures in found.by_agency
    ]
    rows.append(_line(_("All agencies"), found.overall))
    sheet = Sheet(
        title=_("Opinion rounds about drafts")
        if period.about is RoundAbout.DRAFTS
        else _("Opinion rounds about cases"),
        columns=(
            SheetColumn(_("Agency"), 40.0),
            SheetColumn(_("Asked (n)"), 12.0),
            SheetColumn(_("Answered"), 12.0),
            SheetColumn(_("In time"), 12.0),
            SheetColumn(_("No answer"), 12.0),
            SheetColumn(_("Median days"), 12.0),
        ),
        rows=rows,
    )
    what = "du-thao" if period.about is RoundAbout.DRAFTS else "vu-viec"
    name = f"lay-y-kien-{what}-{period.since.isoformat()}-{period.until.isoformat()}.{ending}"
    if ending == "xlsx":
        return file_answer(render_xlsx(sheet), XLSX, name)
    if ending == "csv":
        return file_answer(render_csv(sheet), "text/csv; charset=utf-8", name)
    raise NotVisible


def _line(name: str, figures: Figures) -> tuple[Cell, ...]:
    return (
        name,
        figures.asked,
        figures.answered,
        figures.in_time,
        figures.silent,
        figures.median_days,
    )


def _allowed(actor: Actor) -> Agency:
    """The lead agency's desk: the figures are of the whole network."""
    agency = agency_of(actor)
    if (
        agency is None
        or not actor.in_lead_agency
        or not has_round_permission(actor, Permission.ROUND_VIEW)
    ):
        raise NotVisible
    return agency


def _period(form: PeriodForm) -> Period:
    """The last year, unless days are given."""
    today = timezone.localdate()
    chosen = form.cleaned_data if form.is_valid() else {}
    until = chosen.get("until") or today
    since = chosen.get("since") or until - _YEAR
    about = RoundAbout(chosen.get("about") or RoundAbout.CASES)
    return Period(min(since, until), max(since, until), about)
