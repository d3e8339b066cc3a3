"""The register as anybody may read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Sum
from django.utils import timezone

from sangto.kernel.categories import Category
from sangto.organisations.models import Agency, Network, Territory
from sangto.transparency.domain.entries import FEWEST, EntryKind
from sangto.transparency.models import RegisterEntry, RegisterTotal

PAGE_LENGTH = 25


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """``agency`` is a slug, ``territory`` a code, ``year`` that of the decision."""

    kind: EntryKind | None = None
    category: Category | None = None
    agency: str = ""
    year: int | None = None
    territory: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry. ``texts`` is None once they were erased; ``title`` is in the page's language."""

    number: int
    reference: str
    kind: EntryKind
    event: str
    about: str
    version: int | None
    category: Category
    topic: str
    outcome: str
    agency: str
    decided_at: datetime
    entered_at: datetime
    automated_detection: str
    automated_decision: str
    source_type: str
    dsa_category: str
    cause: str
    handling: str
    supersedes: str
    superseded_by: str
    removes: tuple[int, ...]
    texts: dict[str, str] | None
    leaf: str
    source: str
    source_id: int

    def text(self, name: str, language: str = "vi") -> str:
        texts = self.texts or {}
        return (language == "en" and texts.get(f"{name}_en")) or texts.get(name, "")

    def text_language(self, name: str, language: str = "vi") -> str:
        """The language that :meth:`text` answers in, for readers who are read to."""
        texts = self.texts or {}
        return "en" if language == "en" and texts.get(f"{name}_en") else "vi"


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """``older`` is the number to go on before; None at the end. ``newer`` says that this is not
    the first page."""

    entries: list[EntryView]
    older: int | None
    newer: bool


def entries(network: Network, wanted: RegisterFilter, *, before: int | None = None) -> RegisterPage:
    """The newest first, a page at a time; as quick at the end as at the beginning. One query, one
    more for each of agency and territory."""
    rows = RegisterEntry.objects.filter(network=network).select_related("superseded_by")
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind.value)
    if wanted.category is not None:
        rows = rows.filter(category=wanted.category.value)
    if wanted.agency:
        rows = rows.filter(agency__in=list(_agency_keys(network, wanted.agency)))
    if wanted.year is not None:
        rows = rows.filter(decided_at__gte=_new_year(wanted.year)).filter(
            decided_at__lt=_new_year(wanted.year + 1)
        )
    if wanted.territory:
        keys = [place.pk for place in busy_territories(network) if place.code == wanted.territory]
        rows = rows.filter(territory__in=keys)
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = [_view(row) for row in rows.order_by("-number")[: PAGE_LENGTH + 1]]
    shown = found[:PAGE_LENGTH]
    return RegisterPage(
        entries=shown,
        older=shown[-1].number if len(found) > PAGE_LENGTH else None,
        newer=before is not None,
    )


def removals(network: Network, *, before: int | None = None) -> RegisterPage:
    return entries(network, RegisterFilter(kind=EntryKind.REMOVAL), before=before)


def entry(reference: str) -> EntryView | None:
    row = (
        RegisterEntry.objects.filter(reference=reference)
        .select_related("superseded_by", "supersedes")
        .first()
    )
    return _view(row) if row is not None else None


def entry_of(about: str) -> EntryView | None:
    """The newest entry about that reference."""
    row = (
        RegisterEntry.objects.filter(about=about)
        .select_related("superseded_by")
        .order_by("-number")
        .first()
    )
    return _view(row) if row is not None else None


def busy_territories(network: Network) -> list[Territory]:
    """Places with five entries or more; fewer are shown by no place. Two queries."""
    counts = (
        RegisterTotal.objects.filter(network=network, territory_key__gt=0)
        .order_by()
        .values("territory_key")
        .annotate(number=Sum("count"))
        .filter(number__gte=FEWEST)
        .values_list("territory_key", flat=True)
    )
    return list(Territory.objects.filter(pk__in=list(counts)).order_by("name"))


def register_agencies(network: Network) -> list[Agency]:
    keys = (
        RegisterTotal.objects.filter(network=network, agency_key__gt=0)
        .order_by()
        .values_list("agency_key", flat=True)
        .distinct()
    )
    return list(Agency.objects.filter(pk__in=list(keys)).order_by("name"))


def years(network: Network) -> list[int]:
    months = RegisterTotal.objects.filter(network=network).order_by().values_list("month")
    return sorted({month.year for (month,) in months.distinct()}, reverse=True)


def _agency_keys(network: Network, slug: str) -> list[int]:
    return list(Agency.objects.filter(network=network, slug=slug).values_list("pk", flat=True))


def _new_year(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time.min))


def _view(row: RegisterEntry) -> EntryView:
    core = json.loads(row.core)
    later = getattr(row, "superseded_by", None)
    return EntryView(
        number=row.number,
        reference=row.reference,
        kind=EntryKind(row.kind),
        event=row.event,
        about=row.about,
        version=core["version"],
        category=Category(row.category),
        topic=core["topic"],
        outcome=row.outcome,
        agency=core["agency"],
        decided_at=row.decided_at.astimezone(UTC),
        entered_at=row.entered_at.astimezone(UTC),
        automated_detection=core["automated_detection"],
        automated_decision=core["automated_decision"],
        source_type=core["source_type"],
        dsa_category=core["dsa_category"],
        cause=core["cause"],
        handling=core["handling"],
        supersedes=core["supersedes"],
        superseded_by=later.reference if later is not None else "",
        removes=tuple(core["removes"]),
        texts=dict(row.texts) if row.emptied_at is None else None,
        leaf=row.leaf,
        source=row.source,
        source_id=row.source_id,
    )
